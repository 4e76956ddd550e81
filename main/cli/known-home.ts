/**
 * Packages ask for the home folder while they are loaded, and Node throws where HOME is unset and no list of users has
 * ours (a container may run as anybody). Imported first by main.ts: with an empty HOME they load, and whoever needs the
 * folder says that it is not known (lib/user-home.ts).
 */
import { homedir } from 'node:os';

try {
  homedir();
} catch {
  process.env['HOME'] = '';
}
