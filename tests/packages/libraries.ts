/** Which of Debian's packages has what an rpm asks for, since rpm on Debian looks for nothing. */

import { debianPackages } from '../../scripts/package/libraries.ts';

const debianOf: Readonly<Record<string, string>> = {
  ...debianPackages,
  'libc.so.6': 'libc6',
  'xdg-utils': 'xdg-utils',
};

/**
 * Debian's packages for the Requires of an rpm (`rpm -qpR`): no more than it asks for. Throws for one that is not
 * known here.
 */
export const debianFor = (requires: readonly string[]): string[] => {
  const wanted = requires
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(rpmlib\(|\/bin\/sh)/u.test(line))
    .map((line) => {
      // libc.so.6(GLIBC_2.28)(64bit), xdg-utils >= 1.1
      const name = line.replace(/[( ].*$/u, '');
      const found = debianOf[name];
      if (found === undefined)
        throw new Error(`What has ${line} is not known in scripts/package/libraries.ts.`);
      return found;
    });
  return [...new Set(wanted)];
};
