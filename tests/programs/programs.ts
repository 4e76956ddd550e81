/**
 * Real programs that save documents, with what each needs on the machine. `npm run test:programs` runs them; a bare
 * machine lacks most.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Need = {
  readonly what: string;
  /** Debian's package */
  readonly debian: string;
  /** ends with 0 where it is there */
  readonly check: readonly [string, ...string[]];
};

const command = (name: string, debian = name): Need => ({
  what: name,
  debian,
  check: ['sh', '-c', `command -v ${name}`],
});

export const isThere = ({ check: [program, ...words] }: Need): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0;

/** What a program works in: a folder that is synced, and one that is not. */
export type Place = { readonly synced: string; readonly beside: string };

/** Somebody at work in the program. */
export type Sitting = {
  /** saves the document, with something new in it */
  save(nth: number): Promise<void>;
  close(): Promise<void>;
};

export type Saver = {
  readonly name: string;
  readonly needs: readonly Need[];
  readonly document: string;
  /** other files that it leaves beside the document */
  readonly leaves?: readonly string[];
  /** The document is there when it resolves. */
  open(place: Place): Promise<Sitting>;
};

/** A program that answers each line with a line, once more when it has made the document. */
async function talk(child: ChildProcess, line: (nth: number) => string): Promise<Sitting> {
  let err = '';
  child.stderr?.on('data', (piece) => (err += String(piece)));
  const answers = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
  const answer = async () => {
    for (;;) {
      const { value, done } = await answers.next();
      if (done) throw new Error(`the program ended: ${err}`);
      if (value === 'made' || value === 'saved') return;
    }
  };
  await answer();
  return {
    save: async (nth) => {
      child.stdin?.write(`${line(nth)}\n`);
      await answer();
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.stdin?.end();
      await ended;
    },
  };
}

/** Runs a program to its end. */
async function run(program: string, words: readonly string[], cwd: string): Promise<void> {
  const child = spawn(program, words, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (piece) => (err += String(piece)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${String(code)}: ${err}`);
}

const driver = (name: string) => join(import.meta.dirname, 'drivers', name);
const python = '/usr/bin/python3';
const words = (nth: number) => `what was saved ${nth} times`;

const libreOffice: Saver = {
  name: 'LibreOffice',
  needs: [
    command('soffice', 'libreoffice-writer-nogui'),
    { what: 'UNO for Python', debian: 'python3-uno', check: [python, '-c', 'import uno'] },
  ],
  document: 'report.odt',
  async open({ synced, beside }) {
    const pipe = `koosync${process.pid}`;
    const office = spawn(
      'soffice',
      [
        '--headless',
        '--norestore',
        `--accept=pipe,name=${pipe};urp;`,
        `-env:UserInstallation=file://${beside}/profile`,
      ],
      { stdio: 'ignore', detached: true },
    );
    const talker = await talk(
      spawn(python, [driver('libreoffice.py'), pipe, join(synced, 'report.odt')]),
      words,
    );
    return {
      save: (nth) => talker.save(nth),
      close: async () => {
        await talker.close();
        const ended = new Promise((resolve) => office.once('close', resolve));
        // it started a process of its own, of the same group
        if (office.pid !== undefined) process.kill(-office.pid, 'SIGKILL');
        await ended;
      },
    };
  },
};

const vim = (backupcopy: 'yes' | 'no' | 'auto'): Saver => ({
  name: `Vim, backupcopy=${backupcopy}`,
  needs: [command('vim')],
  document: 'notes.txt',
  leaves: ['notes.txt~'],
  async open({ synced, beside }) {
    const document = join(synced, 'notes.txt');
    writeFileSync(document, 'the first line\n');
    const set = `set nocompatible backup writebackup backupcopy=${backupcopy} directory=${beside}`;
    return {
      save: (nth) =>
        run(
          'vim',
          [
            '-u',
            'NONE',
            '-i',
            'NONE',
            '-es',
            '-c',
            set,
            '-c',
            `normal Go${words(nth)}`,
            '-c',
            'wq',
            document,
          ],
          beside,
        ),
      close: () => Promise.resolve(),
    };
  },
});

const emacs = (backups: 'once' | 'always'): Saver => ({
  name: backups === 'once' ? 'Emacs' : 'Emacs, with a backup at every save',
  needs: [command('emacs', 'emacs-nox')],
  document: 'notes.txt',
  leaves: ['notes.txt~'],
  open({ synced }) {
    const document = join(synced, 'notes.txt');
    writeFileSync(document, 'the first line\n');
    const env = { ...process.env, DOCUMENT: document, BACKUPS: backups };
    return talk(spawn('emacs', ['-Q', '--batch', '-l', driver('emacs.el')], { env }), words);
  },
});

