/**
 * Opens Chromium's sessions, each with what it may reach and no more (reach.ts). A session that nobody opened here, by a
 * mistake of ours or of a package, reaches nothing and is told of.
 */
import { app, session, type Session } from 'electron';
import {
  deadProxy,
  loadsNothing,
  loadsOurPages,
  sessionRules,
  type MayLoad,
  type SessionName,
} from './reach.ts';

export type Sessions = {
  /** Resolves when the session of the pages has no way out: before the first window. */
  readonly ready: Promise<void>;
  /** `PROXY host:port; DIRECT`, as the system and its scripts say for this address */
  proxyFor(url: string): Promise<string>;
  /** From now on the updater's session reaches this feed. */
  openUpdater(mayLoad: MayLoad): void;
};

/** When the app is ready, and before anything asks for a session. */
export function openSessions(strange: () => void): Sessions {
  let opening: SessionName | undefined;
  let closed: Promise<void> = Promise.resolve();
  app.on('session-created', (made) => {
    restrict(made);
    if (opening === undefined) strange();
    if (opening !== undefined && sessionRules[opening].isOnline) return;
    closed = made.setProxy(deadProxy);
  });
  const open = (name: SessionName, mayLoad: MayLoad): Session => {
    const { partition } = sessionRules[name];
    opening = name;
    const opened =
      partition === undefined ? session.defaultSession : session.fromPartition(partition, { cache: false });
    opening = undefined;
    allow(opened, mayLoad);
    return opened;
  };
  open('pages', loadsOurPages);
  const ready = closed;
  const lookUp = open('proxy-look-up', loadsNothing);
  return {
    ready,
    proxyFor: (url) => lookUp.resolveProxy(url),
    openUpdater: (mayLoad) => {
      open('updater', mayLoad);
    },
  };
}

function restrict(made: Session): void {
  // Chromium fetches dictionaries from a host of Google's, for the very session and before any page asks for spelling.
  made.setSpellCheckerLanguages([]);
  made.setSpellCheckerEnabled(false);
  // Both are needed: a page may ask (request) or look whether it is allowed already (check).
  made.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  made.setPermissionCheckHandler(() => false);
  made.setDevicePermissionHandler(() => false);
  made.on('will-download', (event) => {
    event.preventDefault();
  });
  allow(made, loadsNothing);
}

/** The content policy says so to our page; this says so to any page, and to code of ours. The latest call holds. */
const allow = (opened: Session, mayLoad: MayLoad): void => {
  opened.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !mayLoad(url) });
  });
};
