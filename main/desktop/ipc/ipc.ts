/**
 * The one door from the window into the main process. For every call, in this order: who sent it, what shape it has,
 * only then act. What comes back is a Result, since Electron keeps nothing of an error but its message; a stack never
 * crosses.
 */
import type { IpcMain, WebFrameMain } from 'electron';
import { calls, type CallArgs, type CallName, type CallValue } from '../../../shared/ipc-contract.ts';
import type { Failure, Result } from '../../../shared/result.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { appOrigin, isAppPage } from '../window/app-protocol.ts';

/** One function per row of the contract; arguments have been checked, throws become Failures. */
export type Handlers = {
  readonly [C in CallName]: (...args: CallArgs<C>) => CallValue<C> | Promise<CallValue<C>>;
};

export type IpcParts = {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly handlers: Handlers;
  /** the main frame of our window, or undefined while there is no window */
  readonly ourFrame: () => Frame | undefined;
  /** the sentence that a person reads for an error */
  readonly sentence: (error: KooError) => string;
  readonly log: IpcLog;
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

/** Registers every row of the contract; returns what takes them all off again. */
export function installIpc(parts: IpcParts): () => void {
  const names = Object.keys(calls) as CallName[];
  for (const name of names) installRow(name, parts);
  return () => {
    for (const name of names) parts.ipcMain.removeHandler(name);
  };
}

function installRow<C extends CallName>(name: C, parts: IpcParts): void {
  // The row's own schema and function; TypeScript cannot follow that both come from the same C.
  const schema = calls[name].args;
  const handler = parts.handlers[name] as (...args: readonly unknown[]) => unknown;

  parts.ipcMain.handle(name, async (event, ...args: unknown[]): Promise<Result<CallValue<C>>> => {
    if (!isOurFrame(event.senderFrame, parts.ourFrame())) {
      parts.log.refused(name, 'not from our window');
      // Not a Result: whoever sent this is owed no answer in our language.
      throw new Error('refused');
    }
    const parsed = schema.safeParse(args);
    if (!parsed.success) {
      parts.log.refused(name, 'arguments of another shape');
      return failure(new KooError('BAD_USAGE', `${name}: arguments of another shape`, badShape(name)), parts);
    }
    try {
      return { ok: true, value: (await handler(...parsed.data)) as CallValue<C> };
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.response === 'bug') parts.log.unexpected(name, error);
      return failure(error, parts);
    }
  });
}

const badShape = (name: string) => ({ detail: { values: { what: name } } });

function failure(error: KooError, parts: IpcParts): { readonly ok: false; readonly error: Failure } {
  const { path } = error.detail;
  return {
    ok: false,
    error: { code: error.code, message: parts.sentence(error), ...(path === undefined ? {} : { path }) },
  };
}
