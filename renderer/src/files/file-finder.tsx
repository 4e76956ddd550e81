/**
 * A search box that owns a list, as in a command palette: type, walk with the arrows, Enter opens. The focus stays in
 * the box and the list says which row is active, so only the rows in sight need to exist.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FileEntry } from '../../../shared/views.ts';
import { useStrings } from '../strings/use-strings.ts';
import { IconButton } from '../ui/button.tsx';
import { ContextMenu } from '../ui/context-menu.tsx';
import { Icon } from '../ui/icon.tsx';
import { baseName } from '../format/path.ts';
import { FileRow } from './file-row.tsx';

const rowHeight = 56;

export function FileFinder({
  files,
  query,
  onQuery,
  onOpen,
  onReveal,
  children,
}: {
  readonly files: readonly FileEntry[];
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onOpen: (file: FileEntry) => void;
  readonly onReveal: (file: FileEntry) => void;
  /** stands in place of the list */
  readonly children?: ReactNode;
}): ReactNode {
  const { t } = useStrings();
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [menu, setMenu] = useState<{ readonly file: FileEntry; readonly at: DOMRect }>();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });

  useEffect(() => {
    box.current?.focus();
  }, []);

  useEffect(() => {
    setActive(0);
    scroller.current?.scrollTo({ top: 0 });
  }, [query]);

  const move = (to: number): void => {
    const next = Math.max(0, Math.min(files.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };

  const openMenu = (file: FileEntry, at: DOMRect): void => {
    setMenu({ file, at });
    setMenuOpen(true);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter and arrows that choose among an input method's candidates are not ours
    if (event.nativeEvent.isComposing) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
      return;
    }
    const file = files[active];
    if (event.key === 'Enter') {
      if (file !== undefined) onOpen(file);
    } else if (
      file !== undefined &&
      (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10'))
    ) {
      event.preventDefault();
      const row = document.getElementById(`${id}-${String(active)}`);
      openMenu(file, row?.getBoundingClientRect() ?? new DOMRect());
    } else if (event.key === 'Escape' && query !== '') {
      event.preventDefault();
      event.stopPropagation();
      onQuery('');
    }
  };

  return (
    <div className="finder">
      <div className="search">
        <Icon name="search" />
        <input
          ref={box}
          className="search-input"
          role="combobox"
          aria-label={t('files.search')}
          aria-expanded={files.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(files[active] === undefined ? {} : { 'aria-activedescendant': `${id}-${String(active)}` })}
          placeholder={t('files.search')}
          value={query}
          maxLength={512}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            onQuery(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        {query === '' ? null : (
          <IconButton
            icon="close"
            label={t('files.clear')}
            onPress={() => {
              onQuery('');
              box.current?.focus();
            }}
          />
        )}
      </div>
      {children}
      <div
        ref={scroller}
        className="card finder-list"
        hidden={files.length === 0}
        role="listbox"
        id={`${id}-list`}
        aria-label={t('files.list')}
      >
        <div className="long-list" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const file = files[index];
            return file === undefined ? null : (
              <div
                key={file.path}
                id={`${id}-${String(index)}`}
                role="option"
                aria-selected={index === active}
                aria-setsize={files.length}
                aria-posinset={index + 1}
                className="long-list-row finder-row"
                data-testid="file-row"
                style={{ transform: `translateY(${String(start)}px)`, height: rowHeight }}
                onPointerDown={(event) => {
                  // the focus stays in the box
                  event.preventDefault();
                }}
                onClick={() => {
                  setActive(index);
                  onOpen(file);
                }}
                onContextMenu={(event) => {
                  event.preventDefault();
                  setActive(index);
                  openMenu(file, new DOMRect(event.clientX, event.clientY, 0, 0));
                }}
              >
                <FileRow file={file} query={query} />
              </div>
            );
          })}
        </div>
      </div>
      <ContextMenu
        label={t('files.actions', { name: menu === undefined ? '' : baseName(menu.file.path) })}
        commands={[
          { id: 'view', text: t('files.viewVersions'), icon: 'versions' },
          ...(menu?.file.state === 'deleted'
            ? []
            : [{ id: 'reveal', text: t('common.reveal'), icon: 'reveal' } as const]),
        ]}
        at={isMenuOpen ? menu?.at : undefined}
        onCommand={(command) => {
          if (menu === undefined) return;
          if (command === 'reveal') onReveal(menu.file);
          else onOpen(menu.file);
        }}
        onClose={() => {
          setMenuOpen(false);
          box.current?.focus();
        }}
      />
    </div>
  );
}
