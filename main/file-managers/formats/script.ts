/**
 * A script for the "Scripts" menu of Nautilus and Caja, where they have no Python. Its name is what the menu shows. It
 * reads the addresses of what is selected and not the paths: those come one a line, and names have lines of their own.
 */
import type { Verb } from '../verbs.ts';
import { shellWord } from './shell.ts';

/** Decodes %XX to octal escapes, which every printf knows; a letter at the end keeps line breaks that end a name. */
const decode = [
  'decoded() {',
  "  printf '%s' \"$1\" | awk '{",
  '    hex = "0123456789abcdef"; out = ""',
  '    while (match($0, /%[0-9A-Fa-f][0-9A-Fa-f]/)) {',
  '      pair = tolower(substr($0, RSTART + 1, 2))',
  '      code = (index(hex, substr(pair, 1, 1)) - 1) * 16 + index(hex, substr(pair, 2, 1)) - 1',
  '      out = out plain(substr($0, 1, RSTART - 1)) sprintf("\\\\0%03o", code)',
  '      $0 = substr($0, RSTART + 3)',
  '    }',
  '    printf "%s", out plain($0)',
  '  }',
  '  function plain(text) { gsub(/\\\\/, "\\\\134", text); return text }\'',
  '}',
].join('\n');

export const menuScript = (launcher: string, verb: Verb): string =>
  `#!/bin/sh
# Written by KooSync; see docs/file-managers.md.
launcher=${shellWord(launcher)}
[ -x "$launcher" ] || exit 0
${decode}
set -f --
for address in \${NAUTILUS_SCRIPT_SELECTED_URIS:-$CAJA_SCRIPT_SELECTED_URIS}; do
  case $address in
    file://*) name=$(printf '%b.' "$(decoded "\${address#file://}")"); set -- "$@" "\${name%.}" ;;
  esac
done
[ $# -gt 0 ] && exec "$launcher" ${verb} "$@"
`;
