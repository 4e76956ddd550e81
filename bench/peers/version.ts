/** The version in what a peer says of itself. */

/** `rclone v1.60.1-DEV` gives 1.60.1; undefined where the first line does not begin with the program's name and a version. */
export function versionOf(name: string, said: string): string | undefined {
  const [first = ''] = said.split('\n');
  const [, who, version] = /^(\S+) v(\d+(?:\.\d+)+)/u.exec(first) ?? [];
  return who === name ? version : undefined;
}
