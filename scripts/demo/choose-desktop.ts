/** Which desktop the demo runs on is found by trying: is there a screen, and can one sign in into its keyring? */
import { desktopWithOwnKeyring, ownDesktop, virtualDesktop, type Desktop } from '../app-run/desktop.ts';
import type { Place } from './place.ts';
import { RunProblem } from '../app-run/problem.ts';
import { hasScreen } from '../app-run/screen.ts';
import { say } from './tell.mjs';
import type { Undo } from '../app-run/undo.ts';

export const chooseDesktop = async (
  place: Place,
  undo: Undo,
  signIn: (env: NodeJS.ProcessEnv) => Promise<void>,
): Promise<Desktop> => {
  if (!(await hasScreen(process.env))) {
    say(
      'there is no screen here, so a virtual display is used, with a session bus, keyring and tray of its own',
    );
    const desktop = await virtualDesktop(place.home, undo);
    await signIn(desktop.env);
    return desktop;
  }
  const own = ownDesktop();
  try {
    await signIn(own.env);
    say('the app will show itself on this desktop; the sign-in is in its keyring until the demo ends');
    return own;
  } catch (error) {
    // Elsewhere the keyring is part of the system.
    if (process.platform !== 'linux' || !(error instanceof RunProblem)) throw error;
    say(error.message);
    say('so the demo uses a keyring of its own, on a session bus of its own');
    const desktop = await desktopWithOwnKeyring(place.home, undo);
    await signIn(desktop.env);
    return desktop;
  }
};
