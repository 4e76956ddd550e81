import type { ErrorCode } from './error-codes.ts';

/** What crosses a process wall in place of a throw: IPC keeps only an error's message, so the code travels as data. */
export type Failure = { readonly code: ErrorCode; readonly message: string; readonly path?: string };
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };
