/**
 * A window.koo that lives in memory, for looking at every state of the window without a main process. Which state is
 * said in the address: ?state=idle|syncing|problem|problems|paused|some-paused|offline|restarting|expired|held|sign-in|empty|no-spaces
 * |present|bare &history=short|long|huge|lean|offline|deleted|folder|none|error|outside|slow &restore=slow|new &fetch=slow|waits|broken
 * &updates=current|unknown|available|downloading|ready|finishing|down|unsigned|failed|none
 * &managers=some|installed|stale|none &policy=fixed|broken|none &page=<ms that a page of the server takes> &lang=en|zh|system
 * &theme=light|dark|system &open=<absolute path>, more
 * than once for several
 */
import { buildBridge, type KooBridge } from '../../shared/ipc/bridge.ts';
import type { CallName } from '../../shared/ipc/calls.ts';
import type { EngineStatus } from '../../shared/views.ts';
import { answersOf } from './fake-answers.ts';
import type { Answers } from './fake-history.ts';
import { FakeMain } from './fake-main.ts';
import { updatesOf } from './update-samples.ts';

/** What only the dev page and tests can do: let something happen. */
export type FakeControls = {
  readonly setStatus: (status: EngineStatus) => void;
  readonly addVersion: (path: string) => void;
  readonly open: (path: string) => void;
  /** tells of new versions, by a word of `&updates=` */
  readonly showUpdates: (word: string) => void;
  /** how much was asked for so far */
  readonly asked: () => { readonly fetches: number; readonly details: number };
  /** the calls that have an answer here; any other one throws */
  readonly answered: readonly CallName[];
};

/** The very bridge that the preload builds, on answers from memory. */
export const bridgeOn = (main: FakeMain, answers: Answers): KooBridge =>
  buildBridge({
    invoke: (name, args) => {
      const answer = answers[name] as ((...args: readonly unknown[]) => unknown) | undefined;
      if (answer === undefined) throw new Error(`renderer/dev/fake-answers.ts has no answer for ${name}`);
      return Promise.resolve(answer(...args));
    },
    subscribe: (event, listener) => main.subscribe(event, listener),
    systemLanguage: main.systemLanguage,
    platform: 'linux',
  });

export function createFakeBridge(search: string): KooBridge & { readonly fake: FakeControls } {
  const main = new FakeMain(search);
  const answers = answersOf(main);
  return {
    ...bridgeOn(main, answers),
    fake: {
      setStatus: (status) => {
        main.setStatus(status);
      },
      addVersion: (path) => {
        main.addVersion(path);
      },
      open: (path) => {
        main.tell('history:open', [path]);
      },
      showUpdates: (word) => {
        main.setUpdates(updatesOf(word, main.now));
      },
      asked: () => ({ fetches: main.fetches, details: main.detailsAsked }),
      answered: Object.keys(answers) as CallName[],
    },
  };
}
