/**
 * Switches that are not ours and are none of the user's mistakes: Chromium, GTK, Node's inspector and the system put them on
 * the command line, or a user who knows them. There are some two thousand of Chromium alone, so they are known by how they
 * begin. Anything else is a mistake, and said.
 */
const beginnings = [
  // Electron's list of what it documents, and its kin
  'allow-',
  'auth-',
  'disable-',
  'disk-cache-',
  'enable-',
  'experimental-',
  'force-',
  'force_',
  'host-',
  'ignore-',
  'inspect',
  'js-flags',
  'lang',
  'log-',
  'net-log',
  'no-',
  'password-store',
  'proxy-',
  'remote-',
  'trace-',
  'unsafely-',
  'user-data-dir',
  'v=',
  'vmodule',
  // how things are drawn
  'angle',
  'device-scale-factor',
  'gpu-',
  'gtk-',
  'high-dpi-',
  'in-process-gpu',
  'ozone-',
  'touch-',
  'ui-',
  'use-',
  'wayland-',
  'xdg-',
  // GTK and X session managers
  'class',
  'display',
  'gdk-',
  'name',
  'sm-',
];

/** Does this word, which begins with a dash, belong to somebody else? */
export function isForeignSwitch(word: string): boolean {
  // macOS gives a number to what the Finder opens; COM on Windows says what a click on a notification started
  if (/^-(?:psn_\d+_\d+|Embedding|ToastActivated)$/u.test(word)) return true;
  // Chromium takes one dash for two
  const [, name] = /^--?(\w.*)$/su.exec(word) ?? [];
  return name !== undefined && beginnings.some((beginning) => name.startsWith(beginning));
}