const rsync = (how: 'renaming' | 'inplace'): Saver => ({
  name: how === 'inplace' ? 'rsync --inplace' : 'rsync',
  needs: [command('rsync')],
  document: 'copied.txt',
  async open({ synced, beside }) {
    const source = join(beside, 'copied.txt');
    writeFileSync(source, 'the first line\n');
    const copy = () =>
      run('rsync', ['-a', ...(how === 'inplace' ? ['--inplace'] : []), source, synced], beside);
    await copy();
    return {
      save: async (nth) => {
        appendFileSync(source, `${words(nth)}\n`);
        await copy();
      },
      close: () => Promise.resolve(),
    };
  },
});

/** Every save is a version of the same file. */
export const savers: readonly Saver[] = [
  libreOffice,
  vim('yes'),
  vim('no'),
  vim('auto'),
  emacs('once'),
  emacs('always'),
  rsync('renaming'),
  rsync('inplace'),
];

export type Writer = {
  readonly name: string;
  readonly needs: readonly Need[];
  /** all that it does; resolves when it has done it */
  work(place: Place): Promise<void>;
  /** what it leaves open until the end */
  readonly stays?: boolean;
};

const git = async (cwd: string, ...args: string[]) =>
  run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], cwd);

/** Ends with what was written on KooDrive, byte for byte. */
export const writers: readonly Writer[] = [
  {
    name: 'git: ten commits, two branches, a merge, gc',
    needs: [command('git')],
    async work({ synced }) {
      await git(synced, 'init', '--quiet', '--initial-branch=main');
      for (let n = 1; n <= 10; n++) {
        appendFileSync(join(synced, 'code.txt'), `line ${n}\n`);
        writeFileSync(join(synced, `file${n}.txt`), `${n}`);
        await git(synced, 'add', '.');
        await git(synced, 'commit', '--quiet', '-m', `${n}`);
        if (n === 5) await git(synced, 'checkout', '--quiet', '-b', 'other');
      }
      await git(synced, 'checkout', '--quiet', 'main');
      writeFileSync(join(synced, 'main.txt'), 'of main');
      await git(synced, 'add', '.');
      await git(synced, 'commit', '--quiet', '-m', 'main');
      await git(synced, 'merge', '--quiet', '--no-edit', 'other');
      await git(synced, 'gc', '--quiet');
    },
  },
  ...(['DELETE', 'WAL'] as const).map((journal): Writer => ({
    name: `sqlite3: ten transactions, journal_mode=${journal}`,
    needs: [command('sqlite3')],
    async work({ synced, beside }) {
      const database = join(synced, 'data.db');
      await run('sqlite3', [database, `PRAGMA journal_mode=${journal}; CREATE TABLE t (n, text)`], beside);
      for (let n = 1; n <= 10; n++)
        await run('sqlite3', [database, `INSERT INTO t VALUES (${n}, hex(randomblob(2000)))`], beside);
    },
  })),
];

const pythonNeed: Need = { what: 'python3', debian: 'python3', check: [python, '-c', 'import mmap'] };

/** A program that keeps a file mapped, and writes to it without a time stamp for each write. */
export const mappedWriter = {
  name: 'a program that keeps a file mapped',
  needs: [pythonNeed],
  open: ({ synced }: Place): Promise<Sitting> =>
    talk(spawn(python, [driver('mapped.py'), join(synced, 'cells.db')]), (nth) => `content ${nth} `),
} as const;

const filter = (name: string, debian: string): Need => ({
  what: `LibreOffice's ${name}`,
  debian,
  check: ['sh', '-c', `ls /usr/lib/libreoffice/program/lib${name}lo.so`],
});

/** LibreOffice with what writes documents, tables and slides. */
export const office: readonly Need[] = [
  command('soffice', 'libreoffice-writer-nogui'),
  filter('sc', 'libreoffice-calc-nogui'),
  filter('sd', 'libreoffice-impress-nogui'),
];

/** Has LibreOffice write `document` of `folder` in another format, beside it; gives the path of what it wrote. */
export async function convert(folder: string, document: string, format: string): Promise<string> {
  const own = `-env:UserInstallation=file://${folder}/profile`;
  const reads = { csv: 'CSV:44,34,76,1,,0,true', html: 'HTML (StarWriter)' }[
    document.split('.').at(-1) ?? ''
  ];
  await run(
    'soffice',
    [
      own,
      '--headless',
      '--norestore',
      ...(reads === undefined ? [] : [`--infilter=${reads}`]),
      '--convert-to',
      format,
      document,
    ],
    folder,
  );
  return join(folder, `${document.split('.')[0] ?? ''}.${format}`);
}

export const everyNeed: readonly Need[] = [
  ...[...savers, ...writers, mappedWriter].flatMap(({ needs }) => needs),
  ...office,
];
