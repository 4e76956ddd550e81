/** How the app is started again after an update: pure. */

/** Of the words that this process was started with, those that say how it runs, not what it was asked for. */
export function wordsToKeep(words: readonly string[]): readonly string[] {
  // after these come paths, whatever they look like
  const asked = words.findIndex((word) => /^--(?:view-versions|copy-path|pause)(?:=|$)/u.test(word));
  return (asked < 0 ? words : words.slice(0, asked)).filter(
    (word) => word.startsWith('--') && word !== '--hidden',
  );
}

/**
 * The environment without what the AppImage that ends has put into it: its paths lead into a mount that is there no more.
 */
export function environmentToKeep(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept: Record<string, string | undefined> = { ...env };
  const mount = env['APPDIR'];
  for (const own of ['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD']) Reflect.deleteProperty(kept, own);
  if (mount === undefined || !mount.startsWith('/')) return kept;
  for (const [name, value] of Object.entries(kept)) {
    if (value?.includes(mount) !== true) continue;
    const paths = value.split(':').filter((path) => path !== mount && !path.startsWith(`${mount}/`));
    if (paths.every((path) => path === '')) Reflect.deleteProperty(kept, name);
    else kept[name] = paths.join(':');
  }
  return kept;
}
