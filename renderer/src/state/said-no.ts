/** The user said no in the dialog of the main process: nothing is to be said of it. */
import type { Failure } from '../../../shared/result.ts';

export const saidNo = ({ code }: Pick<Failure, 'code'>): boolean => code === 'CANCELLED';
