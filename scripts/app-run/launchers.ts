/** Two small programs in the folder of a run, for trying things: `koosync` and `koosync-desktop`, on the state of that run. */
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtCli } from './programs.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Those that differ from what the user's own shell has. */
const differing = (env: NodeJS.ProcessEnv): [string, string][] =>
  Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value !== process.env[name] ? [[name, value] as [string, string]] : [],
  );

/** Gives back what the user types for the command line. */
export const writeLaunchers = async (
  folder: string,
  env: NodeJS.ProcessEnv,
  app: readonly string[],
  cliFile = builtCli,
): Promise<string> => {
  const cli = [process.execPath, cliFile];
  if (process.platform === 'win32') {
    const file = path.join(folder, 'koosync.cmd');
    const sets = differing(env).map(([name, value]) => `set "${name}=${value}"`);
    await writeFile(
      file,
      ['@echo off', 'setlocal', ...sets, `${cli.map((word) => `"${word}"`).join(' ')} %*`, ''].join('\r\n'),
    );
    return file;
  }
  const desktop = path.join(folder, 'koosync-desktop');
  const write = async (file: string, command: readonly string[], more: [string, string][]): Promise<void> => {
    const sets = [...differing(env), ...more].map(([name, value]) => `export ${name}=${quoted(value)}`);
    await writeFile(
      file,
      ['#!/bin/sh', ...sets, `exec ${command.map(quoted).join(' ')} "$@"`, ''].join('\n'),
    );
    await chmod(file, 0o700);
  };
  await write(desktop, app, []);
  const file = path.join(folder, 'koosync');
  // so that "koosync open FILE" finds the app
  await write(file, cli, [['KOOSYNC_DESKTOP', desktop]]);
  return file;
};
