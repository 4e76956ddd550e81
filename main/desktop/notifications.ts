/** What the app says beside its window: in the system's own notifications. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, Notification } from 'electron';
import type { Translate } from '../../shared/strings/index.ts';
import { visibleLines } from '../../shared/visible-text.ts';
import type { KooError } from '../model/errors.ts';

export type NotificationsParts = {
  readonly icon: string;
  readonly translate: Translate;
  readonly sentence: (error: KooError) => string;
  readonly onClick: () => void;
};

export type Notifications = {
  problem(error: KooError): void;
  /** what the user asked for in a file manager is done */
  say(text: string): void;
  /** The window is closed and syncing goes on. Said once in the life of an installation. */
  stillRunning(): void;
};

export function createNotifications(parts: NotificationsParts): Notifications {
  const { icon, translate, sentence, onClick } = parts;
  const notify = (title: string, body: string) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body: visibleLines(body), icon });
    notification.on('click', onClick);
    notification.show();
  };
  return {
    problem: (error) => {
      notify(translate('notification.problem'), sentence(error));
    },
    say: (text) => {
      notify('KooSync', text);
    },
    stillRunning: () => {
      const told = join(app.getPath('userData'), 'told-still-running');
      if (existsSync(told)) return;
      writeFileSync(told, '');
      notify('KooSync', translate('notification.stillRunning'));
    },
  };
}
