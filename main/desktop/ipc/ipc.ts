/**
 * The one door from the window into the main process. For every call, in this order: who sent it, whether it is one of too
 * many, what shape it has, only then act; and what crosses back is what the row says, cut where it is longer than anything is. It comes as a Result, since Electron keeps nothing of an
 * error but its message; a stack never crosses.
 */
import type { IpcMain, WebFrameMain } from 'electron';
import type * as z from 'zod';
import { callNames, calls, type CallArgs, type CallName, type CallValue } from '../../../shared/ipc/calls.ts';
import type { Failure, Result } from '../../../shared/result.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { appOrigin, isAppPage } from '../window/app-protocol.ts';
import { bounded } from '../window/bounded.ts';
import { createCallRate, type CallRate } from './call-rate.ts';

/** The main process's half of a row of shared/ipc/calls.ts. */
export type Handler<N extends CallName, Deps> = {
  /** the shape of the arguments; a call of another shape never reaches `answer` */
  readonly args: z.ZodType<CallArgs<N>>;
  /** the shape of the value; what it does not name does not cross */
  readonly value: z.ZodType<CallValue<N>>;
  /** a throw becomes a Failure */
  answer(deps: Deps, ...args: CallArgs<N>): CallValue<N> | Promise<CallValue<N>>;
};

export type Handlers<Deps> = { readonly [N in CallName]: Handler<N, Deps> };

export type IpcDeps<Deps> = {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly handlers: Handlers<Deps>;
  /** what the handlers work with */
  readonly deps: Deps;
  /** the main frame of our window, or undefined while there is no window */
  readonly ourFrame: () => Frame | undefined;
  /** the sentence that a user reads for an error */
  readonly sentence: (error: KooError) => string;
  readonly log: IpcLog;
  /** ms on a clock that nobody sets */
  readonly now: () => number;
};

export type IpcLog = {
  /** a call that no page of ours makes */
  refused(channel: string, why: string): void;
  /** a bug: what was thrown is not one of our errors */
  unexpected(channel: string, error: KooError): void;
};

/** What is looked at of a frame. */
export type Frame = Pick<WebFrameMain, 'origin' | 'url' | 'processId' | 'routingId'>;

/** Is it the main frame of our window, and does it show our page? Both: a window can be led elsewhere, a page framed. */
export const isOurFrame = (sender: Frame | null, ours: Frame | undefined): boolean =>
  sender !== null &&
  ours !== undefined &&
  sender.processId === ours.processId &&
  sender.routingId === ours.routingId &&
  // An empty page has the origin of the page that it was opened from.
  sender.origin === appOrigin &&
  isAppPage(sender.url);

/** Registers every row of shared/ipc/calls.ts; returns what takes them all off again. */
export function installIpc<Deps>(parts: IpcDeps<Deps>): () => void {
  const rate = createCallRate(parts.now);
  for (const name of callNames) installCall(name, parts, rate);
  return () => {
    for (const name of callNames) parts.ipcMain.removeHandler(calls[name].channel);
  };
}

function installCall<N extends CallName, Deps>(name: N, parts: IpcDeps<Deps>, rate: CallRate): void {
  const { channel } = calls[name];
  const handler: Handler<N, Deps> = parts.handlers[name];

  parts.ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Result<CallValue<N>>> => {
    if (!isOurFrame(event.senderFrame, parts.ourFrame())) {
      parts.log.refused(channel, 'not from our window');
      // Not a Result: whoever sent this is owed no answer in our language.
      throw new Error('refused');
    }
    const turn = rate.take();
    if (!turn.may) {
      // once, or the log would be what is kept busy
      if (turn.isFirst) parts.log.refused(channel, 'too many calls');
      throw new Error('refused');
    }
    const parsed = handler.args.safeParse(args);
    if (!parsed.success) {
      parts.log.refused(channel, 'arguments of another shape');
      return failure(badShape(channel), parts);
    }
    try {
      return { ok: true, value: bounded(inShape(handler, await handler.answer(parts.deps, ...parsed.data))) };
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.response === 'bug') parts.log.unexpected(channel, error);
      return failure(error, parts);
    }
  });
}

const badShape = (channel: string): KooError =>
  new KooError('BAD_USAGE', `${channel}: arguments of another shape`);

/** The value without anything that its shape does not name. Another shape is a bug of ours; where, goes into the log. */
function inShape<N extends CallName>({ value }: Handler<N, never>, answered: CallValue<N>): CallValue<N> {
  const parsed = value.safeParse(answered);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new TypeError(`a value of another shape: ${places.join(', ')}`);
}

function failure(
  error: KooError,
  { sentence }: { readonly sentence: (error: KooError) => string },
): { readonly ok: false; readonly error: Failure } {
  const { path } = error.detail;
  return bounded({
    ok: false,
    error: { code: error.code, message: sentence(error), ...(path === undefined ? {} : { path }) },
  });
}
