/** Columns that may hold NULL, as values: undefined then. */
import type { Row } from './database.ts';

export const textIn = (row: Row, column: string): string | undefined => {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
};

export const numberIn = (row: Row, column: string): number | undefined => {
  const value = row[column];
  return typeof value === 'number' ? value : undefined;
};
