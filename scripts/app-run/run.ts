/**
 * The frame of a program that starts others and ends them again: a signal, or the end of whoever started us, stops the
 * work; then what was started is taken back, however the work ended. The work begins in scripts/launch.mjs.
 */
import { Stopped, type RunProblem } from './problem.ts';
import { createUndo, type Undo } from './undo.ts';

export type Run = {
  readonly undo: Undo;
  /** aborted with Stopped, or with the problem that `fail` was given */
  readonly signal: AbortSignal;
  /** ends the work from outside of what it waits for */
  readonly fail: (problem: RunProblem) => void;
};

export type RunWords = {
  /** at the beginning of a sentence: "The demo" */
  readonly name: string;
  /** one line of text */
  readonly tell: (text: string) => void;
  /** after a failure: keeps the stack of an error nobody expected, says where to look */
  readonly onFailure: (error: unknown) => void;
};

/** Does the work, takes back what it started, and ends the process: 0, 130 when it was stopped, 1 when it failed. */
export const runToItsEnd = async (words: RunWords, work: (run: Run) => Promise<void>): Promise<never> => {
  const undo = createUndo();
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort(new Stopped());
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('message', stop);
  // Whoever started us has ended, or nobody reads what we say any more: then it is over for us, too.
  process.on('disconnect', stop);
  process.stdout.on('error', stop);

  let code = 0;
  try {
    await work({ undo, signal: controller.signal, fail: (problem) => controller.abort(problem) });
  } catch (thrown) {
    const error: unknown = controller.signal.aborted ? controller.signal.reason : thrown;
    if (error instanceof Stopped) {
      code = 130;
      words.tell('\nStopping ...');
    } else {
      code = 1;
      words.tell(`\n${words.name} failed: ${error instanceof Error ? error.message : String(error)}`);
      words.onFailure(error);
    }
  }
  const failed = await undo.all();
  for (const sentence of failed) words.tell(sentence);
  if (failed.length > 0 && code === 0) code = 1;
  if (failed.length === 0) words.tell('Everything that was started has been ended.');
  process.exit(code);
};
