/** Two instances of syncthing on loopback, one of which has files and the other takes them; no discovery, no relays. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processStats } from '../process-stats.ts';
import { pause } from '../trivial-world.ts';
import { freePort, writeWork, type Took, type Work } from './work.ts';

const startMs = 60_000;
const syncMs = 900_000;
const lookMs = 50;

type Instance = {
  readonly home: string;
  readonly folder: string;
  readonly device: string;
  readonly port: number;
  readonly gui: number;
};

/**
 * STMONITORED: what it tells the process that does the work. Without it a second process watches over that one, which would
 * outlive it when it is killed.
 */
const boot = { STNODEFAULTFOLDER: '1', STNOUPGRADE: '1', STMONITORED: 'yes' };

async function prepare(executable: string, base: string, name: string): Promise<Instance> {
  const home = join(base, name);
  const folder = join(base, `${name}-files`);
  for (const each of [home, folder]) mkdirSync(each);
  const env = { ...boot, PATH: process.env['PATH'], HOME: home };
  execFileSync(executable, ['generate', '--home', home], { env, stdio: 'ignore' });
  const said = execFileSync(executable, ['serve', '--home', home, '--device-id'], { env, encoding: 'utf8' });
  return { home, folder, device: said.trim(), port: await freePort(), gui: await freePort() };
}

/**
 * Its defaults, but for what would reach out of this machine, the low priority that it gives itself, and the ten seconds that
 * it waits after an event: it is told when to look.
 */
const configuration = (own: Instance, all: readonly Instance[]): string => `<configuration version="36">
  <folder id="bench" path="${own.folder}" type="sendreceive" rescanIntervalS="0" fsWatcherEnabled="false">
    ${all.map(({ device }) => `<device id="${device}"></device>`).join('')}
  </folder>
  ${all
    .map(
      ({ device, port }) =>
        `<device id="${device}" name="${device.slice(0, 7)}"><address>tcp://127.0.0.1:${String(port)}</address></device>`,
    )
    .join('')}
  <gui enabled="true" tls="false"><address>127.0.0.1:${String(own.gui)}</address><apikey>bench</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:${String(own.port)}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <startBrowser>false</startBrowser>
    <reconnectionIntervalS>1</reconnectionIntervalS>
    <urAccepted>-1</urAccepted>
    <crashReportingEnabled>false</crashReportingEnabled>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <setLowPriority>false</setLowPriority>
  </options>
</configuration>
`;

async function ask<T>({ gui }: Instance, path: string, method = 'GET'): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${String(gui)}/rest/${path}`, {
    method,
    headers: { 'x-api-key': 'bench' },
  });
  if (!answer.ok) throw new Error(`syncthing: ${path}: ${String(answer.status)}`);
  const text = await answer.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function until(what: string, limitMs: number, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`syncthing: ${what} did not happen`);
    await pause(lookMs);
  }
}

const isConnected = async (one: Instance, other: Instance): Promise<boolean> => {
  type Answer = { readonly connections: Readonly<Record<string, { readonly connected: boolean }>> };
  const { connections } = await ask<Answer>(one, 'system/connections');
  return connections[other.device]?.connected === true;
};

/** From the order to look through the folder until the other side has every file, and the sender's CPU meanwhile. */
export async function syncthingTook(executable: string, work: Work): Promise<Took> {
  const base = mkdtempSync(join(tmpdir(), 'koosync-syncthing-'));
  const running: ChildProcess[] = [];
  try {
    const all = [
      await prepare(executable, base, 'sender'),
      await prepare(executable, base, 'receiver'),
    ] as const;
    const [sender, receiver] = all;
    for (const one of all) {
      writeFileSync(join(one.home, 'config.xml'), configuration(one, all));
      const env = { ...boot, PATH: process.env['PATH'], HOME: one.home };
      running.push(
        spawn(executable, ['serve', '--home', one.home, '--no-browser'], { env, stdio: 'ignore' }),
      );
    }
    await until('connecting', startMs, () => isConnected(sender, receiver).catch(() => false));
    writeWork(sender.folder, work, 1);
    const pid = running[0]?.pid ?? 0;
    const before = processStats(pid).cpuS;
    const begun = performance.now();
    await ask(sender, 'db/scan?folder=bench', 'POST');
    type Status = { readonly inSyncFiles: number; readonly globalFiles: number };
    await until('arriving', syncMs, async () => {
      const { inSyncFiles, globalFiles } = await ask<Status>(receiver, 'db/status?folder=bench');
      return inSyncFiles === work.files && globalFiles === work.files;
    });
    return { ms: performance.now() - begun, cpuS: processStats(pid).cpuS - before };
  } finally {
    for (const child of running) child.kill('SIGKILL');
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}
