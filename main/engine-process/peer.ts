/**
 * One side of a port: answers calls of the other side, makes calls of its own, tells and hears events. An AbortSignal, as
 * an argument or in the options of a call, crosses as the message that it was aborted; a function in the options as
 * messages with what it was called with. Everything else is data (docs/decisions/engine-api-is-data.md).
 */
import { KooError, toKooError } from '../model/errors.ts';
import { plainError, revivedError, type PlainError, type Port } from './port.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tables of calls are typed; that arguments are those of the call is not seen across a port
export type Call = (...args: any[]) => Promise<unknown>;
/** What a side answers: parts, and the calls of each. */
export type Served = Readonly<Record<string, Readonly<Record<string, Call>>>>;
type Listener = (...args: never[]) => void;

type CrossingArg =
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'signal' }
  | {
      readonly kind: 'options';
      readonly data: Readonly<Record<string, unknown>>;
      /** which of them is a signal, and which are functions */
      readonly signal: string | undefined;
      readonly functions: readonly string[];
    };
type CrossingValue =
  { readonly kind: 'data'; readonly data: unknown } | { readonly kind: 'error'; readonly error: PlainError };

type Asked = {
  readonly kind: 'call';
  readonly id: number;
  readonly part: string;
  readonly call: string;
  readonly args: readonly CrossingArg[];
};
type Message =
  | Asked
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'told'; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'event'; readonly event: string; readonly args: readonly CrossingValue[] };

export type Peer = {
  /** Rejects with the KooError that the other side threw, or with what the peer was ended with. */
  call(part: string, call: string, args: readonly unknown[]): Promise<unknown>;
  /** Tells the other side. An argument that is a KooError arrives as one. */
  tell(event: string, ...args: readonly unknown[]): void;
  /** One listener for each event. */
  hear(event: string, listener: Listener): void;
  /** The other side is gone: what waits for it, and what is asked of it from now on, rejects with this. */
  end(error: KooError): void;
};

type Waiting = {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: KooError) => void;
  readonly functions: ReadonlyMap<string, Listener>;
};

/** `served` is asked at each call. */
export function createPeer(port: Port, served: () => Served): Peer {
  let lastId = 0;
  let ended: KooError | undefined;
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Listener>();
  const post = (message: Message) => {
    port.post(message);
  };
  const answer = createAnswering(served, post);

  port.listen((received) => {
    const message = received as Message;
    switch (message.kind) {
      case 'call':
        void answer.call(message);
        return;
      case 'abort':
        answer.abort(message.id);
        return;
      case 'told':
        waiting.get(message.id)?.functions.get(message.name)?.(...(message.args as never[]));
        return;
      case 'value':
        waiting.get(message.id)?.resolve(message.value);
        return;
      case 'error':
        waiting.get(message.id)?.reject(revivedError(message.error));
        return;
      case 'event': {
        const args = message.args.map((arg) => (arg.kind === 'error' ? revivedError(arg.error) : arg.data));
        listeners.get(message.event)?.(...(args as never[]));
      }
    }
  });

  return {
    call: (part, call, args) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        const id = (lastId += 1);
        const { crossing, signal, functions } = taken(args);
        const onAbort = () => {
          post({ kind: 'abort', id });
        };
        const end = () => {
          waiting.delete(id);
          signal?.removeEventListener('abort', onAbort);
        };
        waiting.set(id, {
          functions,
          resolve: (value) => {
            end();
            resolve(value);
          },
          reject: (error) => {
            end();
            reject(error);
          },
        });
        post({ kind: 'call', id, part, call, args: crossing });
        if (signal?.aborted === true) onAbort();
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    tell: (event, ...args) => {
      const crossing = args.map((arg): CrossingValue =>
        arg instanceof KooError ? { kind: 'error', error: plainError(arg) } : { kind: 'data', data: arg },
      );
      post({ kind: 'event', event, args: crossing });
    },
    hear: (event, listener) => {
      listeners.set(event, listener);
    },
    end: (error) => {
      ended = error;
      for (const { reject } of [...waiting.values()]) reject(error);
    },
  };
}

/** The calls of the other side. */
function createAnswering(served: () => Served, post: (message: Message) => void) {
  const signals = new Map<number, AbortController>();
  const given = (id: number, arg: CrossingArg, signal: () => AbortSignal): unknown => {
    if (arg.kind === 'data') return arg.data;
    if (arg.kind === 'signal') return signal();
    const functions = arg.functions.map((name) => [
      name,
      (...args: readonly unknown[]) => {
        post({ kind: 'told', id, name, args });
      },
    ]);
    return {
      ...arg.data,
      ...(arg.signal === undefined ? {} : { [arg.signal]: signal() }),
      ...(Object.fromEntries(functions) as Record<string, unknown>),
    };
  };
  const called = async ({ id, part, call, args }: Asked): Promise<unknown> => {
    const answers = served()[part];
    const found = answers !== undefined && Object.hasOwn(answers, call) ? answers[call] : undefined;
    if (found === undefined) throw new KooError('BAD_USAGE', `there is no ${part}.${call} at this side`);
    const signal = () => {
      const controller = signals.get(id) ?? new AbortController();
      signals.set(id, controller);
      return controller.signal;
    };
    return found(...args.map((arg) => given(id, arg, signal)));
  };
  return {
    call: async (asked: Asked): Promise<void> => {
      const { id } = asked;
      try {
        post({ kind: 'value', id, value: await called(asked) });
      } catch (thrown) {
        post({ kind: 'error', id, error: plainError(toKooError(thrown)) });
      } finally {
        signals.delete(id);
      }
    },
    abort: (id: number) => signals.get(id)?.abort(),
  };
}

/** The arguments as they cross, and what stays here of them. A call has at most one signal. */
function taken(args: readonly unknown[]) {
  let signal: AbortSignal | undefined;
  const functions = new Map<string, Listener>();
  const crossing = args.map((arg): CrossingArg => {
    if (arg instanceof AbortSignal) {
      signal = arg;
      return { kind: 'signal' };
    }
    if (!isPlain(arg)) return { kind: 'data', data: arg };
    const entries = Object.entries(arg);
    const named = entries.filter(([, value]) => typeof value === 'function');
    for (const [name, value] of named) functions.set(name, value as Listener);
    const [ofSignal] = entries.filter(([, value]) => value instanceof AbortSignal);
    if (ofSignal !== undefined) signal = ofSignal[1] as AbortSignal;
    if (named.length === 0 && ofSignal === undefined) return { kind: 'data', data: arg };
    const isData = ([, value]: readonly [string, unknown]) =>
      typeof value !== 'function' && !(value instanceof AbortSignal);
    return {
      kind: 'options',
      data: Object.fromEntries(entries.filter(isData)),
      signal: ofSignal?.[0],
      functions: named.map(([name]) => name),
    };
  });
  return { crossing, signal, functions };
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
