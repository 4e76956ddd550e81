/**
 * When a download that failed is tried again, how, and when it is given up. Pure. As an upload waits (engine/plan/backoff.ts),
 * but somebody waits for it: after some tries in a row that brought nothing it is told why.
 */
import { errorCodes } from '../../shared/error-codes.ts';
import { backoff } from '../engine/plan/backoff.ts';
import type { KooError } from '../model/errors.ts';
import { isStorage } from '../model/hosts.ts';

export type Failure = {
  readonly error: KooError;
  /** so many tries in a row brought nothing, but those with a link that was refused */
  readonly fruitless: number;
  /** so many links in a row were refused before a byte came, this one included */
  readonly refused: number;
};

export type NextTry = { readonly waitMs: number; readonly newLink: boolean };

/** Waits of 1, 2, 4, 8 and 16 s lie between them. */
const fruitlessTries = 6;
/** A link that was just given is refused for another reason than its age. */
const refusedLinks = 2;
/** One user waits here: there is no crowd to be kept from coming at once. */
const inTheMiddle = (): number => 0.5;
/** Whoever is to wait for longer than that is told so instead. */
const longestPauseMs = 60_000;

/** The link is not good any more, or never was: another one may be. */
export const isRefusedLink = ({ code, detail: { host } }: KooError): boolean =>
  host !== undefined && isStorage(host) && (code === 'LINK_EXPIRED' || code === 'NOT_FOUND');

/** Undefined: it is given up. */
export function nextTry({ error, fruitless, refused }: Failure): NextTry | undefined {
  const { code, detail } = error;
  if (detail.host === undefined || code === 'CANCELLED') return undefined;
  if (isRefusedLink(error)) return refused < refusedLinks ? { waitMs: 0, newLink: true } : undefined;
  if (errorCodes[code].response !== 'retry' || fruitless >= fruitlessTries) return undefined;
  const named = detail.retryAfterMs ?? 0;
  if (named > longestPauseMs) return undefined;
  return { waitMs: Math.max(named, backoff(fruitless, inTheMiddle)), newLink: false };
}

/** So many bytes more than were ever there show that trying again leads somewhere. */
export const progressBytes = (size: number): number => Math.max(64 * 1024, Math.ceil(size / 1024));
