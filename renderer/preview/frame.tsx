import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { FrameView, FromFrame, ToFrame } from './protocol.ts';
import { Changes } from './view/changes.tsx';
import { FindBar } from './view/find-bar.tsx';
import { Preview } from './view/preview.tsx';
import { WordsContext, wordsOf } from './view/words.ts';

/** Only a page of ours can stand around this one (frame-ancestors), so that it may hear everything. */
const tell = (message: FromFrame): void => {
  window.parent.postMessage(message, '*');
};

type Show = Extract<ToFrame, { type: 'show' }>;

const firstView: FrameView = { language: 'en', tag: 'en', theme: 'system', layout: 'side' };

export function Frame(): ReactNode {
  const [show, setShow] = useState<Show>();
  const [view, setView] = useState(firstView);
  const [finding, setFinding] = useState(0);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const hear = (event: MessageEvent<ToFrame>): void => {
      if (event.source !== window.parent) return;
      const message = event.data;
      switch (message.type) {
        case 'show':
          setView(message.view);
          setShow(message);
          setFinding(0);
          break;
        case 'view':
          setView(message.view);
          break;
        case 'find':
          setFinding((n) => n + 1);
          break;
        case 'ping':
          tell({ type: 'pong', n: message.n });
      }
    };
    window.addEventListener('message', hear);
    tell({ type: 'up' });
    return () => {
      window.removeEventListener('message', hear);
    };
  }, []);

  useEffect(() => {
    const { documentElement: page } = document;
    page.lang = view.language;
    if (view.theme === 'system') delete page.dataset['theme'];
    else page.dataset['theme'] = view.theme;
  }, [view]);

  const endFinding = (): void => {
    setFinding(0);
    root.current?.querySelector<HTMLElement>('.scroll')?.focus();
  };

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
        event.preventDefault();
        setFinding((n) => n + 1);
      } else if (event.key === 'Escape') {
        if (finding > 0) endFinding();
        else tell({ type: 'leave' });
      }
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, [finding]);

  const changeLayout = (layout: FrameView['layout']): void => {
    setView({ ...view, layout });
    tell({ type: 'layout', layout });
  };
  const [first, second] = show?.contents ?? [];
  return (
    <WordsContext value={wordsOf(view)}>
      <div className="frame" ref={root}>
        {finding === 0 ? null : (
          <FindBar key={`find ${String(show?.turn)}`} asked={finding} root={root} onClose={endFinding} />
        )}
        {show === undefined || first === undefined ? null : second === undefined ? (
          <Preview
            key={show.turn}
            content={first}
            finding={finding > 0}
            onShown={(what) => {
              tell({ type: 'shown', turn: show.turn, ...what });
            }}
          />
        ) : (
          <Changes
            key={show.turn}
            before={first}
            after={second}
            layout={view.layout}
            onLayout={changeLayout}
            canTake={show.canTake}
            onShown={(what) => {
              tell({ type: 'shown', turn: show.turn, ...what });
            }}
            onTake={(what) => {
              tell({ type: 'taken', turn: show.turn, ...what });
            }}
          />
        )}
      </div>
    </WordsContext>
  );
}
