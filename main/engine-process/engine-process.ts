/**
 * The engine's process, seen from the app: forked, opened, and started again when it ends by itself, later and later
 * (restarts.ts). What is asked of it meanwhile rejects with ENGINE_RESTARTING; nothing is lost by such an end, for the queue
 * on the disk is what the next life goes on with.
 */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { KooError, toKooError } from '../model/errors.ts';
import {
  processEvents,
  processOver,
  type OpenInProcess,
  type PartCall,
  type ProcessEvent,
} from './crossing.ts';
import { createPeer, type Peer, type Served } from './peer.ts';
import { revivedError, type Port } from './port.ts';
import { endedAfter, noEnds, restartDelay, type Ends } from './restarts.ts';

/** One life of the process. */
export type EngineChild = {
  readonly port: Port;
  /** its exit code, when it has ended */
  readonly ended: Promise<number>;
  /** Ends it at once. */
  kill(): void;
};

export type EngineProcessParts = {
  fork(): EngineChild;
  readonly options: OpenInProcess;
  /** what it may ask of the app: the vault, the system's proxy */
  readonly served: Served;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
};

/** What comes of the process by itself. */
export type EngineProcessListener = {
  /** an event that it told */
  readonly told: (event: ProcessEvent, ...args: readonly unknown[]) => void;
  /** It ended, and is to be started again. */
  readonly ended: () => void;
  /** It runs and is open again. */
  readonly back: () => void;
  /** to be told once, of each life */
  readonly found: (error: KooError) => void;
};

export type EngineProcess = {
  /** Resolves when it is open. Throws what openKooSync throws, and ENGINE_RESTARTING where no process starts. */
  open(): Promise<void>;
  /** Rejects with what the call threw, and with ENGINE_RESTARTING while there is no process. */
  readonly call: PartCall;
  isRunning(): boolean;
  /** Has it close what is open, and end. Never throws; calling it twice does nothing. */
  close(): Promise<void>;
};

/** A first start that comes to nothing is tried so often; what does not start then is not going to. */
const firstTries = 3;
/** What a process may take to end when everything is closed. */
const endsWithinMs = 1_000;
/** The same where nothing was opened. */
const endsUnopenedWithinMs = 500;

type Life = { readonly child: EngineChild; readonly peer: Peer; isOpen: boolean };

export const createEngineProcess = (
  parts: EngineProcessParts,
  listener: EngineProcessListener,
): EngineProcess => new ForkedEngine(parts, listener);

class ForkedEngine implements EngineProcess {
  readonly #parts: EngineProcessParts;
  readonly #listener: EngineProcessListener;
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;
  #life: Life | undefined;
  #ends: Ends = noEnds;

  constructor(parts: EngineProcessParts, listener: EngineProcessListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  async open(): Promise<void> {
    for (;;) {
      try {
        await this.#begin();
        return;
      } catch (thrown) {
        const error = toKooError(thrown);
        if (error.code !== 'ENGINE_RESTARTING' || this.#ends >= firstTries) throw error;
        await this.#wait();
      }
    }
  }

  readonly call: PartCall = (part, call, args) =>
    this.#life?.isOpen === true ? this.#life.peer.call(part, call, args) : Promise.reject(restarting());

  isRunning(): boolean {
    return this.#life?.isOpen === true;
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  /** One life, from the fork until it is open. Throws as the open of the process does; then nothing runs. */
  async #begin(): Promise<void> {
    const { fork, options, served, clock, log } = this.#parts;
    const begun = clock.elapsed();
    const child = fork();
    const peer = createPeer(child.port, () => served);
    for (const event of processEvents)
      peer.hear(event, (...args: readonly unknown[]) => this.#listener.told(event, ...args));
    const life: Life = { child, peer, isOpen: false };
    this.#life = life;
    void child.ended.then((code) => {
      const wasOpen = life.isOpen;
      life.isOpen = false;
      if (this.#life === life) this.#life = undefined;
      this.#ends = endedAfter(this.#ends, clock.elapsed() - begun);
      peer.end(restarting(code));
      if (this.#closing.signal.aborted) return;
      log.error({ code, ends: this.#ends }, "the engine's process ended by itself");
      if (!wasOpen) return;
      this.#listener.ended();
      void this.#beginAgain();
    });
    try {
      const { found } = await processOver(peer.call).open(options);
      if (this.#closing.signal.aborted) throw restarting();
      life.isOpen = true;
      for (const error of found) this.#listener.found(revivedError(error));
    } catch (thrown) {
      // in its order: a process that is killed leaves the log of a database that it only looked at
      await this.#end(life);
      throw thrown;
    }
  }

  /** Has it end, although it is not open; ends it when that takes too long. Never throws. */
  async #end({ child, peer }: Life): Promise<void> {
    const ended = new AbortController();
    const inOrder = processOver(peer.call)
      .close()
      .catch(() => undefined)
      .then(() => child.ended);
    await Promise.race([inOrder, this.#parts.clock.sleep(endsUnopenedWithinMs, ended.signal)]);
    ended.abort();
    child.kill();
    await child.ended;
  }

  async #beginAgain(): Promise<void> {
    let told = '';
    for (;;) {
      await this.#wait();
      if (this.#closing.signal.aborted) return;
      try {
        await this.#begin();
        this.#parts.log.info({}, "the engine's process runs again");
        this.#listener.back();
        return;
      } catch (thrown) {
        const error = toKooError(thrown);
        this.#parts.log.warn({ err: error }, "the engine's process could not be opened");
        if (error.code !== 'ENGINE_RESTARTING' && error.code !== told) this.#listener.found(error);
        told = error.code;
      }
    }
  }

  #wait(): Promise<void> {
    return this.#parts.clock.sleep(restartDelay(this.#ends), this.#closing.signal);
  }

  async #close(): Promise<void> {
    const life = this.#life;
    this.#closing.abort();
    if (life === undefined) return;
    if (life.isOpen)
      await processOver(life.peer.call)
        .close()
        .catch(() => undefined);
    else life.child.kill();
    const ended = new AbortController();
    await Promise.race([life.child.ended, this.#parts.clock.sleep(endsWithinMs, ended.signal)]);
    ended.abort();
    life.child.kill();
  }
}

const restarting = (code?: number): KooError =>
  new KooError(
    'ENGINE_RESTARTING',
    `the engine's process is not running${code === undefined ? '' : ` (${code})`}`,
  );
