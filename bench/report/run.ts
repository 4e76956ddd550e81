/**
 * npm run bench:report -- [FILE]
 *
 * Writes what was measured (`npm run bench -- --json FILE`; docs/bench/figures.json) into the documents: pictures into
 * docs/bench/, tables between the marks of docs/performance.md, README.md and README.zh.md. Nobody types figures. Ends with 1,
 * and writes nothing, where a table asks for a figure that its row does not have any more.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { picturesOf } from './curves.ts';
import { filled } from './fill.ts';
import { readMeasurements } from './measurements.ts';
import { lostFigures, performanceSections, readmeTable } from './performance.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'bench');
const measured = readMeasurements(resolve(process.argv[2] ?? join(folder, 'figures.json')));

const lost = lostFigures(measured);
if (lost.length > 0) {
  console.error(`The tables ask for figures that their rows do not have: ${lost.join(', ')}`);
  process.exit(1);
}
const pictures = picturesOf(measured);
mkdirSync(folder, { recursive: true });
for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(folder, `${name}.svg`), svg);

const fill = (file: string, sections: Readonly<Record<string, string>>): void => {
  const path = join(root, file);
  let text = readFileSync(path, 'utf8');
  for (const [name, content] of Object.entries(sections)) text = filled(text, name, content);
  writeFileSync(path, text);
};
fill('docs/performance.md', performanceSections(measured, Object.keys(pictures)));
fill('README.md', { figures: readmeTable(measured, 'en') });
fill('README.zh.md', { figures: readmeTable(measured, 'zh') });
console.log(
  `${String(Object.keys(measured.rows).length)} rows, ${String(Object.keys(pictures).length)} pictures.`,
);
