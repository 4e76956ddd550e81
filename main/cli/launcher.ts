/**
 * What `koosync` starts: finds a Node new enough for the product and runs koosync-main.js on it. Nothing here may need a
 * new Node, since telling a user that theirs is too old is half of its work (Node 18 and newer run it).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Translate } from '../../shared/strings/index.ts';
import { nodeFits } from './fitting-node.ts';

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * The Node that npm brought with the checkout: in out/cli's own package and nowhere above it, where a stranger may have
 * put one.
 */
const projectNode = (): string | undefined => {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packages = path.join(here, '..', '..', 'node_modules');
  const node = path.join(packages, `node-${system}-${process.arch}`, 'bin', name);
  return existsSync(node) ? node : undefined;
};

/** The last words of a launcher that cannot start anything. The strings are loaded for this alone. */
const end = async (sentence: (translate: Translate) => string): Promise<void> => {
  const { createWords, languageOf } = await import('../lib/i18n.ts');
  const { translate } = createWords(languageOf('system', process.env));
  process.stderr.write(`koosync: ${sentence(translate)}\n`);
  process.exit(1);
};

const start = (node: string): void => {
  // Nothing is sent over the channel: that it breaks is how the child learns of our end, kill -9 included (parent-watch.ts).
  const args = ['--max-semi-space-size=8', path.join(here, 'koosync-main.js'), ...process.argv.slice(2)];
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, KOOSYNC_LAUNCHED: '1' },
  });
  // A terminal sends Ctrl-C to both of us; the child decides how to end and we wait for it. Sent a second time it is
  // harmless, and a signal sent to us alone (kill, systemd) reaches it this way. On Windows nobody can send one to us alone,
  // and what is sent on ends the child at once.
  const isWindows = process.platform === 'win32';
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
    process.on(signal, () => {
      if (!isWindows) child.kill(signal);
    });
  }
  child.on('error', ({ message }) => {
    void end((translate) => translate('cliError.nodeFailed', { node, message }));
  });
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
  });
};

if (nodeFits(process.versions.node)) {
  // A name that TypeScript does not follow: the bundle lies beside this one only after the build.
  const main: string = './koosync-main.js';
  await import(main);
} else {
  const node = projectNode();
  if (node === undefined) {
    const { node: found } = process.versions;
    await end((translate) => translate('cliError.nodeTooOld', { found }));
  } else start(node);
}
