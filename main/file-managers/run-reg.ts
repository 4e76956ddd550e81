/** reg.exe of this Windows, as registry.ts wants it. */
import { runProgram } from '../lib/programs.ts';
import type { RunReg } from './registry.ts';

export const runReg: RunReg = async (args) => {
  const { status, output } = await runProgram('reg.exe', args);
  return { code: status ?? 1, out: output };
};
