/**
 * settings.json in the state folder: read, checked, changed, followed. The only importer of conf, which writes
 * atomically and keeps the file's other keys. Two processes (the app and the CLI) may share one file, so nothing is held
 * for longer than the file stays the same.
 *
 * A file that cannot be understood is never written over: every call throws SETTINGS_BROKEN (or STATE_NEWER, when a
 * newer KooSync wrote it) until a user has repaired or moved it away.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { followNames } from '../lib/file-events.ts';
import { diskError, fsCodeOf, fsFailureOf } from '../lib/fs-errors.ts';
import { realClock, type Clock } from '../lib/clock.ts';
import { KooError, type SentenceValues } from '../model/errors.ts';
import { nothingFixed, refuseFixed, underFixed, type FixedSettings } from './fixed-settings.ts';
import { migrate, versionOf } from './migrations.ts';
import { Conf } from './quiet-conf.ts';
import { currentVersion, settingsSchema, type SettingsChange, type SettingsValues } from './schema.ts';
import { SettingsInForce, type SettingsListener } from './settings-in-force.ts';

export type Settings = {
  /** absolute path of settings.json; the file need not exist */
  readonly path: string;
  /** The values now, defaults filled in. Cheap: one stat when the file did not change. Throws SETTINGS_BROKEN, STATE_NEWER. */
  get(): SettingsValues;
  /** What the file says, fixed settings or not. Throws as get() does. */
  stored(): SettingsValues;
  /**
   * Changes some keys on disk and gives the values after it. Throws as get() does, and DISK_FULL, FOLDER_UNREADABLE, and
   * BAD_USAGE where one of them is fixed.
   */
  set(change: SettingsChange): SettingsValues;
  /** As get(), but while the file cannot be understood, gives the values in force. Never throws. */
  latest(): SettingsValues;
  /** The values in force: those that whoever follows the settings was told last. Never throws. */
  inForce(): SettingsValues;
  /**
   * Follows the settings until the function it gives is called: `set` of this process is told at once, another process
   * or an editor within a second or two.
   */
  onChange(listener: SettingsListener): () => void;
};

const fileName = 'settings.json';

/** Opens (and checks, but does not write) the settings of a state folder that exists. Throws SETTINGS_BROKEN, STATE_NEWER. */
export const openSettings = (
  home: string,
  clock: Clock = realClock,
  fixed: FixedSettings = nothingFixed,
): Settings => {
  const path = join(home, fileName);
  let seen: { readonly stamp: string | undefined; readonly values: SettingsValues } | undefined;

  const stored = (): SettingsValues => {
    const stamp = stampOf(path);
    if (seen && seen.stamp === stamp) return seen.values;
    // conf makes the folder as soon as it is asked; reading leaves no trace
    const values = parse(path, stamp === undefined ? {} : load(path, home).store);
    seen = { stamp, values };
    return values;
  };
  const withFixed = createFixing(fixed);
  const read = () => withFixed(stored());
  const follow = (happened: () => void) => followNames(home, new Set([fileName]), happened);
  const inForce = new SettingsInForce({ read, stamp: () => stampOf(path), follow }, clock);

  return {
    path,
    get: read,
    stored,
    latest: () => {
      try {
        return read();
      } catch {
        return withFixed(inForce.values);
      }
    },
    inForce: () => withFixed(inForce.values),
    onChange: (listener) => {
      const off = inForce.onChange(listener);
      // what is looked at by the listening is found by the next look at the file
      const offFixed = fixed.onChange(() => undefined);
      return () => {
        off();
        offFixed();
      };
    },
    set: (change) => {
      read();
      refuseFixed(change, fixed.values());
      const file = load(path, home);
      const next: Record<string, unknown> = { ...migrate(file.store), version: currentVersion };
      for (const [key, value] of Object.entries(change)) {
        if (value === undefined) Reflect.deleteProperty(next, key);
        else next[key] = value;
      }
      parse(path, next);
      try {
        file.store = next;
      } catch (cause) {
        throw writeError(path, cause);
      }
      seen = undefined;
      const values = read();
      inForce.put(values);
      return values;
    },
  };
};

