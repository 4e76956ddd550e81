/**
 * What the answer to a JSON call means: its value through the schema of the call, or the KooError that it stands for.
 * Knows one thing of the answers before it: whether any of them was KooDrive's.
 */
import type { z } from 'zod';
import { KooError, type ErrorDetail } from '../model/errors.ts';
import { parseJson } from './json.ts';
import { envelope } from './schemas.ts';
import { refusal, saysWhy } from './server-errors.ts';

/** What the reader must know of the call. */
export type AnsweredCall<T> = {
  /** name for errors, e.g. "createFile" */
  readonly call: string;
  readonly schema: z.ZodType<T>;
  /** the call carries a name: a parameter error is about it (open point 17) */
  readonly named: boolean;
};

export type Answer = { readonly status: number; readonly body: string; readonly detail: ErrorDetail };

type Head = z.infer<typeof envelope>;

/** Tokens are renewed for months; the newest so many are remembered. */
const MAX_SECRETS = 64;

/** `code` as decimal text; undefined for success and for none (open point 1). */
const failureCode = (code: unknown): string | undefined => {
  if (typeof code !== 'string' && typeof code !== 'number') return undefined;
  const text = String(code).trim();
  return text === '' || /^0+$/.test(text) ? undefined : text;
};
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** undefined when the body is no JSON object. */
const headOf = (body: string): { readonly json: unknown; readonly head: Head } | undefined => {
  let json: unknown;
  try {
    json = parseJson(body);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const head = envelope.safeParse(json).data;
  return head === undefined ? undefined : { json, head };
};

export class AnswerReader {
  #proven = false;
  // a server may repeat a token that it saw an hour ago
  readonly #secrets = new Set<string>();

  /** Has one answer been KooDrive's? Until then an HTML page means that the address is somebody else's. */
  get proven(): boolean {
    return this.#proven;
  }

  /** Keeps these out of messages, wherever a server puts them from now on. */
  keepOut(secrets: readonly string[]): void {
    for (const secret of secrets) {
      this.#secrets.delete(secret);
      this.#secrets.add(secret);
    }
    for (const oldest of this.#secrets) if (this.#secrets.size > MAX_SECRETS) this.#secrets.delete(oldest);
  }

  /** Throws WRONG_SERVER, BAD_ANSWER, and what the server's refusal means. */
  valueOf<T>(call: AnsweredCall<T>, answer: Answer): T {
    const { status, detail } = answer;
    const read = headOf(answer.body);
    const serverCode = read && (failureCode(read.head.code) ?? failureCode(read.head.error_code));
    this.#mindStranger(call.call, answer, serverCode, read !== undefined);
    if (read === undefined) throw notJson(call.call, answer);
    if (serverCode !== undefined || status >= 300) {
      if (serverCode !== undefined && /^\d+$/.test(serverCode)) this.#proven = true;
      const message = text(read.head.msg) ?? text(read.head.error_msg);
      throw refusal(call.call, { status, serverCode, message, named: call.named }, detail, this.#secrets);
    }
    const parsed = call.schema.safeParse(read.json);
    if (!parsed.success) {
      const where = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).slice(0, 5);
      throw new KooError('BAD_ANSWER', `${call.call}: the answer does not fit: ${where.join(', ')}`, {
        detail: { ...detail, status },
      });
    }
    this.#proven = true;
    return parsed.data;
  }

  #mindStranger(call: string, answer: Answer, serverCode: string | undefined, wellFormed: boolean): void {
    const { status, detail } = answer;
    if (this.#proven || status >= 500 || status === 401 || saysWhy(status)) return;
    const stranger = !wellFormed || (status === 404 && !/^\d+$/.test(serverCode ?? ''));
    if (stranger)
      throw new KooError('WRONG_SERVER', `${call}: HTTP ${String(status)}, and not as KooDrive answers`, {
        detail: { ...detail, status },
      });
  }
}

/** A page for people's eyes, which is nobody's answer to a call. */
const isPage = (body: string): boolean => /^\s*(<!--|<!doctype html|<html\b)/i.test(body);

function notJson(call: string, { status, body, detail }: Answer): KooError {
  // a sign-in page of a network, or a way to one; the page of a gateway that is out of order is no such thing
  if (status === 511 || (status >= 300 && status < 400) || (!saysWhy(status) && isPage(body)))
    return new KooError('PORTAL', `${call}: HTTP ${String(status)}, and not from KooDrive`, {
      detail: { ...detail, status },
    });
  // a proxy's 404 page must not read as "the file is gone"
  if (status < 400 || status === 404 || status === 410)
    return new KooError('BAD_ANSWER', `${call}: HTTP ${String(status)}, and no JSON object`, {
      detail: { ...detail, status },
    });
  return refusal(call, { status, serverCode: undefined, message: undefined, named: false }, detail, []);
}
