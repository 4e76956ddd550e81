/** What has just happened, in one line at the foot of the window; also read out by screen readers. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useStrings } from '../strings/use-strings.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

type Notice = { readonly text: string; readonly tone: 'done' | 'failed'; readonly id: number };

export type Notices = {
  /** shown and read out */
  readonly say: (text: string, tone?: Notice['tone']) => void;
  /** read out only: what is on the page already, for those who cannot see it change */
  readonly announce: (text: string) => void;
};

const NoticesContext = createContext<Notices>({ say: () => undefined, announce: () => undefined });

export const useNotices = (): Notices => useContext(NoticesContext);

/** What was announced stays until so much more was: two things may happen in one moment, and both are read out. */
const announcementsKept = 3;

/** Long enough to read twice; failures stay until they are closed. */
const shownFor = 7000;

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useStrings();
  const [notice, setNotice] = useState<Notice>();
  const [spoken, setSpoken] = useState<readonly { readonly id: number; readonly text: string }[]>([]);

  const say = useCallback((text: string, tone: Notice['tone'] = 'done') => {
    setNotice((before) => ({ text, tone, id: (before?.id ?? 0) + 1 }));
  }, []);
  const announce = useCallback((text: string) => {
    setSpoken((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, text }].slice(-announcementsKept));
  }, []);
  const value = useMemo(() => ({ say, announce }), [say, announce]);

  useEffect(() => {
    if (notice?.tone !== 'done') return;
    const timer = setTimeout(() => {
      setNotice(undefined);
    }, shownFor);
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
            <IconButton
              icon="close"
              label={t('common.close')}
              onPress={() => {
                setNotice(undefined);
              }}
            />
          </div>
        )}
      </div>
    </NoticesContext>
  );
}
