import { useMemo, useState, type ReactNode } from 'react';
import type { FrameContent } from '../protocol.ts';
import { readMarkdown, type MarkdownNode } from '../read/markdown.ts';
import type { LoadedText } from '../read/load.ts';
import { Switch } from './parts.tsx';
import { TextFacts, TextLines, TextNotes } from './text-view.tsx';
import { useWords } from './words.ts';

export function MarkdownView({
  content,
  text,
}: {
  readonly content: FrameContent;
  readonly text: LoadedText;
}): ReactNode {
  const { t } = useWords();
  const [look, setLook] = useState<'formatted' | 'source'>('formatted');
  const nodes = useMemo(() => readMarkdown(text.text), [text]);
  return (
    <>
      {nodes === undefined ? null : (
        <div className="tools">
          <Switch
            label={t('preview.look')}
            value={look}
            options={[
              ['formatted', t('preview.formatted')],
              ['source', t('preview.source')],
            ]}
            onChange={setLook}
          />
        </div>
      )}
      <TextNotes content={content} text={text} />
      {look === 'source' || nodes === undefined ? (
        <TextLines name={content.name} text={text.text} />
      ) : (
        <div className="paper scroll" tabIndex={0}>
          <article className="prose">
            <Nodes nodes={nodes} />
          </article>
        </div>
      )}
      <TextFacts content={content} text={text} />
    </>
  );
}

function Nodes({ nodes }: { readonly nodes: readonly MarkdownNode[] }): ReactNode {
  return nodes.map((node, n) => <Node key={n} node={node} />);
}

/** Elements that a node's name alone stands for. */
function Node({ node }: { readonly node: MarkdownNode }): ReactNode {
  if (node.kind === 'text') return node.text;
  const inside = <Nodes nodes={node.children} />;
  switch (node.name) {
    case 'link':
      // inert: where it leads is told, and not gone to
      return (
        <span className="link" title={node.title}>
          {inside}
        </span>
      );
    case 'task':
      return <input type="checkbox" disabled checked={node.title === 'x'} aria-label={node.title} />;
    case 'code':
      return (
        <pre>
          <code>{inside}</code>
        </pre>
      );
    case 'br':
    case 'hr':
      return <node.name />;
    case 'ol':
      return <ol start={Number(node.title ?? 1)}>{inside}</ol>;
    case 'image':
      return (
        <span className="missing-image" title={node.title}>
          {inside}
        </span>
      );
    case 'raw':
      return <code className="raw">{inside}</code>;
    case 'codespan':
      return <code>{inside}</code>;
    default:
      return <node.name>{inside}</node.name>;
  }
}
