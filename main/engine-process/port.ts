/**
 * What crosses between two processes: data, by a port that keeps the order. A KooError crosses as its code, message and
 * detail; its cause stays in the log of the side that threw.
 */
import type { ErrorCode } from '../../shared/error-codes.ts';
import { KooError, type ErrorDetail } from '../model/errors.ts';

export type Port = {
  /** `message` is what a structured clone leaves as it is; throws where it is not. Nothing happens when nobody is at the other end. */
  post(message: unknown): void;
  /** Once. What came before waits for it. */
  listen(hear: (message: unknown) => void): void;
};

export type PlainError = { readonly code: ErrorCode; readonly message: string; readonly detail: ErrorDetail };

export const plainError = ({ code, message, detail }: KooError): PlainError => ({ code, message, detail });
export const revivedError = ({ code, message, detail }: PlainError): KooError =>
  new KooError(code, message, { detail });
