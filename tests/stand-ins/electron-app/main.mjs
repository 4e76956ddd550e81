// What Electron's own default app does, for the stand-in that came without one: run the app whose folder is the first
// argument that is no switch. Packed as resources/default_app.asar, the place the real one has, so that Playwright,
// people and electron-builder (which takes it out of packages) all treat the stand-in as they treat Electron.
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  console.error('Name the folder of the app to run.');
  process.exit(1);
}
const folder = path.resolve(given);
const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
// Both present in every Electron, though its types leave them out.
Reflect.get(app, 'setAppPath').call(app, folder);
app.setName(about.productName ?? about.name);
Reflect.get(app, 'setVersion').call(app, about.version ?? '0.0.0');
await import(pathToFileURL(path.resolve(folder, about.main ?? 'index.js')).href);
