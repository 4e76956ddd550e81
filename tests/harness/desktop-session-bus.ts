/** A session bus of our own: nothing of the machine's desktop is on it, and nothing is started through it by name. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProgram } from './desktop-session-programs.ts';

const config = (
  socket: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** `folder` must be short: a socket's path has room for 107 bytes. */
export const startBus = async (
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly address: string; stop(): Promise<void> }> => {
  const file = path.join(folder, 'bus.conf');
  await writeFile(file, config(path.join(folder, 'bus')));
  const daemon = startProgram(
    'dbus-daemon',
    ['--nofork', '--nopidfile', `--config-file=${file}`, '--print-address=3'],
    env,
  );
  return { address: await daemon.address, stop: () => daemon.stop() };
};
