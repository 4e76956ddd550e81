/** Makes dependency-cruiser's rules out of the table in rooms.ts. Pure. */
import { rooms as table, type Room } from './rooms.ts';

/** What files of one room may import, patterns of other rooms' names resolved. */
export type Row = {
  readonly name: string;
  readonly about: string;
  readonly places: readonly Place[];
  /** what this row's own entries in the table are; the rest of what is allowed follows from them */
  readonly entries: {
    readonly rooms: readonly string[];
    readonly node: readonly string[];
    readonly packages: readonly string[];
  };
  readonly rooms: readonly string[];
  readonly node: readonly string[] | 'any';
  readonly packages: readonly string[];
};

export type Rule = {
  readonly name: string;
  readonly comment: string;
  readonly severity: 'error';
  readonly from: { readonly path?: string; readonly pathNot?: string; readonly orphan?: boolean };
  readonly to: { readonly pathNot?: string; readonly circular?: boolean };
};

export const testsOf = (room: string): string => `${room} tests`;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
const oneOf = (texts: readonly string[]): string => `(?:${texts.map(escaped).join('|')})`;

/**
 * Where files of a room are. `code`: in a folder, neither the unit tests nor the files that are rooms of their own;
 * `suite`: all in a folder; `tests`: the unit tests in a folder.
 */
type Place = { readonly kind: 'code' | 'suite' | 'tests' | 'file'; readonly path: string };

const isFolder = (place: string): boolean => place.endsWith('/');
const placesOf = (name: string, room: Room): readonly string[] => room.at ?? [`${name}/`];

const codePlaces = (name: string, room: Room): readonly Place[] =>
  placesOf(name, room).map((path) => {
    if (!isFolder(path)) return { kind: 'file', path };
    return { kind: room.tests === true ? 'suite' : 'code', path };
  });

const testPlaces = (name: string, room: Room): readonly Place[] =>
  placesOf(name, room).map((path) =>
    isFolder(path) ? { kind: 'tests', path } : { kind: 'file', path: path.replace(/\.ts$/u, '.test.ts') },
  );

const testFile = String.raw`(?:test-[^/]+|[^/]+\.test)\.tsx?$`;

/** One regular expression for many places. Kept short: dependency-cruiser looks at each with care before it begins. */
function patternOf(places: readonly Place[], singleFiles: readonly string[]): string {
  const of = (kind: Place['kind']): readonly string[] =>
    places.filter((place) => place.kind === kind).map(({ path }) => path);
  const code = of('code');
  const tests = of('tests');
  const ownRooms = singleFiles.filter((file) =>
    [...code, ...tests].includes(file.slice(0, file.lastIndexOf('/') + 1)),
  );
  const not = ownRooms.length === 0 ? '' : `(?!${oneOf(ownRooms)}$)`;
  const patterns = [
    code.length === 0 ? undefined : `${not}${oneOf(code)}(?!${testFile})[^/]+$`,
    of('suite').length === 0 ? undefined : `${oneOf(of('suite'))}[^/]+$`,
    tests.length === 0 ? undefined : `${not}${oneOf(tests)}${testFile}`,
    of('file').length === 0 ? undefined : `${oneOf(of('file'))}$`,
  ];
  return `^(?:${patterns.filter((pattern) => pattern !== undefined).join('|')})`;
}

/** `main/*` stands for every room whose name begins so, unit tests left out. */
const expand = (entry: string, names: readonly string[]): readonly string[] =>
  entry.endsWith('*')
    ? names.filter((name) => name.startsWith(entry.slice(0, -1)) && !name.endsWith(testsOf('')))
    : [entry];

