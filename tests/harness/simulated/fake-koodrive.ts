/**
 * A KooDrive in memory for unit tests: the simulated server (held to the real client on the emulator by
 * tests/conformance/server.test.ts) with time that goes on by itself, a record of the calls, and failures on demand.
 */
import type { KooDrive } from '../../../main/koodrive/api.ts';
import { KooError } from '../../../main/model/errors.ts';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { createVirtual, selfTiming } from './self-timing.ts';
import { createSimServer, simRoot, type SimServer } from './server.ts';

export type FakeKooDrive = {
  readonly koodrive: KooDrive;
  /** where a test puts its files */
  readonly rootId: string;
  /** behind its back: what it holds, and what other clients do */
  readonly server: SimServer;
  /** the calls that were made, by their names; `putPart` with the number of its part */
  readonly calls: string[];
  /** The next call so named fails: before it did anything, or after it did everything. */
  failNext(call: string, code: ErrorCode, when?: 'before' | 'after'): void;
  /** The next answer to a call so named says something else than what was done. */
  lieNext(call: string, lie: (answer: unknown) => unknown): void;
  /** Parts are taken only with offset and state from here on (open point 27). */
  refuseSequence(): void;
  /** Another client makes a file; gives its id. */
  otherFile(name: string, bytes: Uint8Array): string;
  /** sums of the file's revisions, oldest first */
  history(fileId: string): string[];
};

type AnyCall = (...given: unknown[]) => unknown;

const nameOf = (operation: string, [first]: readonly unknown[]): string =>
  operation === 'putPart' ? `putPart ${String((first as { number: number }).number)}` : operation;

export function createFakeKooDrive(): FakeKooDrive {
  const virtual = createVirtual(1);
  let refusesSequence = false;
  const server = createSimServer(virtual.time, virtual.random, {
    strike: () => undefined,
    latency: () => ({ there: 1000, back: 1000 }),
    linkLife: () => 900_000_000,
    refusesSequence: () => refusesSequence,
  });
  const calls: string[] = [];
  const lies: { readonly call: string; readonly lie: (answer: unknown) => unknown }[] = [];
  const failures: { call: string; code: ErrorCode; when: 'before' | 'after' }[] = [];

  const recorded =
    (operation: string, work: AnyCall): AnyCall =>
    (...given) => {
      const call = nameOf(operation, given);
      calls.push(call);
      const at = failures.findIndex((one) => one.call === call);
      const failure = at < 0 ? undefined : failures.splice(at, 1)[0];
      const fail = () => {
        throw new KooError(failure?.code ?? 'UNEXPECTED', `${call} fails as the test wants`);
      };
      if (failure?.when === 'before') return Promise.resolve().then(fail);
      const result = work(...given);
      const lying = lies.findIndex((one) => one.call === call);
      const [lie] = lying < 0 ? [] : lies.splice(lying, 1);
      if (lie && result instanceof Promise) return result.then(lie.lie);
      return failure && result instanceof Promise ? result.then(fail) : result;
    };
  const timed = selfTiming(server.koodrive(virtual.crashSwitch), virtual);
  const koodrive = Object.fromEntries(
    Object.keys(timed).map((operation) => [
      operation,
      recorded(operation, timed[operation as keyof KooDrive] as AnyCall),
    ]),
  ) as KooDrive;

  return {
    koodrive,
    rootId: simRoot,
    server,
    calls,
    failNext: (call, code, when = 'before') => failures.push({ call, code, when }),
    lieNext: (call, lie) => lies.push({ call, lie }),
    refuseSequence: () => void (refusesSequence = true),
    otherFile(name, bytes) {
      const fileId = server.otherFile('', name, bytes);
      if (fileId === undefined) throw new Error(`${name} could not be made`);
      return fileId;
    },
    history: (fileId) => server.node(fileId)?.revisions.map(({ sha256 }) => sha256) ?? [],
  };
}
