// What of libsql's synchronous face the stand-in uses. Typed here, since the types it brings are another package's.
import libsql from 'libsql';
import type { Bound } from './parameters.ts';

export type NativeStatement = {
  /** does it return rows? */
  readonly reader: boolean;
  raw(on: boolean): NativeStatement;
  safeIntegers(on: boolean): NativeStatement;
  columns(): readonly Readonly<Record<string, string | null>>[];
  run(values: readonly Bound[]): unknown;
  all(values: readonly Bound[]): (Bound | ArrayBuffer)[][];
};

export type NativeDatabase = {
  readonly inTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  close(): void;
};

export const openNative = (path: string): NativeDatabase =>
  new (libsql as unknown as new (path: string) => NativeDatabase)(path);
