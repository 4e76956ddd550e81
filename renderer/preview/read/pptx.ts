/** The slides of a PowerPoint file by their text, tables and pictures; the first one also as the picture it brings along. */
import type { Block, OfficeDocument, Page, Run } from './document.ts';
import { limits } from './limits.ts';
import type { OfficePackage } from './package.ts';
import { Refused } from './refusal.ts';
import { pictureOf, thumbnailOf } from './picture.ts';
import { attributesOf, readXml, relationsOf, relationsPart, type Attributes } from './xml.ts';

const presentationPart = 'ppt/presentation.xml';

export function readPptx(pack: OfficePackage): OfficeDocument {
  const xml = pack.text(presentationPart);
  if (xml === undefined) throw new Refused('damaged');
  const relations = relationsOf(pack.text(relationsPart(presentationPart)), presentationPart);
  const parts = attributesOf(xml, 'p:sldId').flatMap((slide) => relations.get(slide['r:id'] ?? '') ?? []);
  const pages: Page[] = [];
  let [blocks, pictures] = [0, 0];
  for (const part of parts) {
    if (blocks > limits.blocks) break;
    const slide = pack.text(part);
    const page = slide === undefined ? { texts: [], pictures: [] } : readSlide(slide);
    const media = relationsOf(pack.text(relationsPart(part)), part);
    const shown = page.pictures.flatMap((id): Block[] => {
      const name = media.get(id);
      const picture = name === undefined || pictures >= limits.pictures ? undefined : pictureOf(pack, name);
      pictures += picture === undefined ? 0 : 1;
      return picture === undefined ? [] : [{ kind: 'picture', picture }];
    });
    blocks += page.texts.length;
    pages.push({ blocks: [...page.texts, ...shown] });
  }
  return { pages, thumbnail: thumbnailOf(pack), cut: pages.length < parts.length };
}

type Slide = { readonly texts: readonly Block[]; readonly pictures: readonly string[] };

function readSlide(xml: string): Slide {
  const texts: Block[] = [];
  const pictures: string[] = [];
  let title = false;
  let reading = false;
  let paragraph: { runs: Run[]; depth: number } | undefined;
  let style: Omit<Run, 'text'> = {};
  let table: string[][] | undefined;
  const finish = (): void => {
    const runs = paragraph?.runs ?? [];
    const depth = paragraph?.depth ?? 0;
    paragraph = undefined;
    if (table !== undefined) {
      const cells = table.at(-1);
      if (cells !== undefined) cells.push(joined(cells.pop(), runs.map(({ text }) => text).join('')));
    } else if (runs.some(({ text }) => text.trim() !== ''))
      texts.push(
        title
          ? { kind: 'heading', level: 2, runs }
          : depth > 0
            ? { kind: 'item', depth: depth - 1, numbered: false, runs }
            : { kind: 'paragraph', runs },
      );
  };
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'p:sp') title = false;
      if (name === 'p:ph') title = /title$/iu.test(attributes['type'] ?? '');
      if (name === 'a:p') paragraph = { runs: [], depth: 0 };
      if (name === 'a:pPr' && paragraph !== undefined) paragraph.depth = Number(attributes['lvl'] ?? 0);
      if (name === 'a:rPr') style = styleOf(attributes);
      if (name === 'a:r') style = {};
      if (name === 'a:br') paragraph?.runs.push({ text: '\n' });
      if (name === 'a:tbl') table = [];
      if (name === 'a:tr') table?.push([]);
      if (name === 'a:tc') table?.at(-1)?.push('');
      if (name === 'a:blip' && attributes['r:embed'] !== undefined) pictures.push(attributes['r:embed']);
      reading = name === 'a:t';
    },
    text: (text) => {
      if (reading) paragraph?.runs.push({ text, ...style });
    },
    close: (name) => {
      reading = false;
      if (name === 'a:p') finish();
      if (name === 'a:tbl' && table !== undefined) {
        texts.push({ kind: 'table', rows: table });
        table = undefined;
      }
    },
  });
  return { texts, pictures };
}

/** Paragraphs within a cell. */
const joined = (before: string | undefined, text: string): string =>
  before === undefined || before === '' ? text : `${before}\n${text}`;

const styleOf = ({ b, i, u, strike }: Attributes): Omit<Run, 'text'> => ({
  ...(b === '1' ? { bold: true } : {}),
  ...(i === '1' ? { italic: true } : {}),
  ...(u !== undefined && u !== 'none' ? { underlined: true } : {}),
  ...(strike !== undefined && strike !== 'noStrike' ? { struck: true } : {}),
});
