/** Where `koosync` begins. The process, its signals and its last words are handled here and nowhere else. */
import './parent-watch.ts';
import './known-home.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWords, languageOf } from '../lib/i18n.ts';
import { asksForAnyCertificate, takeEnvironment } from '../lib/own-environment.ts';
import { workingFolder } from '../lib/working-folder.ts';
import { stoppedCode } from './exit-code.ts';
import { runCli } from './run-cli.ts';

const stop = new AbortController();
let stoppedBy: NodeJS.Signals | undefined;
/** One Ctrl-C may arrive several times: by the terminal, and by the launcher. */
const oneSignalMs = 500;
let stoppedAt = 0;
// Windows alone has SIGBREAK, for Ctrl-Break
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const)
  process.on(signal, () => {
    if (!stop.signal.aborted) stoppedAt = performance.now();
    // the second one means it: what is on disk is right after a kill at any instruction
    else if (signal === 'SIGINT' && performance.now() - stoppedAt > oneSignalMs)
      process.exit(stoppedCode(signal));
    stoppedBy ??= signal;
    stop.abort();
  });
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (thrown: unknown) => {
    const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    const { translate } = createWords(languageOf('system', process.env));
    process.stderr.write(`koosync: ${translate('cliError.crashed', { message })}\n`);
    process.exit(1);
  });

const { env } = takeEnvironment();
if (asksForAnyCertificate(env)) {
  const { translate } = createWords(languageOf('system', env));
  process.stderr.write(`koosync: ${translate('cliError.anyCertificate')}\n`);
}

process.exit(
  await runCli({
    args: process.argv.slice(2),
    env,
    cwd: workingFolder(),
    version: productVersion(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stop.signal,
    stoppedBy: () => stoppedBy,
  }),
);

/** package.json is two folders up from here, from out/cli, and in the installed app. */
function productVersion(): string {
  try {
    const product: unknown = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
    );
    return String((product as { version?: unknown }).version);
  } catch {
    return 'unknown';
  }
}
