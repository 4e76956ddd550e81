import type { Failure } from '../../../shared/result.ts';
import { explainError } from '../../../shared/strings/index.ts';
import { useStrings } from './use-strings.ts';

/** The main process sends the exact sentence; should it be empty, the plain one of the code does. */
export function useFailureText(): (failure: Failure) => string {
  const { t } = useStrings();
  return (failure) => (failure.message === '' ? explainError(t, failure.code) : failure.message);
}
