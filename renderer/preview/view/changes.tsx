/** Two contents: what changed from the older one to the newer one. */
import { useEffect, useState, type ReactNode } from 'react';
import { compare, type Comparison, type Side } from '../changes/compare.ts';
import type { FrameContent } from '../protocol.ts';
import { limits } from '../read/limits.ts';
import { load } from '../read/load.ts';
import type { ChangesProps } from './changes-props.ts';
import { FactChanges } from './fact-changes.tsx';
import { Fallible } from './fallible.tsx';
import { ImageChanges } from './image-changes.tsx';
import { Described, Reading } from './parts.tsx';
import { sourceOf } from './sources.ts';
import { TableChanges } from './table-changes.tsx';
import { TextChanges } from './text-changes.tsx';
import { useWords } from './words.ts';

type State = { readonly before: Side; readonly after: Side; readonly comparison: Comparison };

async function read(content: FrameContent): Promise<Side> {
  const source = sourceOf(content);
  const loaded = await load(content.name, source, { textBytes: limits.compareBytes });
  return { loaded, source, sha256: content.sha256 };
}

const pdfText = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const pdf = await import('./pdf.ts');
  return pdf.pdfText(bytes);
};

const hunksOf = (comparison: Comparison): number | undefined =>
  comparison.kind === 'text' && comparison.comparison.kind === 'differs'
    ? comparison.comparison.hunks.length
    : undefined;

export function Changes(props: ChangesProps): ReactNode {
  const { t } = useWords();
  const [state, setState] = useState<State | 'failed'>();
  useEffect(() => {
    void (async () => {
      try {
        const [before, after] = [await read(props.before), await read(props.after)];
        const comparison = await compare(before, after, pdfText);
        setState({ before, after, comparison });
      } catch {
        setState('failed');
      }
    })();
    // once for each pair
  }, []);
  useEffect(() => {
    if (state === undefined) return;
    if (state === 'failed') {
      props.onShown({ kind: 'changes', refused: 'damaged' });
      return;
    }
    const hunks = hunksOf(state.comparison);
    const kind = state.comparison.kind === 'same' ? 'same' : 'changes';
    props.onShown({ kind, ...(hunks === undefined ? {} : { hunks }) });
  }, [state]);
  if (state === undefined) return <Reading />;
  const notCompared = <Described icon="alert" title={t('preview.notCompared')} facts={[]} />;
  if (state === 'failed') return notCompared;
  return (
    <Fallible otherwise={notCompared}>
      <ChangesView {...props} sides={[state.before, state.after]} comparison={state.comparison} />
    </Fallible>
  );
}

export function ChangesView({
  comparison,
  sides: [older, newer],
  ...props
}: ChangesProps & { readonly comparison: Comparison; readonly sides: readonly [Side, Side] }): ReactNode {
  const { t } = useWords();
  const { before, after } = props;
  switch (comparison.kind) {
    case 'same':
      return (
        <Described
          icon="check"
          title={t('preview.same')}
          facts={[[t('preview.fact.sha256'), after.sha256]]}
        />
      );
    case 'text':
      return <TextChanges {...props} comparison={comparison} />;
    case 'tables':
      return <TableChanges sheets={comparison.sheets} cut={comparison.cut} before={before} after={after} />;
    case 'images':
      return older.loaded.kind === 'image' && newer.loaded.kind === 'image' ? (
        <ImageChanges before={before} after={after} older={older.loaded} newer={newer.loaded} />
      ) : null;
    case 'facts':
      return <FactChanges before={before} after={after} sides={[older, newer]} bytes={comparison.bytes} />;
  }
}
