import { expect, test } from 'vitest';
import { createTranslator } from '../../../shared/strings/index.ts';
import { KooError } from '../../model/errors.ts';
import { doOtherRequest, type OtherRequest } from './do-other-request.ts';

const pair = { id: 1, folder: '/home/ann/Documents', containerId: 'c', remote: 'Work' };

async function done(request: OtherRequest) {
  const seen: string[] = [];
  await doOtherRequest(request, {
    engine: {
      pairs: async () => [pair],
      locate: async (path) => {
        if (!path.startsWith(`${pair.folder}/`)) throw new KooError('NOT_IN_A_PAIR', path);
        return { pair, relativePath: path.slice(pair.folder.length + 1) };
      },
      pause: async (id) => void seen.push(`paused ${String(id)}`),
    },
    translate: createTranslator('en'),
    copy: async (text) => void seen.push(text),
    tell: (text) => void seen.push(text),
  });
  return seen;
}

test('where files are on KooDrive is copied, a line each', async () => {
  expect(await done({ kind: 'copy-path', paths: [`${pair.folder}/a b/c%.txt`] })).toEqual([
    '/Work/a b/c%.txt',
    'The KooDrive path of 1 item was copied.',
  ]);
  expect(await done({ kind: 'copy-path', paths: [pair.folder, `${pair.folder}/中`] })).toEqual([
    '/Work\n/Work/中',
    'The KooDrive paths of 2 items were copied.',
  ]);
});

test('what is not synced has no place there, and nothing is copied', async () => {
  const paths = [`${pair.folder}/a`, '/etc/passwd'];
  await expect(done({ kind: 'copy-path', paths })).rejects.toMatchObject({ code: 'NOT_IN_A_PAIR' });
});

test('a pause is of the whole synced folder, and says so', async () => {
  const paths = [`${pair.folder}/a.txt`, pair.folder, `${pair.folder}/b/c.txt`];
  expect(await done({ kind: 'pause', paths })).toEqual([
    'paused 1',
    'Syncing of Documents is paused. Resume it in KooSync.',
  ]);
  await expect(done({ kind: 'pause', paths: ['/etc/passwd'] })).rejects.toMatchObject({
    code: 'NOT_IN_A_PAIR',
  });
});
