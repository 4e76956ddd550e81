/**
 * An engine on the other side of a message port, as if it ran in another process. Only data crosses: an AbortSignal
 * crosses as the message that it was aborted, a KooError as its code, message and detail.
 */
import type { MessagePort } from 'node:worker_threads';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { Engine, EngineEvents } from '../../main/engine/api.ts';
import { KooError, toKooError, type ErrorDetail } from '../../main/model/errors.ts';

/** What is asked and answered, as opposed to `on`, which subscribes. */
export type EngineCall = Exclude<keyof Engine, 'on'>;
type EventName = keyof EngineEvents;

/** A typed table, so that a call which the API gains is missing here until it is added. */
const callTable: Readonly<Record<EngineCall, true>> = {
  start: true,
  stop: true,
  close: true,
  syncOnce: true,
  addPair: true,
  removePair: true,
  pairs: true,
  status: true,
  files: true,
  searchFiles: true,
  folderChanges: true,
  remoteFile: true,
  pause: true,
  resume: true,
  deletions: true,
  approveDeletions: true,
  beginUndo: true,
  endUndo: true,
  confirmLost: true,
  bringBack: true,
  compare: true,
  learn: true,
  retry: true,
  locate: true,
  checkIgnore: true,
  syncNow: true,
  waitsFor: true,
  restoring: true,
  written: true,
};
export const engineCalls = Object.keys(callTable) as readonly EngineCall[];

type PlainError = { readonly code: ErrorCode; readonly message: string; readonly detail: ErrorDetail };

type ToEngine =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly call: EngineCall;
      readonly args: readonly unknown[];
      /** in whose place among the arguments a signal stands */
      readonly signalAt: number | undefined;
    }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly event: EventName };

type FromEngine =
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'event'; readonly event: EventName; readonly args: readonly Crossing[] };
type Crossing = { readonly data: unknown } | { readonly error: PlainError };

const plain = ({ code, message, detail }: KooError): PlainError => ({ code, message, detail });
const revived = ({ code, message, detail }: PlainError): KooError => new KooError(code, message, { detail });

/** What a call was given and what it gave, on the engine's side, for comparing it with what crossed. */
export type Served = {
  readonly call: EngineCall;
  readonly args: readonly unknown[];
  readonly value?: unknown;
  readonly error?: KooError;
};

/** Answers for `engine` at `port`. Gives what was served so far. */
export function serveEngine(engine: Engine, port: MessagePort): readonly Served[] {
  const served: Served[] = [];
  const signals = new Map<number, AbortController>();
  const subscriptions = new Map<EventName, () => void>();
  const send = (message: FromEngine) => {
    port.postMessage(message);
  };

  const answer = async ({ id, call, args, signalAt }: Extract<ToEngine, { kind: 'call' }>) => {
    const given = [...args];
    if (signalAt !== undefined) {
      const controller = new AbortController();
      signals.set(id, controller);
      given[signalAt] = controller.signal;
    }
    try {
      // the table of calls is typed; that `args` are those of `call` is not seen across a port
      const value = await (engine[call] as (...args: unknown[]) => Promise<unknown>)(...given);
      served.push({ call, args, value });
      send({ kind: 'value', id, value });
    } catch (thrown) {
      const error = toKooError(thrown);
      served.push({ call, args, error });
      send({ kind: 'error', id, error: plain(error) });
    } finally {
      signals.delete(id);
    }
  };

  port.on('message', (message: ToEngine) => {
    switch (message.kind) {
      case 'call':
        void answer(message);
        return;
      case 'abort':
        signals.get(message.id)?.abort();
        return;
      case 'subscribe': {
        const { event } = message;
        const forward = (...args: readonly unknown[]) => {
          send({
            kind: 'event',
            event,
            args: args.map((arg) => (arg instanceof KooError ? { error: plain(arg) } : { data: arg })),
          });
        };
        subscriptions.set(event, engine.on(event, forward));
        return;
      }
      case 'unsubscribe':
        subscriptions.get(message.event)?.();
        subscriptions.delete(message.event);
        return;
    }
  });
  return served;
}

/** The engine that is served at the other end of `port`. */
export function engineOverPort(port: MessagePort): Engine {
  let lastId = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: KooError): void }>();
  const listeners = new Map<EventName, Set<(...args: unknown[]) => void>>();
  const send = (message: ToEngine) => {
    port.postMessage(message);
  };

  const call = (name: EngineCall, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const id = (lastId += 1);
      const at = args.findIndex((arg) => arg instanceof AbortSignal);
      const signal = args[at] as AbortSignal | undefined;
      const onAbort = () => {
        send({ kind: 'abort', id });
      };
      const end = () => {
        waiting.delete(id);
        signal?.removeEventListener('abort', onAbort);
      };
      waiting.set(id, {
        resolve: (value) => {
          end();
          resolve(value);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      });
      send({
        kind: 'call',
        id,
        call: name,
        args: args.map((arg) => (arg instanceof AbortSignal ? undefined : arg)),
        signalAt: signal && at,
      });
      if (signal?.aborted) onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
    });

  port.on('message', (message: FromEngine) => {
    switch (message.kind) {
      case 'value':
        waiting.get(message.id)?.resolve(message.value);
        return;
      case 'error':
        waiting.get(message.id)?.reject(revived(message.error));
        return;
      case 'event': {
        const args = message.args.map((arg) => ('error' in arg ? revived(arg.error) : arg.data));
        for (const listener of [...(listeners.get(message.event) ?? [])]) listener(...args);
      }
    }
  });

  const on: Engine['on'] = (event, listener) => {
    const one = (...args: unknown[]) => {
      // what a listener of this event takes is what the engine emitted
      (listener as (...args: unknown[]) => void)(...args);
    };
    const all = listeners.get(event) ?? new Set();
    listeners.set(event, all);
    if (all.size === 0) send({ kind: 'subscribe', event });
    all.add(one);
    return () => {
      if (all.delete(one) && all.size === 0) send({ kind: 'unsubscribe', event });
    };
  };
  const calls = Object.fromEntries(
    engineCalls.map((name) => [name, (...args: unknown[]) => call(name, args)]),
  );
  return { ...calls, on } as Engine;
}
