/** What has just happened, in one line at the foot of the window; also read out by screen readers. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useStrings } from '../strings/use-strings.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

/** What can be done about what has happened: undo it, go and look. It closes the notice. */
export type NoticeAction = { readonly text: string; readonly onPress: () => void };

type Notice = {
  readonly text: string;
  readonly tone: 'done' | 'failed';
  readonly actions: readonly NoticeAction[];
  readonly id: number;
};

export type Notices = {
  /** shown and read out */
  readonly say: (text: string, tone?: Notice['tone'], actions?: readonly NoticeAction[]) => void;
  /** read out only: what is on the page already, for those who cannot see it change */
  readonly announce: (text: string) => void;
};

const NoticesContext = createContext<Notices>({ say: () => undefined, announce: () => undefined });

export const useNotices = (): Notices => useContext(NoticesContext);

/** What was announced stays until so much more was: two things may happen in one moment, and both are read out. */
const announcementsKept = 3;

/** Long enough to read twice, and to decide where there is something to decide; failures stay until they are closed. */
const shownFor = 7000;
const shownWithActions = 30_000;

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useStrings();
  const [notice, setNotice] = useState<Notice>();
  const [spoken, setSpoken] = useState<readonly { readonly id: number; readonly text: string }[]>([]);

  const say = useCallback(
    (text: string, tone: Notice['tone'] = 'done', actions: readonly NoticeAction[] = []) => {
      setNotice((before) => ({ text, tone, actions, id: (before?.id ?? 0) + 1 }));
    },
    [],
  );
  const close = (): void => {
    setNotice(undefined);
  };
  const announce = useCallback((text: string) => {
    setSpoken((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, text }].slice(-announcementsKept));
  }, []);
  const value = useMemo(() => ({ say, announce }), [say, announce]);

  useEffect(() => {
    if (notice?.tone !== 'done') return;
    const timer = setTimeout(
      () => {
        setNotice(undefined);
      },
      notice.actions.length > 0 ? shownWithActions : shownFor,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [notice]);

  return (
    <NoticesContext value={value}>
      {children}
      <div role="log" aria-live="polite" className="visually-hidden" data-testid="announcements">
        {spoken.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
      <div role="status" aria-live="polite" className="notices">
        {notice === undefined ? null : (
          <div key={notice.id} className={`notice notice-${notice.tone}`} data-testid="notice">
            <Icon name={notice.tone === 'done' ? 'check' : 'alert'} />
            <p>{notice.text}</p>
            {notice.actions.map(({ text, onPress }) => (
              <Button
                key={text}
                tone="quiet"
                size="small"
                onPress={() => {
                  close();
                  onPress();
                }}
              >
                {text}
              </Button>
            ))}
            <IconButton icon="close" label={t('common.close')} onPress={close} />
          </div>
        )}
      </div>
    </NoticesContext>
  );
}
