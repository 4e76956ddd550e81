/**
 * What the main process asks the user itself, in the system's own dialog, before it does what the window asked for: a page
 * gone bad can neither answer nor leave out the question. One question for one action, with what it is about.
 */
import { sep } from 'node:path';
import type { Account, SignInForm } from '../../../shared/account.ts';
import type { Deletion, EngineStatus } from '../../../shared/views.ts';
import { KooError } from '../../model/errors.ts';
import type { Pair } from '../../model/pair.ts';

export type Question =
  /** the folders of `before`, so many, are held from then on */
  | { readonly ask: 'signIn'; readonly server: string; readonly before: string; readonly count: number }
  | {
      readonly ask: 'approve' | 'undo';
      readonly count: number;
      readonly folder: string;
      readonly server: string;
    }
  | { readonly ask: 'bringBack'; readonly count: number; readonly folder: string; readonly server: string }
  | { readonly ask: 'remove'; readonly folder: string; readonly server: string }
  /** one folder, or so many, belong to another account than this user of this server */
  | {
      readonly ask: 'takeOver';
      readonly count: number;
      readonly folder: string;
      readonly user: string;
      readonly server: string;
    };

export type Ask = (question: Question) => Promise<boolean>;

/** Throws CANCELLED unless the user says yes; nothing is asked where there is no question. */
export async function requireYes(ask: Ask, question: Question | undefined): Promise<void> {
  if (question !== undefined && !(await ask(question)))
    throw new KooError('CANCELLED', `the user said no: ${question.ask}`);
}

/** `serverOf`: the normal form of an address that was typed; undefined: it is none, which signing in says. */
export function aboutSignIn(
  { server: typed }: SignInForm,
  { server: before }: Account,
  pairs: number,
  serverOf: (text: string) => string | undefined,
): Question | undefined {
  const server = serverOf(typed);
  if (server === undefined || before === '' || server === before) return undefined;
  return { ask: 'signIn', server, before, count: pairs };
}

/** One file that comes back needs no question. */
export function aboutDeletions(
  ask: 'approve' | 'undo',
  ids: readonly number[],
  deletions: readonly Deletion[],
  pairs: readonly Pair[],
  { server }: Account,
): Question | undefined {
  const meant = deletions.filter(({ id }) => ids.includes(id));
  const count = meant.reduce((sum, { files }) => sum + files, 0);
  if (meant.length === 0 || (ask === 'undo' && count <= 1)) return undefined;
  const folders = pairs.filter((pair) => meant.some(({ path }) => path.startsWith(`${pair.folder}${sep}`)));
  return { ask, count, folder: folders.map(({ folder }) => folder).join(', '), server };
}

export function aboutRemoving(id: number, pairs: readonly Pair[], { server }: Account): Question | undefined {
  const pair = pairs.find((one) => one.id === id);
  return pair && { ask: 'remove', folder: pair.folder, server };
}

export function aboutBringingBack(
  id: number,
  { pairs }: Pick<EngineStatus, 'pairs'>,
  { server }: Account,
): Question | undefined {
  const pair = pairs.find((one) => one.id === id);
  return pair && pair.files > 1
    ? { ask: 'bringBack', count: pair.files, folder: pair.folder, server }
    : undefined;
}

/** Of these pairs, those that belong to another account than the one that is signed in. */
export const heldForOthers = ({ pairs }: Pick<EngineStatus, 'pairs'>): EngineStatus['pairs'] =>
  pairs.filter(({ problems }) => problems.some(({ code }) => code === 'OTHER_ACCOUNT'));

export function aboutTakingOver(
  held: readonly { readonly folder: string }[],
  { server, userId }: Account,
): Question | undefined {
  const [first] = held;
  if (!first) return undefined;
  const folder = held.map((one) => one.folder).join(', ');
  return { ask: 'takeOver', count: held.length, folder, user: userId, server };
}
