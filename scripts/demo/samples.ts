/** The folder as one finds it on people's disks: a report, a table, notes, pictures, a folder in the folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { yesterday } from './report.ts';

export const reportName = 'Third quarter report.md';

const budget = (): string => {
  const accounts = [
    ['Rent, roastery', 6_400, 6_400],
    ['Rent, cafes', 11_850, 11_850],
    ['Green coffee', 38_200, 41_730],
    ['Packaging', 4_100, 3_965],
    ['Wages', 52_700, 52_700],
    ['Energy', 5_900, 6_340],
    ['Delivery', 7_300, 7_910],
    ['Repairs', 1_500, 640],
    ['Advertising', 2_400, 2_275],
  ] as const;
  const rows = ['July', 'August', 'September'].flatMap((month, index) =>
    accounts.map(([account, planned, spent]) => {
      // A little more of everything each month, so that the table is not three times the same.
      const actual = account.startsWith('Rent') ? spent : Math.round(spent * (0.97 + index * 0.025));
      return `${month},"${account}",${planned},${actual},${actual - planned}`;
    }),
  );
  return `Month,Account,Planned,Actual,Difference\r\n${rows.join('\r\n')}\r\n`;
};

const notes = `Monday round

Marta, Jun, Ines, Theo

- second drum: noise from the left bearing, technician comes on Thursday
- web shop: gift boxes online from the first of the month
- islands: free delivery is dear, Ines collects figures
- summer party photographs are in Pictures

Open: who closes the harbour cafe on the 24th?
`;

const supplier = `Supply agreement, draft 2

between Northwind Roasters and the cooperative of Finca El Rosal

1. Quantity: 120 bags of 60 kg, washed, screen 16 and above.
2. Price: fixed until 31 January, afterwards by the exchange plus 0.42 per pound.
3. Delivery: in three parts, the first before the end of the year.
`;

/** A harbour at dusk, painted as SVG. */
const harbour = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="600" viewBox="0 0 960 600">
  <defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#27406b"/><stop offset="0.6" stop-color="#d9826b"/><stop offset="1" stop-color="#f6cf8f"/>
    </linearGradient>
    <linearGradient id="sea" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#c98a74"/><stop offset="1" stop-color="#1d2f4f"/>
    </linearGradient>
  </defs>
  <rect width="960" height="380" fill="url(#sky)"/>
  <circle cx="660" cy="345" r="46" fill="#fbe3ac"/>
  <rect y="370" width="960" height="230" fill="url(#sea)"/>
  <path d="M0 370 L120 310 L230 345 L340 290 L470 370 Z" fill="#3b3f5c"/>
  <path d="M610 384 h100 l-14 8 h-72 z M622 402 h76 l-10 7 h-58 z" fill="#fbe3ac" opacity="0.7"/>
  <g fill="#22263a">
    <path d="M180 470 h190 l-28 42 h-134 z"/><rect x="268" y="300" width="6" height="172"/>
    <path d="M276 310 L352 456 L276 456 Z" fill="#f3e9d8"/><path d="M266 330 L206 456 L266 456 Z" fill="#e2d3bb"/>
    <path d="M560 520 h240 l-34 46 h-176 z"/><rect x="620" y="478" width="96" height="44" fill="#f3e9d8"/>
    <rect x="634" y="490" width="16" height="16"/><rect x="662" y="490" width="16" height="16"/>
  </g>
</svg>
`;

const floorPlan = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" viewBox="0 0 640 400">
  <g fill="none" stroke="#333" stroke-width="4"><rect x="20" y="20" width="600" height="360"/>
  <path d="M20 220 H260 M320 220 H620 M380 20 V220"/></g>
  <g font-family="sans-serif" font-size="20" fill="#333"><text x="120" y="120">Roastery</text>
  <text x="450" y="120">Store room</text><text x="260" y="310">Cafe, 34 seats</text></g>
</svg>
`;

/** Gives the number of files written. */
export const writeSamples = async (folder: string): Promise<number> => {
  const files: Record<string, string | Uint8Array> = {
    [reportName]: yesterday.outline,
    'Budget third quarter.csv': budget(),
    'Notes.txt': notes,
    'Contracts/Supply agreement draft.txt': supplier,
    'Pictures/Harbour at dusk.png': new Resvg(harbour).render().asPng(),
    'Pictures/Floor plan.svg': floorPlan,
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return Object.keys(files).length;
};
