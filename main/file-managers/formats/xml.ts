/**
 * Where the elements of an XML document are, for changing one and leaving every other byte as it is. No parser that
 * gives values and writes them anew could do that. It understands what GLib's GMarkup does, which file managers
 * read with, and says undefined of all else.
 */
export type XmlElement = {
  readonly name: string;
  /** of the whole element, in UTF-16 units of the text; `end` is behind its last */
  readonly start: number;
  end: number;
  /** of what is between its tags; undefined where it is one empty tag */
  readonly innerStart: number | undefined;
  innerEnd: number | undefined;
  readonly children: XmlElement[];
  /** its own text, entities resolved; that of its children is theirs */
  text: string;
};

const name = '[\\p{L}_:][\\p{L}\\p{N}_:.-]*';
const tokens = {
  comment: /<!--[\s\S]*?-->/uy,
  data: /<!\[CDATA\[([\s\S]*?)\]\]>/uy,
  instruction: /<\?[\s\S]*?\?>/uy,
  declaration: /<![A-Za-z][^<>[]*(?:\[(?:<[^>]*>|[^<\]])*\][^<>]*)?>/uy,
  end: new RegExp(`</(${name})\\s*>`, 'uy'),
  start: new RegExp(`<(${name})((?:\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'uy'),
  text: /[^<]+/uy,
} as const;

/** No list of menu entries is larger; what is, costs no time. */
const longest = 4 * 1024 * 1024;
const deepest = 100;

/** The root element; undefined when the text is no well-formed document. */
export function readXml(text: string): XmlElement | undefined {
  if (text.length > longest) return undefined;
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const take = (token: keyof typeof tokens): RegExpExecArray | null => {
    tokens[token].lastIndex = at;
    const found = tokens[token].exec(text);
    if (found) at += found[0].length;
    return found;
  };

  while (at < text.length) {
    const start = at;
    const parent = open.at(-1);
    if (take('comment') || take('instruction')) continue;
    const data = take('data');
    if (data) {
      if (!parent) return undefined;
      parent.text += data[1] ?? '';
      continue;
    }
    if (take('declaration')) {
      if (root) return undefined;
      continue;
    }
    const end = take('end');
    if (end) {
      if (parent === undefined || parent.name !== end[1]) return undefined;
      parent.innerEnd = start;
      parent.end = at;
      open.pop();
      continue;
    }
    const began = take('start');
    if (began) {
      const isEmpty = began[3] === '/';
      if (resolved(began[2] ?? '') === undefined || (!parent && root) || open.length >= deepest)
        return undefined;
      const element: XmlElement = {
        name: began[1] ?? '',
        start,
        end: at,
        innerStart: isEmpty ? undefined : at,
        innerEnd: undefined,
        children: [],
        text: '',
      };
      parent?.children.push(element);
      root ??= element;
      if (!isEmpty) open.push(element);
      continue;
    }
    const between = resolved(take('text')?.[0]);
    if (between === undefined) return undefined;
    if (parent) parent.text += between;
    else if (between.trim() !== '') return undefined;
  }
  return open.length === 0 ? root : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text with its entities resolved; undefined where one is none. */
function resolved(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let isWhole = true;
  const plain = text.replaceAll(/&([^;&\s]*;)?/gu, (_, entity: string | undefined) => {
    const known = entity === undefined ? undefined : entityOf(entity.slice(0, -1));
    if (known === undefined) isWhole = false;
    return known ?? '';
  });
  return isWhole ? plain : undefined;
}

function entityOf(entity: string): string | undefined {
  if (Object.hasOwn(entities, entity)) return entities[entity];
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/u.exec(entity) ?? [];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return Number.isNaN(code) || code === 0 || code > 0x10_ff_ff ? undefined : String.fromCodePoint(code);
}

/** Text as it stands in an element. */
export const xmlText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // a bare one would be read as the end of a line of the file
    .replaceAll('\r', '&#13;');
