import { useEffect, useRef, useState, type ReactNode } from 'react';
import { findRanges, markRanges, unmark } from './find.ts';
import { ToolButton } from './parts.tsx';
import { useWords } from './words.ts';

export function FindBar({
  asked,
  root,
  onClose,
}: {
  /** rises each time that somebody presses Ctrl+F */
  readonly asked: number;
  readonly root: React.RefObject<HTMLDivElement | null>;
  readonly onClose: () => void;
}): ReactNode {
  const { t, count } = useWords();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly Range[]>([]);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [asked]);
  useEffect(() => unmark, []);
  const look = (text: string): void => {
    setQuery(text);
    const ranges = root.current === null ? [] : findRanges(root.current, text);
    setFound(ranges);
    setAt(0);
    markRanges(ranges, 0);
  };
  const go = (step: 1 | -1): void => {
    // pages may have been drawn since
    const ranges = root.current === null ? [] : findRanges(root.current, query);
    const next = ranges.length === 0 ? 0 : (at + step + ranges.length) % ranges.length;
    setFound(ranges);
    setAt(next);
    markRanges(ranges, next);
  };
  return (
    <div className="find" role="search">
      <input
        ref={field}
        type="text"
        value={query}
        aria-label={t('preview.find.label')}
        placeholder={t('preview.find.label')}
        spellCheck={false}
        onChange={({ target }) => {
          look(target.value);
        }}
        onKeyDown={({ key, shiftKey }) => {
          if (key === 'Enter') go(shiftKey ? -1 : 1);
        }}
      />
      <span className="find-count" role="status">
        {query === ''
          ? ''
          : found.length === 0
            ? t('preview.find.none')
            : t('preview.find.at', { at: count(at + 1), total: count(found.length) })}
      </span>
      <ToolButton
        icon="up"
        label={t('preview.find.previous')}
        disabled={found.length === 0}
        onPress={() => {
          go(-1);
        }}
      />
      <ToolButton
        icon="down"
        label={t('preview.find.next')}
        disabled={found.length === 0}
        onPress={() => {
          go(1);
        }}
      />
      <ToolButton icon="close" label={t('preview.find.close')} onPress={onClose} />
    </div>
  );
}
