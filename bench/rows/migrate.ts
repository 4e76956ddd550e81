/** The state of an older version: how long the first command of this one takes, which brings it up to date. */
import { rmSync } from 'node:fs';
import { writeOldState } from '../../tests/harness/simulated/old-state.ts';
import { less, type Row } from '../measurement.ts';
import { within } from './uploads.ts';

const perFolder = 50;

/** As many folders and files, the folder that is synced among them. */
function pathsOf(count: number): string[] {
  const paths = [''];
  for (let file = 0; paths.length < count; file++) {
    const folder = `folder-${String(Math.floor(file / perFolder)).padStart(5, '0')}`;
    if (file % perFolder === 0) paths.push(folder);
    paths.push(`${folder}/file-${String(file).padStart(6, '0')}.txt`);
  }
  return paths;
}

export const migrate: Row = {
  about: 'the state of an older version, brought up to date by the first command',
  measure: ({ tree: known }) =>
    within(async ({ env, run }) => {
      const home = env['KOOSYNC_HOME'] ?? '';
      for (const name of ['state.db', 'state.db-wal', 'state.db-shm'])
        rmSync(`${home}/${name}`, { force: true });
      // of two folders each
      writeOldState(home, pathsOf(known / 2));
      const first = await run(['status']);
      const second = await run(['status']);
      const what = `${String(known)} rows of an older version`;
      return [
        {
          key: 'firstMs',
          what: `${what}: first command`,
          value: first.ms,
          unit: 'ms',
          bar: less(5_000, 2_000),
        },
        { key: 'secondMs', what: `${what}: the next one`, value: second.ms, unit: 'ms' },
        { key: 'mostMiB', what: `${what}: at most`, value: first.rssMiB, unit: 'MiB' },
      ];
    }),
};