/** The values with what is fixed; the same object as long as both are the same, for it is asked at each use. */
const createFixing = (fixed: FixedSettings): ((values: SettingsValues) => SettingsValues) => {
  let known:
    { readonly of: SettingsValues; readonly with: object; readonly values: SettingsValues } | undefined;
  return (values) => {
    const held = fixed.values();
    if (known?.of !== values || known.with !== held)
      known = { of: values, with: held, values: underFixed(values, held) };
    return known.values;
  };
};

/** Some hundred times what anybody writes, bytes: more would fill the memory. */
const longestSettings = 1024 * 1024;

/** conf on the file, without defaults of its own: what is in the file is what a user or we wrote. */
const load = (path: string, home: string): Conf => {
  try {
    // a folder cannot be read, and reading a pipe never ends
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() === false) throw broken(path, 'not a file', { say: 'sentence.settingsNoFile', path });
    if (stat !== undefined && stat.size > longestSettings)
      throw broken(path, 'too large', { say: 'sentence.settingsBroken', path });
    return new Conf({
      cwd: home,
      configName: 'settings',
      fileExtension: 'json',
      accessPropertiesByDotNotation: false,
      clearInvalidConfig: false,
      configFileMode: 0o600,
      deserialize,
    });
  } catch (cause) {
    throw unread(path, cause);
  }
};

/** Why the content is not known: the disk did not give it, or nobody can make anything of it. */
const unread = (path: string, cause: unknown): KooError => {
  if (cause instanceof KooError) return cause;
  const system = fsCodeOf(cause);
  if (system === '') return broken(path, 'not JSON', { say: 'sentence.settingsBroken', path }, cause);
  return broken(
    path,
    `not readable: ${system}`,
    fsFailureOf(cause) === 'denied'
      ? { say: 'sentence.settingsUnreadable', path }
      : { say: 'sentence.settingsUnread', path, system },
    cause,
  );
};

/** conf alone would take `[]` or `"text"` for an empty store, and the next change would write over it. */
const deserialize = (text: string): Record<string, unknown> => {
  // editors on Windows begin a text with a mark
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/u, ''));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('no JSON object');
  return value as Record<string, unknown>;
};

const parse = (path: string, raw: Readonly<Record<string, unknown>>): SettingsValues => {
  if (versionOf(raw) > currentVersion)
    throw new KooError(
      'STATE_NEWER',
      `settings.json has version ${versionOf(raw)}, known is ${currentVersion}`,
      {
        detail: { path },
      },
    );
  const parsed = settingsSchema.safeParse(migrate(raw));
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ');
  throw broken(path, `bad value of ${names}`, { say: 'sentence.settingsValue', path, names }, parsed.error);
};

const broken = (path: string, what: string, values: SentenceValues, cause?: unknown): KooError =>
  new KooError('SETTINGS_BROKEN', `settings.json: ${what}`, { cause, detail: { path, values } });

const writeError = (path: string, cause: unknown): KooError => {
  const system = fsCodeOf(cause);
  const { code } = diskError(cause, 'settings', path, { denied: 'FOLDER_UNREADABLE' });
  const isDenied = fsFailureOf(cause) === 'denied';
  return new KooError(code, `settings.json cannot be written: ${system || String(cause)}`, {
    cause,
    detail: {
      path,
      values:
        isDenied || system === ''
          ? { say: 'sentence.settingsUnwritable', path }
          : { say: 'sentence.settingsFailed', path, system },
    },
  });
};

/**
 * Tells one content of the file from another, undefined without a file, which a link to nowhere is, too: conf replaces
 * the file by rename, so the inode changes as well.
 */
const stampOf = (path: string): string | undefined => {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat && `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  } catch {
    // whoever reads it is told why
    return 'unreadable';
  }
};
