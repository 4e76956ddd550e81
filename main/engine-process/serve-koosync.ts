/** The engine's process: opens a KooSync when it is asked to, answers for it at a port, and tells what comes up. */
import { openKooSync, type KooSync } from '../compose.ts';
import type { Log } from '../lib/logger.ts';
import type { KooError } from '../model/errors.ts';
import { policyOfTest } from '../policy/sources.ts';
import type { Credentials, TokenVault, VaultPlace } from '../vault/token-vault.ts';
import {
  engineCalls,
  engineEvents,
  servedHistory,
  type AppCalls,
  type OpenInProcess,
  type PartCall,
  type ProcessCalls,
} from './crossing.ts';
import { createPeer, type Call, type Peer, type Served } from './peer.ts';
import { plainError, type Port } from './port.ts';

export type ServeParts = {
  readonly port: Port;
  /** It is open; from now on what nobody caught is written down there. */
  readonly opened: (options: OpenInProcess, log: Log) => void;
  /** Everything is closed, and the answer that says so is on its way. */
  readonly closed: () => void;
};

export function serveKooSync({ port, opened, closed }: ServeParts): void {
  let served: Served = {};
  let koosync: KooSync | undefined;
  const peer = createPeer(port, () => served);
  const process: ProcessCalls = {
    open: async (options) => {
      const { home, env, systemLanguage, vaultPlace } = options;
      koosync = await openKooSync({
        ...{ home, env, systemLanguage },
        policy: options.policyOfTest === undefined ? undefined : policyOfTest(options.policyOfTest),
        vault: vaultOver(peer.call, vaultPlace),
        systemProxy: async (url) => (await peer.call('system', 'proxy', [url])) as string,
      });
      opened(options, koosync.log);
      tellAll(koosync, peer);
      served = { ...served, ...servedOf(koosync) };
      const found = [koosync.mended, koosync.takeNotesSetAside()];
      return { found: found.filter((error): error is KooError => error !== undefined).map(plainError) };
    },
    close: async () => {
      await koosync?.close();
      closed();
    },
  };
  served = { process };
}

const servedOf = ({ engine, history, account, koodrive, contents, undoDeletion }: KooSync): Served => {
  const app: AppCalls = {
    account: async () => account.get(),
    signIn: (form) => account.signIn(form),
    signOut: () => account.signOut(),
    spaces: () => koodrive.spaces(),
    undoDeletion,
    holdContent: async (sha256) => {
      contents.hold(sha256);
    },
    releaseContent: async (sha256) => {
      contents.release(sha256);
    },
  };
  const calls = Object.fromEntries(
    engineCalls.map((name): [string, Call] => [name, (engine[name] as Call).bind(engine)]),
  );
  return { engine: calls, history: servedHistory(history), app };
};

/** For the rest of the process. */
function tellAll(koosync: KooSync, peer: Peer): void {
  for (const event of engineEvents)
    koosync.engine.on(event, (...args: readonly unknown[]) => {
      peer.tell(event, ...args);
    });
  koosync.onNotice((error) => {
    peer.tell('told', error);
  });
  koosync.onLogTrouble((sentence) => {
    peer.tell('log-trouble', sentence);
  });
}

/** Secrets are asked for when they are needed, and stay where they are. */
const vaultOver = (call: PartCall, place: VaultPlace): TokenVault => ({
  place,
  load: async (server, userId) => (await call('vault', 'load', [server, userId])) as Credentials | undefined,
  save: async (server, credentials) => {
    await call('vault', 'save', [server, credentials]);
  },
  remove: async (server, userId) => {
    await call('vault', 'remove', [server, userId]);
  },
});