/** Every room, and for those that have unit tests a row for these. Throws when a row names a room that stands below it. */
export function rowsOf(rooms: Readonly<Record<string, Room>>): readonly Row[] {
  const names = Object.keys(rooms);
  const everyName = new Set(names.flatMap((name) => [name, testsOf(name)]));
  const rows = Object.entries(rooms).flatMap(([name, room]): Row[] => {
    const { about, node = [], packages = [], tests } = room;
    const above = names.slice(0, names.indexOf(name)).flatMap((one) => [one, testsOf(one)]);
    const entries = { rooms: room.rooms ?? [], node: node === 'any' ? [] : node, packages };
    const code: Row = {
      name,
      about,
      places: codePlaces(name, room),
      entries,
      rooms: [name, ...entries.rooms.flatMap((entry) => expand(entry, above))],
      node,
      packages,
    };
    const wrong = code.rooms.find((one) => one !== name && !above.includes(one));
    if (wrong !== undefined) throw new Error(`${name}: ${wrong} is no room above it in rooms.ts`);
    if (tests === undefined || tests === true) return [code];

    const more = { rooms: tests.rooms ?? [], node: [], packages: tests.packages ?? [] };
    return [
      code,
      {
        name: testsOf(name),
        about: `Unit tests of ${name}, which import what it imports.`,
        places: testPlaces(name, room),
        entries: more,
        rooms: [...code.rooms, testsOf(name), ...more.rooms.flatMap((entry) => expand(entry, names))],
        node: 'any',
        packages: [...packages, 'vitest', ...more.packages],
      },
    ];
  });
  const unknown = rows.flatMap((row) => row.rooms).find((room) => !everyName.has(room));
  if (unknown !== undefined) throw new Error(`${unknown} is no room`);
  return rows;
}

export const rows: readonly Row[] = rowsOf(table);

const singleFiles = rows
  .flatMap(({ places }) => places.filter(({ kind }) => kind === 'file'))
  .map(({ path }) => path);
const pattern = (places: readonly Place[]): string => patternOf(places, singleFiles);
const placesByRoom = new Map(rows.map((row) => [row.name, row.places]));
const patterns = rows.map((row) => ({ row, files: new RegExp(pattern(row.places), 'u') }));

/** The rows of a file, by its path from the root: one, or none where no room covers it. */
export const rowsWith = (file: string): readonly Row[] =>
  patterns.filter(({ files }) => files.test(file)).map(({ row }) => row);

export const rowOf = (file: string): Row | undefined => rowsWith(file)[0];

/** Every path of these rooms. */
const filesIn = (names: readonly string[]): string =>
  pattern(names.flatMap((name) => placesByRoom.get(name) ?? []));

/** What a row lets through, as one pattern of resolved paths. `builtin`: all modules of Node. */
function allowedBy(row: Row, builtin: readonly string[]): string {
  const node = row.node === 'any' ? builtin : row.node;
  const allowed = [filesIn([...new Set(row.rooms)])];
  if (node.length > 0) allowed.push(`^(?:node:)?${oneOf(node)}$`);
  if (row.packages.length > 0) allowed.push(`^node_modules/(?:@types/)?${oneOf(row.packages)}/`);
  return allowed.join('|');
}

/** For whoever met the wall: what may be imported here. */
function sentence(row: Row): string {
  const node = row.node === 'any' ? ['all of Node'] : row.node.map((name) => `node:${name}`);
  // of a room's unit tests only what they may on top of the room itself
  const all = [...row.entries.rooms, ...node, ...row.entries.packages];
  return `${row.about} It may import ${all.length === 0 ? 'nothing' : all.join(', ')}. See scripts/walls/rooms.ts.`;
}

/** `builtin`: the modules of Node. */
export function dependencyRules(builtin: readonly string[]): Rule[] {
  const everyRoom = `${filesIn(rows.map(({ name }) => name))}|^node_modules/`;
  const noRoom = {
    name: 'no room',
    comment: 'The file is in no room of scripts/walls/rooms.ts: add its folder there.',
    severity: 'error',
  } as const;
  return [
    ...rows.map((row): Rule => ({
      name: row.name,
      comment: sentence(row),
      severity: 'error',
      from: { path: pattern(row.places) },
      to: { pathNot: allowedBy(row, builtin) },
    })),
    { ...noRoom, from: { pathNot: everyRoom }, to: {} },
    { ...noRoom, from: { pathNot: everyRoom, orphan: true }, to: {} },
    {
      name: 'no circles',
      comment: 'No file imports one that imports it, types included.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ];
}
