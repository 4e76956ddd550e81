/**
 * Did the AppImage switch the sandbox off by itself? Its AppRun adds `--no-sandbox`, and says nothing, where it thinks that the
 * kernel has no user namespaces, or where `unshare` is not at hand. Then we do not start: pages without a sandbox are not
 * what a user has chosen. Who unpacks the AppImage and starts what is in it with that switch has chosen.
 */
import { imageOf, type Environment } from './own-program.ts';

/** `isRoot`: root has no sandbox in Chromium, and must say so on the command line. */
export const isSandboxTakenAway = (given: {
  readonly env: Environment;
  readonly executable: string;
  readonly words: readonly string[];
  readonly isRoot: boolean;
}): boolean =>
  !given.isRoot &&
  given.words.some((word) => /^--?no-(?:zygote-)?sandbox(?:=|$)/u.test(word)) &&
  imageOf(given.env, given.executable) !== undefined;
