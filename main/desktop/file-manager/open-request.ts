/**
 * What the app was started for. Arguments in, a union out: pure, so that it runs in the second process too, whose answer
 * travels to the first one over the single-instance lock and is checked again there.
 */
import { isAbsolute, resolve } from 'node:path';
import * as z from 'zod';
import { isForeignSwitch } from './foreign-switches.ts';
import { isLink, pathOfLink } from './versions-link.ts';
import { otherRequests, parseOtherRequest } from './other-requests.ts';

const path = z
  .string()
  .min(1)
  .max(32_768)
  .refine((value) => isAbsolute(value) && !value.includes('\0'));

/** Tabs that a user may have meant to open. */
const mostPaths = 50;

const longestLink = 1000;

const openRequest = z.discriminatedUnion('kind', [
  /** started by a user without saying more */
  z.object({ kind: z.literal('show') }),
  /** started with the session: to the tray, without a window */
  z.object({ kind: z.literal('hidden') }),
  /** the histories of these, side by side */
  z.object({ kind: z.literal('view-versions'), paths: z.array(path).min(1).max(mostPaths) }),
  ...otherRequests,
  /** a link that makes no sense, cut short, for the log: who follows one has no terminal to be told in */
  z.object({ kind: z.literal('bad-link'), link: z.string().max(longestLink) }),
  /** words that make no sense; `words` is which, as far as that can be said */
  z.object({ kind: z.literal('unknown'), words: z.array(z.string().max(32_768)).max(64) }),
]);

export type OpenRequest = z.infer<typeof openRequest>;

const verb = '--view-versions';

/**
 * `args` are the words after the executable (and, unpackaged, after the app's folder). Relative paths are seen from
 * `cwd`. After `--view-versions` come as many paths as there are before the next switch, and a link may stand alone.
 * Switches that are somebody else's (foreign-switches.ts) are left alone.
 */
export function parseOpenRequest(args: readonly string[], cwd: string): OpenRequest {
  const other = parseOtherRequest(args, cwd);
  if (other !== undefined) return checkOpenRequest(other);
  const paths: string[] = [];
  const unknown: string[] = [];
  let hidden = false;
  // a link brings nothing with it: who follows one cannot see what else is asked for
  const [first, ...more] = args.filter(isLink);
  if (first !== undefined) {
    return more.length === 0 ? requestOfLink(first) : badLink(first);
  }
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === verb) {
      const before = paths.length;
      // A value that looks like a switch is a forgotten value; a path that begins so can be given with `=`.
      for (let value = args[i + 1]; value !== undefined && !value.startsWith('--'); value = args[i + 1]) {
        if (value !== '') paths.push(value);
        i++;
      }
      if (paths.length === before) unknown.push(word);
    } else if (word.startsWith(`${verb}=`)) {
      const value = word.slice(verb.length + 1);
      if (value === '') unknown.push(word);
      else paths.push(value);
    } else if (word === '--hidden') hidden = true;
    else if (!isForeignSwitch(word)) unknown.push(word.slice(0, 1000));
  }
  if (unknown.length > 0) return { kind: 'unknown', words: unknown.slice(0, 64) };
  if (paths.length === 0) return { kind: hidden ? 'hidden' : 'show' };
  const absolute = [...new Set(paths.map((path) => resolve(cwd, path)))];
  return checkOpenRequest({ kind: 'view-versions', paths: absolute.slice(0, mostPaths) });
}

const badLink = (link: string): OpenRequest => ({ kind: 'bad-link', link: link.slice(0, longestLink) });

/** A link, also as the system hands it over (macOS: open-url). */
export function requestOfLink(link: string): OpenRequest {
  const path = pathOfLink(link);
  return path === undefined ? badLink(link) : checkOpenRequest({ kind: 'view-versions', paths: [path] });
}

/**
 * What a second process sends over the lock. In base64: a text of which one letter is none of Latin-1 makes Electron lose all that
 * was sent (seen with 33: paths with Chinese in them).
 */
export const overLock = (request: OpenRequest): { readonly request: string } => ({
  request: Buffer.from(JSON.stringify(request)).toString('base64'),
});

/** What came over the lock, from a process that is probably ours but need not be. */
export function requestOverLock(data: unknown): OpenRequest {
  try {
    const { request } = data as ReturnType<typeof overLock>;
    return checkOpenRequest(JSON.parse(Buffer.from(request, 'base64').toString('utf8')));
  } catch {
    return checkOpenRequest(undefined);
  }
}

/** Of any origin. */
export function checkOpenRequest(value: unknown): OpenRequest {
  const parsed = openRequest.safeParse(value);
  return parsed.success ? parsed.data : { kind: 'unknown', words: [] };
}

/** Drops what comes before the user's own words: the executable and, when not packaged, the app that it was given. */
export function wordsAfterApp(argv: readonly string[], defaultApp: boolean): readonly string[] {
  const after = argv.slice(1);
  if (!defaultApp) return after;
  // `electron --inspect=0 out/ --view-versions PATH`: the first bare word is the app itself.
  const at = after.findIndex((word) => !word.startsWith('-'));
  return at < 0 ? after : after.slice(at + 1);
}
