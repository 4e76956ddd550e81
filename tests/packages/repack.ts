/**
 * The same package with a higher version, made in seconds: upgrading and going back are about the version that the
 * package managers read, and about files that are replaced under a running app.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Machine } from './machine.ts';

const out = (program: string, args: readonly string[]): Buffer =>
  execFileSync(program, args, { maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'pipe'] });

type Member = { readonly name: string; readonly body: Buffer };

/** What a deb is: an archive of ar with three members. */
function readAr(bytes: Buffer): Member[] {
  const magic = '!<arch>\n';
  if (bytes.toString('latin1', 0, magic.length) !== magic) throw new Error('This is no archive of ar.');
  const members: Member[] = [];
  for (let at = magic.length; at < bytes.length;) {
    const header = bytes.toString('latin1', at, at + 60);
    const size = Number(header.slice(48, 58));
    members.push({
      name: header.slice(0, 16).trim().replace(/\/$/u, ''),
      body: bytes.subarray(at + 60, at + 60 + size),
    });
    at += 60 + size + (size % 2);
  }
  return members;
}

const writeAr = (members: readonly Member[]): Buffer =>
  Buffer.concat([
    Buffer.from('!<arch>\n'),
    ...members.flatMap(({ name, body }) => [
      Buffer.from(
        `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(body.length).padEnd(10)}\`\n`,
      ),
      body,
      Buffer.alloc(body.length % 2, '\n'),
    ]),
  ]);

/** `name`: what package managers call it */
type Next = { readonly file: string; readonly name: string };

/** A deb of a higher version, in `folder`; its files are not unpacked. */
export function nextDeb(deb: string, folder: string): Next {
  const scratch = mkdtempSync(join(tmpdir(), 'koo-deb-'));
  try {
    execFileSync('dpkg-deb', ['--control', deb, scratch]);
    const control = readFileSync(join(scratch, 'control'), 'utf8');
    const name = /^Package: (.*)$/mu.exec(control)?.[1] ?? '';
    writeFileSync(join(scratch, 'control'), control.replace(/^Version: .*$/mu, '$&+next'));
    const packed = out('tar', ['--owner=0', '--group=0', '-czf', '-', '-C', scratch, '.']);
    const members = readAr(readFileSync(deb)).map((member) =>
      member.name.startsWith('control.tar') ? { name: 'control.tar.gz', body: packed } : member,
    );
    const file = join(folder, `next-${basename(deb)}`);
    writeFileSync(file, writeAr(members));
    return { file, name };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Words that rpmbuild would read as macros. */
const plain = (script: string): string => (script === '(none)' ? '' : script.replaceAll('%', '%%'));

const scripts = {
  POSTIN: '%post',
  POSTUN: '%postun',
  PREIN: '%pre',
  PREUN: '%preun',
  POSTTRANS: '%posttrans',
} as const;

/**
 * An rpm of the next release, made of all that one holds and asks for; by the programs of the desktop (rpm), at /tmp/next
 * there. Gives its path there.
 */
export async function nextRpm(machine: Machine, rpm: string): Promise<Next> {
  const on = { on: 'desk' } as const;
  const top = '/tmp/next';
  mkdirSync(machine.path(top, 'desk'));
  copyFileSync(rpm, machine.path(`${top}/now.rpm`, 'desk'));
  const ask = (format: string) => machine.must(['rpm', '-qp', '--qf', format, `${top}/now.rpm`], on);
  const said = async (tag: string) => plain((await ask(`%{${tag}}`)).trim());
  const header = ['NAME', 'VERSION', 'SUMMARY', 'LICENSE'].map(
    async (tag) => `${tag[0] ?? ''}${tag.slice(1).toLowerCase()}: ${await said(tag)}`,
  );
  const requires = (await ask('[Requires: %{REQUIRENAME} %{REQUIREFLAGS:depflags} %{REQUIREVERSION}\n]'))
    .split('\n')
    .filter((line) => line !== '' && !/: (rpmlib\(|\/bin\/sh )/u.test(line));
  const hooks = await Promise.all(
    Object.entries(scripts).map(async ([tag, section]) => {
      const script = await said(tag);
      return script === '' ? '' : `${section}\n${script}\n`;
    }),
  );
  const files = (await ask('[%{FILEMODES:perms} %{FILENAMES}\n]')).split('\n').flatMap((line) => {
    const [, mode = '', name = ''] = /^(\S+) (.*)$/u.exec(line) ?? [];
    return name === '' ? [] : [`${mode.startsWith('d') ? '%dir ' : ''}"${plain(name)}"`];
  });
  const spec = [
    ...(await Promise.all(header)),
    `Release: ${await said('RELEASE')}.next`,
    'AutoReqProv: no',
    ...requires.map((line) => line.trim()),
    '%global __os_install_post %{nil}',
    '%global _build_id_links none',
    '%description',
    'The same, and newer.',
    '%install',
    `mkdir -p %{buildroot} && cd %{buildroot} && rpm2cpio ${top}/now.rpm | cpio -idm --quiet`,
    ...hooks,
    '%files',
    '%defattr(-,root,root,-)',
    ...files,
    '',
  ].join('\n');
  writeFileSync(machine.path(`${top}/next.spec`, 'desk'), spec);
  const define = [
    '--define',
    `_topdir ${top}`,
    '--define',
    '_binary_payload w0.gzdio',
    '--define',
    '_rpmfilename next.rpm',
  ];
  const arch = (await ask('%{ARCH}')).trim();
  await machine.must(['rpmbuild', '-bb', '--quiet', '--target', arch, ...define, `${top}/next.spec`], on);
  return { file: `${top}/RPMS/next.rpm`, name: await said('NAME') };
}
