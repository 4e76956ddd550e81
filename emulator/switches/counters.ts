/** What was asked of the emulator: one count per operation, and the last requests. Refused and failed calls count. */
import { operations } from './operations.ts';
import type { Operation } from './operations.ts';

export type RequestRecord = {
  operation: Operation;
  method: string;
  path: string;
  /** HTTP status; 0 when the connection was dropped */
  status: number;
  /** KooDrive code of the answer; undefined where it carried none (bytes, drops) */
  code: number | string | undefined;
  traceId: string | undefined;
  /** epoch ms of the emulator's clock at arrival */
  at: number;
  ms: number;
  /** bytes of the request's body, by its Content-Length */
  bytes: number;
};

const keptRequests = 20_000;

export type Counters = {
  arrived: (operation: Operation) => void;
  answered: (record: RequestRecord) => void;
  counts: () => Record<Operation, number>;
  /** calls that write (operations.ts), PUTs included */
  writes: () => number;
  reset: () => void;
  /** the last `limit` requests, oldest first */
  requests: (limit: number) => RequestRecord[];
};

export const makeCounters = (): Counters => {
  const names = Object.keys(operations) as Operation[];
  const none = (): Record<Operation, number> =>
    Object.fromEntries(names.map((name) => [name, 0])) as Record<Operation, number>;
  let counts = none();
  let records: RequestRecord[] = [];
  return {
    arrived: (operation) => {
      counts[operation] += 1;
    },
    answered: (record) => {
      records.push(record);
      // Cut in halves, so that each record is moved once at most.
      if (records.length > 2 * keptRequests) records = records.slice(-keptRequests);
    },
    counts: () => ({ ...counts }),
    writes: () => names.reduce((sum, name) => sum + (operations[name] === 'writes' ? counts[name] : 0), 0),
    reset: () => {
      counts = none();
      records = [];
    },
    requests: (limit) => records.slice(-Math.min(limit, keptRequests)),
  };
};
