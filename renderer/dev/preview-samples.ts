/** Files for the preview on the dev page, by the name in its address. */
import type { Language } from '../../shared/strings/index.ts';
import {
  docxOf,
  odfOf,
  oleOf,
  pdfOf,
  pngOf,
  pngThatSays,
  pptxOf,
  utf16,
  utf8,
  wavOf,
  xlsxOf,
  zipOf,
} from './preview-files.ts';

export type PreviewSample = {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly title: string;
};

const code = `/** Keeps a folder and its history in step. */
import { watch } from 'node:fs';

const settleMs = 400;

export class Folder {
  readonly #path: string;
  #pending = new Map<string, number>();

  constructor(path: string) {
    this.#path = path; // absolute
  }

  /** A change has settled when nothing moved for a while. */
  async settle(name: string, now = Date.now()): Promise<boolean> {
    const since = this.#pending.get(name) ?? now;
    if (now - since < settleMs) return false;
    this.#pending.delete(name);
    return /\\.tmp$/u.test(name) === false;
  }
}
`;

const codeAfter = code
  .replace('const settleMs = 400;', 'const settleMs = 650;\nconst retries = 3;')
  .replace('this.#path = path; // absolute', 'this.#path = path; // absolute, without links')
  .replace('    this.#pending.delete(name);\n', '');

const markdown = `# Autumn plan

We move to the **new office** in *November*. See the [floor plan](https://example.com/plan) first.

## To do

- [x] Order desks
- [ ] Label the boxes
  - kitchen
  - archive
- [ ] Tell \`facilities@\`

> Nothing leaves the old office before the keys are handed over.

| Room | Seats | Who |
| --- | ---: | --- |
| 3.01 | 12 | Design |
| 3.02 | 8 | Research |

\`\`\`ts
const boxes = rooms.flatMap((room) => room.boxes);
\`\`\`

![The floor](floor.png)

<script>alert('never')</script>
`;

const csv = `Date,Item,Quantity,Price
2026-11-02,Desk,12,249.00
2026-11-02,Chair,24,129.50
2026-11-03,Lamp,12,39.90
2026-11-09,"Shelf, oak",6,180.00
2026-11-12,Whiteboard,2,95.00
`;
const csvAfter = csv
  .replace('Chair,24,129.50', 'Chair,26,129.50')
  .replace('2026-11-12,Whiteboard,2,95.00\n', '2026-11-12,Whiteboard,3,89.00\n2026-11-14,Plant,8,14.90\n')
  .replace('2026-11-03,Lamp,12,39.90\n', '');

const sky = (shift: number) =>
  pngOf(480, 320, (x, y) => {
    const sun = (x - 330 + shift) ** 2 + (y - 110) ** 2 < 52 ** 2;
    const hill = y > 220 + 40 * Math.sin(x / 60 + shift / 40);
    if (sun) return [250, 196, 84];
    if (hill) return [24, 104 + Math.round(y / 8), 98];
    return [200 - Math.round(y / 4), 224 - Math.round(y / 8), 238];
  });

const letter = (weeks: string): readonly (string | readonly (readonly string[])[])[] => [
  '# Letter to the tenants',
  'Dear all,',
  `the lift will be out of order for ${weeks}. Please use the stairs in the west wing, and tell us if you need help.`,
  '- Deliveries go to the back door.',
  '- The bicycle room stays open.',
  [
    ['Floor', 'Contact'],
    ['Ground', 'Lin Yue'],
    ['First', 'Ana Souza'],
  ],
  'With kind regards',
];

const wide = (count: number, of: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => of(n)).join('\n');

