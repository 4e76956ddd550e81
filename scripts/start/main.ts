/** `npm start`, its beginning and end; what is between them is session.ts. Started by scripts/start.mjs, which has done the set-up. */
import { RunProblem } from '../app-run/problem.ts';
import { runToItsEnd } from '../app-run/run.ts';
import { defaultFolder, openPlace, type Place } from './place.ts';
import { runSession } from './session.ts';

const given = (name: string): boolean => process.argv.includes(name);

const tell = (text: string): void => {
  console.log(text);
};

let place: Place | undefined;
await runToItsEnd(
  {
    name: 'npm start',
    tell,
    onFailure: (error) => {
      if (!(error instanceof RunProblem)) console.error(error);
      if (place !== undefined) tell(`Logs are in ${place.logs}, KooSync's own log is ${place.appLog}`);
    },
  },
  async (run) => {
    place = await openPlace(defaultFolder, given('--fresh'));
    await runSession({ ...run, place, tell, signedOut: given('--signed-out'), inspect: given('--inspect') });
    tell('The app was quit.');
  },
);
