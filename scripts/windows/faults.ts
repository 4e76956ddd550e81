/**
 * What is Wine's own: the list, and the proof of each fault. A reproduction is a program of ten lines at most without our code.
 * It prints `fault` where the system behaves as Wine does, and `right` where it behaves as Windows is documented to.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from '../setup/project-node.mjs';
import { cache, inRepo } from './places.ts';
import type { WinesOwn } from './verdict.ts';
import type { Windows } from './wine.ts';

const folder = path.join('tests', 'windows', 'faults');
const mostLines = 10;

export const winesOwn = (): WinesOwn => JSON.parse(inRepo('tests', 'windows', 'wines-own.json')) as WinesOwn;

/** What is wrong with the list itself: sentences, none where nothing is. */
export function faultsOfList({ faults, madeUpFor, tests }: WinesOwn): string[] {
  const files = readdirSync(path.join(repo, folder)).map((name) => name.replace(/\.mjs$/u, ''));
  const said = (name: string): string => readFileSync(path.join(repo, folder, `${name}.mjs`), 'utf8');
  const names = Object.keys(faults);
  return [
    ...names
      .filter((name) => !files.includes(name))
      .map((name) => `${name} has no reproduction in ${folder}`),
    ...files.filter((name) => !names.includes(name)).map((name) => `${folder}/${name}.mjs is of no fault`),
    ...names
      .filter((name) => madeUpFor[name] === undefined && !tests.some(({ fault }) => fault === name))
      .map((name) => `no test fails for ${name}`),
    ...Object.entries(madeUpFor)
      .filter(([name, file]) => !names.includes(name) || !existsSync(path.join(repo, file)))
      .map(([name, file]) => `${file} makes up for ${name}, and one of the two is not there`),
    ...tests
      .filter(({ fault }) => !names.includes(fault))
      .map(({ test, fault }) => `${test}: no fault ${fault}`),
    ...files
      .filter((name) => said(name).trimEnd().split('\n').length > mostLines)
      .map((name) => `${folder}/${name}.mjs has more than ${String(mostLines)} lines`),
    ...files
      .filter((name) =>
        [...said(name).matchAll(/from '([^']+)'/gu)].some(([, from]) => !from?.startsWith('node:')),
      )
      .map((name) => `${folder}/${name}.mjs imports more than Node`),
  ];
}

/** Runs the reproductions under Wine. Gives what those said that did not show their fault. */
export async function unprovenFaults(windows: Windows, { faults }: WinesOwn): Promise<string[]> {
  const unproven: string[] = [];
  for (const name of Object.keys(faults)) {
    const [out, log] = [path.join(cache, 'logs', `${name}.out`), path.join(cache, 'logs', `${name}.err`)];
    const { output } = await windows.node([`tests/windows/faults/${name}.mjs`], {
      out,
      log,
      limit: 300_000,
      // without what makes up for a fault
      env: { NODE_OPTIONS: '' },
    });
    if (output.trim() === 'fault') continue;
    unproven.push(`${name}: said "${(output.trim() || readFileSync(log, 'utf8')).trim().slice(0, 300)}"`);
  }
  return unproven;
}
