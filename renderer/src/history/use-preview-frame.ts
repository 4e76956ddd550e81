/** The window's end of the conversation with its preview frame. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { fromFrame, type FrameContent, type FromFrame, type ToFrame } from '../../preview/protocol.ts';
import { FrameWatch } from './frame-watch.ts';

type ShowRequest = Omit<Extract<ToFrame, { type: 'show' }>, 'type' | 'turn'>;

export type FrameState = 'reading' | 'shown' | 'gone';

export type FrameTalk = {
  readonly state: FrameState;
  /** it has shown something: before, it is as blank as the system's theme has it */
  readonly isDrawn: boolean;
  /** for the iframe; a new one is made when this changes */
  readonly life: number;
  readonly setElement: (element: HTMLIFrameElement | null) => void;
  readonly find: () => void;
  /** makes a new frame */
  readonly again: () => void;
};

/** What it sends a frame is a copy: bytes that are handed over are gone from here. */
function withCopies(contents: readonly FrameContent[]): {
  readonly contents: readonly FrameContent[];
  readonly transfer: ArrayBuffer[];
} {
  const transfer: ArrayBuffer[] = [];
  const copies = contents.map((content) => {
    if (content.bytes === undefined) return content;
    const bytes = content.bytes.slice(0);
    transfer.push(bytes);
    return { ...content, bytes };
  });
  return { contents: copies, transfer };
}

/** What the frame says, and nobody else, in the shapes that it may say it in. */
function useMessages(
  element: React.RefObject<HTMLIFrameElement | null>,
  hear: (message: FromFrame) => void,
): void {
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => {
    const listen = (event: MessageEvent<unknown>): void => {
      if (event.source === null || event.source !== element.current?.contentWindow) return;
      const parsed = fromFrame.safeParse(event.data);
      if (parsed.success) latest.current(parsed.data);
    };
    window.addEventListener('message', listen);
    return () => {
      window.removeEventListener('message', listen);
    };
  }, [element]);
}

/** Looks once a second whether the frame is alive, from the beginning of each life on. */
function useTicks(
  watch: React.RefObject<FrameWatch>,
  life: number,
  giveUp: () => void,
  ping: () => void,
): void {
  const latest = useRef(ping);
  latest.current = ping;
  useEffect(() => {
    watch.current = new FrameWatch();
    const timer = setInterval(() => {
      const seen = watch.current.tick();
      if (seen === 'ping') latest.current();
      if (seen !== 'gone') return;
      clearInterval(timer);
      giveUp();
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [watch, life, giveUp]);
}

/**
 * The frame comes and goes with what it shows, and the focus must outlive it: whoever asked for the frame before it was
 * there has given the focus to its place, which is its parent.
 */
function takeFocus(made: HTMLIFrameElement): void {
  if (document.activeElement === made.parentElement) made.focus();
}

function giveFocusBack(leaving: HTMLIFrameElement): void {
  if (document.activeElement === leaving) leaving.parentElement?.focus();
}

/** `key`: says whether `request` is about something else than before, or only looks otherwise. */
export function usePreviewFrame(
  request: ShowRequest,
  key: string,
  hear: (message: FromFrame) => void,
): FrameTalk {
  const [life, setLife] = useState(0);
  const [state, setState] = useState<FrameState>('reading');
  const [drawnLife, setDrawnLife] = useState<number>();
  const element = useRef<HTMLIFrameElement | null>(null);
  const watch = useRef(new FrameWatch());
  const isUp = useRef(false);
  const turn = useRef(0);
  const latest = useRef({ request, hear });
  latest.current = { request, hear };

  const begin = useCallback((): void => {
    isUp.current = false;
    setState('reading');
    setLife((n) => n + 1);
  }, []);

  const post = useCallback((message: ToFrame, transfer: ArrayBuffer[] = []): void => {
    // its origin is none, so that no other address would name it; the guards let nothing else be loaded there
    element.current?.contentWindow?.postMessage(message, '*', transfer);
  }, []);

  const show = useCallback((): void => {
    turn.current += 1;
    const { contents, transfer } = withCopies(latest.current.request.contents);
    watch.current.expect();
    setState('reading');
    post({ type: 'show', turn: turn.current, ...latest.current.request, contents }, transfer);
  }, [post]);

  useMessages(element, (message) => {
    watch.current.alive();
    if ('turn' in message && message.turn !== turn.current) return;
    if (message.type === 'up') {
      isUp.current = true;
      show();
    }
    if (message.type === 'shown') {
      watch.current.answered();
      setState('shown');
      setDrawnLife(life);
    }
    latest.current.hear(message);
  });

  const giveUp = useCallback((): void => {
    setState('gone');
  }, []);
  useTicks(watch, life, giveUp, () => {
    post({ type: 'ping', n: turn.current });
  });

  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    // a frame that was given up stays so until something else is to be shown; one that is not up yet shows it when it is
    else if (state === 'gone') begin();
    else if (isUp.current) show();
  }, [key, show, begin]);

  const { view } = request;
  useEffect(() => {
    if (isUp.current) post({ type: 'view', view: latest.current.request.view });
  }, [post, view.language, view.tag, view.theme, view.layout]);

  return {
    state,
    isDrawn: drawnLife === life,
    life,
    setElement: useCallback((made) => {
      if (made === null && element.current !== null) giveFocusBack(element.current);
      element.current = made;
      if (made !== null) takeFocus(made);
    }, []),
    find: () => {
      element.current?.focus();
      post({ type: 'find' });
    },
    again: begin,
  };
}
