/** `npm run emulator -- [--data DIR] [--port N] [--quiet]`: the emulator as a process of its own. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { defaults } from './defaults.ts';
import { StartFailure, startEmulator } from './index.ts';

const portOf = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
};

/** `POST /koodrive/ose/v1/files/create 200 0 3.1 ms` */
const lineFor = (record: object): string => {
  const line = record as Record<string, unknown>;
  if ('emulatorFault' in line) return `emulator fault: ${String(line['emulatorFault'])}`;
  const code = line['code'] === undefined ? '-' : String(line['code']);
  return `${String(line['method'])} ${String(line['path'])} ${String(line['status'])} ${code} ${String(line['ms'])} ms`;
};

const options = new Command('emulator')
  .description('A KooDrive on loopback that keeps the API document.')
  .option('--data <dir>', 'where everything is kept', join(homedir(), '.cache', 'koosync-emulator'))
  .option('--port <n>', 'port on 127.0.0.1, 0 for any free one', portOf, 0)
  .option('--quiet', 'no line per request', false)
  .option('--strict', 'refuse what the document asks for only in passing', false)
  .configureOutput({
    outputError: (text, write) => {
      write(text);
    },
  })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ data: string; port: number; quiet: boolean; strict: boolean }>();

// whatever is kept is its user's alone
process.umask(0o077);
const dataDir = resolve(options.data);
try {
  const emulator = await startEmulator({
    dataDir,
    port: options.port,
    strict: options.strict,
    ...(options.quiet
      ? {}
      : {
          log: (record: object) => {
            console.log(lineFor(record));
          },
        }),
  });
  const { userId, token, appId, appSecret, containerId } = defaults;
  const { url, storageUrl } = emulator;
  console.log(JSON.stringify({ url, storageUrl, userId, token, appId, appSecret, containerId, dataDir }));
  const stop = (): void => {
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof StartFailure ? error.message : error);
  process.exit(2);
}
