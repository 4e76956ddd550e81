/** Where the policy of this machine stands, on each system. Why there: docs/decisions/policy.md. */
import { readFile, rm } from 'node:fs/promises';
import { join, win32 } from 'node:path';
import { runProgram, systemProgram, type RunProgram } from '../lib/programs.ts';
import { noPolicy, firstOf, readingOfJson, type PolicyReading, type PolicySource } from './reading.ts';
import { valuesOfExport } from './registry-export.ts';
import { readTrusted, type Owners } from './trusted-file.ts';

export type PolicyPlaces = {
  readonly source: PolicySource;
  /** how often it is looked at, ms: a file costs some system calls, the registry a process */
  readonly lookEveryMs: number;
};

export type MachineParts = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** who runs this; undefined: nobody knows */
  readonly userName: string | undefined;
  /** a folder for a file that lives for a moment */
  readonly scratch: string;
  readonly run?: RunProgram;
};

const root: Owners = new Set([0]);
const fileEveryMs = 8000;
const registryEveryMs = 300_000;

export const registryKey = 'HKLM\\Software\\Policies\\KooSync';
const linuxPolicy = '/etc/koosync/policy.json';
const macPolicy = '/Library/Application Support/KooSync/policy.json';
const bundleId = 'com.koosync.desktop';

export function machinePolicy({
  platform,
  env,
  userName,
  scratch,
  run = runBriefly,
}: MachineParts): PolicyPlaces {
  if (platform === 'win32') {
    // Not ProgramData: there every user may create a folder.
    const programs = env['ProgramW6432'] ?? env['ProgramFiles'] ?? 'C:\\Program Files';
    const file = policyFile(win32.join(programs, 'KooSync', 'policy.json'), 'any');
    const registry = registrySource(systemProgram('reg.exe', platform, env), scratch, run);
    return { source: firstOf([registry, file]), lookEveryMs: registryEveryMs };
  }
  if (platform === 'darwin') {
    const managed = '/Library/Managed Preferences';
    const mine = userName === undefined ? [] : [join(managed, userName, `${bundleId}.plist`)];
    const plists = [...mine, join(managed, `${bundleId}.plist`)].map((path) => plistSource(path, root, run));
    return { source: firstOf([...plists, policyFile(macPolicy, root)]), lookEveryMs: fileEveryMs };
  }
  return { source: policyFile(linuxPolicy, root), lookEveryMs: fileEveryMs };
}

/** A JSON file that one of `owners` wrote. */
export const policyFile = (path: string, owners: Owners): PolicySource => ({
  read: async () => {
    const found = await readTrusted(path, owners);
    return Buffer.isBuffer(found) ? readingOfJson(path, found.toString('utf8')) : found;
  },
});

/** A file of an e2e test, that the test's own user may have written. */
export const policyOfTest = (path: string): PolicyPlaces => ({
  source: policyFile(path, new Set([0, process.getuid?.() ?? 0])),
  lookEveryMs: 100,
});

/** Managed preferences, which a device management server puts there; plutil belongs to the system. */
function plistSource(path: string, owners: Owners, run: RunProgram): PolicySource {
  let known: { readonly bytes: Buffer; readonly reading: PolicyReading } | undefined;
  return {
    read: async () => {
      const bytes = await readTrusted(path, owners);
      if (!Buffer.isBuffer(bytes)) return bytes;
      if (known?.bytes.equals(bytes) === true) return known.reading;
      const { stdout, status } = await run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--', path]);
      const reading: PolicyReading =
        status !== 0 ? { kind: 'unusable', path, why: 'broken' } : readingOfJson(path, stdout);
      known = { bytes, reading };
      return reading;
    },
  };
}

/** `reg.exe` belongs to Windows. Its table for the console loses letters of other languages; what it exports does not. */
function registrySource(reg: string, scratch: string, run: RunProgram): PolicySource {
  const file = join(scratch, 'policy-export.reg');
  return {
    read: async () => {
      const asked = await run(reg, ['query', registryKey, '/reg:64']);
      // there is no such key; or the registry may not be asked here, and the file is left
      if (asked.status !== 0) return noPolicy;
      try {
        const { status } = await run(reg, ['export', registryKey, file, '/y', '/reg:64']);
        const values = status !== 0 ? undefined : valuesOfExport(await readFile(file, 'utf16le'));
        if (values === undefined) return { kind: 'unusable', path: registryKey, why: 'broken' };
        return { kind: 'found', path: registryKey, values };
      } catch (thrown) {
        return { kind: 'unusable', path: registryKey, why: 'unreadable', system: String(thrown) };
      } finally {
        await rm(file, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** A program that does not end is no reason to wait for ever, ms. */
const longestRun = 10_000;

const runBriefly: RunProgram = (program, args) => runProgram(program, args, { timeoutMs: longestRun });