const singles: Readonly<Record<string, () => readonly [name: string, bytes: Uint8Array<ArrayBuffer>]>> = {
  text: () => ['folder.ts', utf8(code)],
  long: () => ['server.log', utf8(wide(60_000, (n) => `2026-11-26 14:${n % 60} request ${n} was answered`))],
  utf16: () => ['notes.txt', utf16('会议记录\r\n一、预算讨论\r\n二、新办公室\r\n')],
  gb18030: () => [
    '说明.txt',
    new Uint8Array([0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7, 0x0a]),
  ],
  markdown: () => ['Plan.md', utf8(markdown)],
  csv: () => ['orders.csv', utf8(csv)],
  image: () => ['Landscape.png', sky(0)],
  huge: () => ['Poster.png', pngThatSays(25_000, 20_000)],
  pdf: () => [
    'Report.pdf',
    pdfOf([
      ['Quarterly report', '', 'The third quarter went better than planned.', 'Costs rose by four percent.'],
      ['Outlook', '', 'We expect the same of the fourth.'],
    ]),
  ],
  'pdf-zh': () => [
    '季度报告.pdf',
    pdfOf([['季度报告', '', '第三季度好于预期。', '成本上升了百分之四。']], true),
  ],
  'pdf-bad': () => ['Broken.pdf', utf8(`%PDF-1.7\n${'garbage '.repeat(200)}`)],
  audio: () => ['Tone.wav', wavOf(4)],
  docx: () => ['Letter.docx', docxOf(letter('two weeks'))],
  xlsx: () => [
    'Budget.xlsx',
    xlsxOf({
      Budget: [
        ['Item', 'Planned', 'Spent', 'On'],
        ['Desks', 2988, 3012.5, { date: 46_328 }],
        ['Chairs', 3108, 3108, { date: 46_328 }],
        ['Lamps', 478.8, 399, { date: 46_330 }],
      ],
      Notes: [['Ask for a discount']],
    }),
  ],
  pptx: () => [
    'Kick-off.pptx',
    pptxOf(
      [
        { title: 'A new office', lines: ['Why we move', 'What it costs', 'When'] },
        { title: 'When', lines: ['Keys on 1 November', 'Boxes until the 12th'] },
      ],
      sky(0),
    ),
  ],
  odt: () => [
    'Minutes.odt',
    odfOf(
      'text',
      '<text:h text:outline-level="1">Minutes</text:h><text:p>Present: <text:span text:style-name="B">everybody</text:span>.</text:p><text:list><text:list-item><text:p>The move</text:p></text:list-item><text:list-item><text:p>Any other business</text:p></text:list-item></text:list>',
    ),
  ],
  zip: () => [
    'Photos.zip',
    zipOf({ 'Photos/': '', 'Photos/sea.png': sky(0), 'Photos/说明.txt': '海边', 'read me.txt': 'hello' }),
  ],
  doc: () => ['年度预算.wps', oleOf(['WordDocument'], '年度预算', 'Lin Yue')],
  binary: () => ['firmware.bin', Uint8Array.from({ length: 70_000 }, (_, n) => (n * n * 7 + (n >> 3)) & 255)],
  empty: () => ['nothing.txt', new Uint8Array(0)],
};

const pairs: Readonly<
  Record<
    string,
    () => readonly [name: string, before: Uint8Array<ArrayBuffer>, after: Uint8Array<ArrayBuffer>]
  >
> = {
  text: () => ['folder.ts', utf8(code), utf8(codeAfter)],
  chinese: () => [
    '纪要.txt',
    utf8('会议纪要\n明天上午九点在三楼会议室讨论预算。\n请各部门提前准备材料。\n'),
    utf8('会议纪要\n明天下午两点在三楼会议室讨论预算。\n请各部门提前准备材料。\n会后聚餐。\n'),
  ],
  long: () => [
    'list.txt',
    utf8(wide(400, (n) => `entry ${n}`)),
    utf8(wide(400, (n) => (n % 90 === 30 ? `entry ${n} changed` : `entry ${n}`))),
  ],
  unlike: () => ['list.txt', utf8(wide(9_000, (n) => `a ${n}`)), utf8(wide(9_000, (n) => `b ${n}`))],
  csv: () => ['orders.csv', utf8(csv), utf8(csvAfter)],
  image: () => ['Landscape.png', sky(0), sky(60)],
  docx: () => ['Letter.docx', docxOf(letter('two weeks')), docxOf(letter('three weeks'))],
  pdf: () => [
    'Report.pdf',
    pdfOf([['Report', 'Costs rose by four percent.']]),
    pdfOf([['Report', 'Costs rose by six percent.']]),
  ],
  binary: () => [
    'firmware.bin',
    new Uint8Array(5_000),
    Uint8Array.from({ length: 5_200 }, (_, n) => (n > 900 ? 1 : 0)),
  ],
  same: () => ['a.txt', utf8('a'), utf8('a')],
};

/** A film, as Chromium itself makes one. */
async function film(): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [480, 270];
  const context = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  for (let n = 0; n < 25; n += 1) {
    if (context !== null) {
      context.fillStyle = `hsl(${170 + n} 50% 40%)`;
      context.fillRect(0, 0, 480, 270);
      context.fillStyle = '#ffffff';
      context.fillRect(n * 16, 110, 50, 50);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await ended;
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function previewSamples(name: string, language: Language): Promise<readonly PreviewSample[]> {
  const titles =
    language === 'zh' ? ['版本 3', '这台电脑上的文件'] : ['Version 3', 'The file on this computer'];
  if (name === 'video') return [{ name: 'Clip.webm', bytes: await film(), title: '' }];
  const pair = name.startsWith('changes-') ? pairs[name.slice('changes-'.length)]?.() : undefined;
  if (pair !== undefined) {
    const [file, ...both] = pair;
    return both.map((bytes, n) => ({ name: file, bytes, title: titles[n] ?? '' }));
  }
  const single = singles[name]?.();
  if (single === undefined) throw new Error(`renderer/dev/preview-samples.ts has no ${name}`);
  return [{ name: single[0], bytes: single[1], title: titles[0] ?? '' }];
}
