/** What tests ask of the main process, though its inspector loses an answer now and then. */
import type { ElectronApplication } from '@playwright/test';

/** The inspector holds the promise of an answer weakly: a collection at that moment fails the call, which was done. */
const lost = /promise was garbage collected/u;

async function again<R>(ask: () => Promise<R>): Promise<R> {
  for (let tries = 1; ; tries += 1)
    try {
      return await ask();
    } catch (thrown) {
      if (tries === 3 || !lost.test(String(thrown))) throw thrown;
    }
}

/** Asks again where an answer was lost. What a test has evaluated must bear to be done twice. */
export function withSteadyAnswers(app: ElectronApplication): ElectronApplication {
  const evaluate = app.evaluate.bind(app) as (...args: unknown[]) => Promise<unknown>;
  const evaluateHandle = app.evaluateHandle.bind(app) as (...args: unknown[]) => Promise<unknown>;
  return Object.assign(app, {
    evaluate: (...args: unknown[]) => again(() => evaluate(...args)),
    evaluateHandle: (...args: unknown[]) => again(() => evaluateHandle(...args)),
  });
}
