/** What every call of one emulator shares: stores, clock, switches. Made in index.ts, handed down as an argument. */
import type { ContentStore } from './store/content.ts';
import type { Database } from './store/database.ts';
import type { Faults } from './switches/faults.ts';
import type { Counters } from './switches/counters.ts';
import type { Switches } from './switches/switches.ts';
import type { Tokens } from './store/tokens.ts';
import type { Links } from './store/links.ts';

/** Made in work/job-runner.ts, which needs the world: the type stands here, so that work/ imports this file and not the other way. */
export type JobRunner = {
  /** Takes up a job that stands in the table with status 0 or 1. */
  start: (jobId: string) => void;
  /** Moves every unfinished job on by one status, held or not. */
  stepAll: () => void;
  /** Takes up everything unfinished: after a restart, or when a hold ends. */
  resume: () => void;
  stop: () => void;
};

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
  /** the same of the object storage, which links lead to: another port, so another host for a client */
  readonly storageUrl: () => string;
};
