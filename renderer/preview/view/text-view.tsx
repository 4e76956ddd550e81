import { memo, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { FrameContent } from '../protocol.ts';
import { colouredLines, languageOf, type ColouredLine } from '../read/colours.ts';
import { encodingName } from '../read/decode-text.ts';
import { limits } from '../read/limits.ts';
import type { LoadedText } from '../read/load.ts';
import { FactLine, Note, useFinding } from './parts.tsx';
import { useWords } from './words.ts';

export function TextView({
  content,
  text,
}: {
  readonly content: FrameContent;
  readonly text: LoadedText;
}): ReactNode {
  return (
    <>
      <TextNotes content={content} text={text} />
      <TextLines name={content.name} text={text.text} />
      <TextFacts content={content} text={text} />
    </>
  );
}

export function TextNotes({
  content,
  text,
}: {
  readonly content: FrameContent;
  readonly text: LoadedText;
}): ReactNode {
  const { t, size } = useWords();
  return (
    <>
      {text.cut ? (
        <Note>{t('preview.cutText', { size: size(content.size), shown: size(limits.textBytes) })}</Note>
      ) : null}
      {text.lossy ? <Note>{t('preview.lossy', { encoding: encodingName(text.encoding) })}</Note> : null}
    </>
  );
}

export function TextFacts({
  content,
  text,
}: {
  readonly content: FrameContent;
  readonly text: LoadedText;
}): ReactNode {
  const { t, size } = useWords();
  const encoding = encodingName(text.encoding);
  const lines = useMemo(() => linesIn(text.text), [text]);
  return (
    <FactLine
      facts={[
        text.guessed ? t('preview.guessed', { encoding }) : encoding,
        text.cut ? undefined : t('preview.lines', { count: lines }),
        size(content.size),
      ]}
    />
  );
}

const linesIn = (text: string): number => {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** Lines in blocks: those that are out of sight are there for finding and copying, but cost no layout. */
const blockLines = 100;

export function TextLines({ name, text }: { readonly name: string; readonly text: string }): ReactNode {
  const lines = useMemo(() => linesToDraw(name, text), [name, text]);
  const blocks = useMemo(() => {
    const all: (readonly ColouredLine[])[] = [];
    for (let at = 0; at < lines.length; at += blockLines) all.push(lines.slice(at, at + blockLines));
    return all;
  }, [lines]);
  const drawn = useGrowing(blocks.length);
  return (
    <div className="text scroll" tabIndex={0}>
      {blocks.slice(0, drawn).map((block, n) => (
        <Block key={n} lines={block} first={n * blockLines + 1} />
      ))}
    </div>
  );
}

/** Drawn once: that further blocks come is nothing to those that are there. */
const Block = memo(function Block({
  lines,
  first,
}: {
  readonly lines: readonly ColouredLine[];
  readonly first: number;
}): ReactNode {
  return (
    <div className="text-block" style={{ containIntrinsicBlockSize: `${lines.length * 20}px` }}>
      {lines.map((line, n) => (
        <div className="line" data-n={first + n} key={n}>
          <Line line={line} />
        </div>
      ))}
    </div>
  );
});

function Line({ line }: { readonly line: ColouredLine }): ReactNode {
  if (line.length === 0) return '\n';
  return line.map(({ text, colour }, n) =>
    colour === undefined ? (
      text
    ) : (
      <span key={n} data-colour={colour}>
        {text}
      </span>
    ),
  );
}

/** The first lines are there at once; the others come while somebody reads these, or at once for who looks for words. */
function useGrowing(count: number): number {
  const [drawn, setDrawn] = useState(4);
  const finding = useFinding();
  useEffect(() => {
    if (drawn >= count) return undefined;
    const timer = setTimeout(() => {
      setDrawn(drawn + 12);
    }, 0);
    return () => {
      clearTimeout(timer);
    };
  }, [drawn, count]);
  return finding ? count : drawn;
}

/** A line so long would take seconds to lay out; texts for machines have them. */
const longestLine = 20_000;

function linesToDraw(name: string, text: string): readonly ColouredLine[] {
  const unix = text.replace(/\r\n?/gu, '\n');
  const shown = unix.endsWith('\n') ? unix.slice(0, -1) : unix;
  const language = shown.length <= limits.colouredBytes ? languageOf(name) : undefined;
  const coloured = language === undefined ? undefined : colouredLines(shown, language);
  if (coloured !== undefined) return coloured;
  return shown.split('\n').flatMap((line): ColouredLine[] => {
    const pieces: ColouredLine[] = [];
    for (let at = 0; at < Math.max(line.length, 1); at += longestLine)
      pieces.push(line === '' ? [] : [{ text: line.slice(at, at + longestLine) }]);
    return pieces;
  });
}
