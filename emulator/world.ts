/** What every call of one emulator shares: stores, clock, switches. Made in index.ts, handed down as an argument. */
import type { ContentStore } from './store/content.ts';
import type { Database } from './store/database.ts';
import type { Faults } from './control/faults.ts';
import type { Counters } from './control/counters.ts';
import type { Switches } from './control/switches.ts';
import type { Tokens } from './store/tokens.ts';
import type { Links } from './store/links.ts';
import type { JobRunner } from './work/job-runner.ts';

export type World = {
  readonly db: Database;
  readonly content: ContentStore;
  readonly ids: { number: () => string; file: () => string };
  readonly tokens: Tokens;
  readonly links: Links;
  readonly faults: Faults;
  readonly counters: Counters;
  readonly switches: Switches;
  readonly jobs: JobRunner;
  /** refuse what the API only asks for in passing (X-Traceid length, preHash truth) */
  readonly strict: boolean;
  /** epoch ms, offset included */
  readonly now: () => number;
  /** `http://127.0.0.1:port`; known once the server listens */
  readonly url: () => string;
};
