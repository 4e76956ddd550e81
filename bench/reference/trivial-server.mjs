// The smallest KooDrive: it answers every call at once, believes all that it is told and throws bytes away, so that what is
// measured against it is the client. It keeps names, parents and the digests of revisions, for these are asked for.
//   node trivial-server.mjs [--delay MS]   prints its port; calls are counted at GET /_count, and anew after POST /_count
import http from 'node:http';
import process from 'node:process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { delay: { type: 'string', default: '0' } } });
const delayMs = Number(values.delay);
const container = {
  containerId: 'BenchSpace1',
  bizRootFileId: 'root',
  type: '1',
  status: '0',
  ownerId: 'bench',
};
const space = { ...container, capacity: 1e15, spaceUsed: 0 };

const nodes = new Map([
  ['root', { id: 'root', name: 'root', parent: undefined, folder: true, recycled: false }],
]);
/** by folder: names and ids of what is in it */
const names = new Map([['root', new Map()]]);
let made = 0;
let counts = {};
const changing = { total: 0 };

const place = (node) => {
  const beside = names.get(node.parent) ?? new Map();
  names.set(node.parent, beside);
  beside.set(node.name, node.id);
};
const leave = (node) => names.get(node.parent)?.delete(node.name);

const newNode = (name, parent, folder) => {
  const node = {
    id: `f${++made}`,
    name,
    parent,
    folder,
    recycled: false,
    revisions: [],
    at: new Date().toISOString(),
  };
  nodes.set(node.id, node);
  if (folder) names.set(node.id, new Map());
  place(node);
  return node;
};

const told = (node) => ({
  id: node.id,
  fileName: node.name,
  fileType: node.folder ? '10' : '0',
  recycled: node.recycled,
  parentFolder: [node.parent ?? 'root'],
  ...(node.folder ? {} : { size: node.size ?? 0, sha256: node.revisions.at(-1)?.sha256 }),
});

const links = (id, parts) =>
  (parts ?? []).map(({ partNumber }) => ({ partNumber, uploadUrl: `${origin}/put/${id}/${partNumber}` }));

const pathOf = (id) => {
  const ids = [];
  for (let at = nodes.get(id); at; at = nodes.get(at.parent)) ids.unshift(at.id);
  return `/${ids.join('/')}`;
};

const complete = ({ fileId, sha256 }) => {
  const node = nodes.get(fileId);
  node.size = node.begun ?? 0;
  node.revisions.push({
    revisionId: `${node.id}.r${node.revisions.length + 1}`,
    sha256,
    size: node.size,
    at: Date.now(),
  });
  return {};
};

const revision = (node, nth) => {
  const { revisionId, sha256, size, at } = node.revisions[nth];
  const time = new Date(at).toISOString();
  const latestVersion = nth === node.revisions.length - 1;
  return {
    revisionId,
    revisionVersion: nth + 1,
    createdAt: time,
    size,
    sha256,
    latestVersion,
    keepForever: false,
  };
};

const job = (body) => {
  const { fileInfo, newFilePath } = body.taskInfo;
  for (const { fileId } of fileInfo) {
    const node = nodes.get(fileId);
    if (!node) continue;
    leave(node);
    if (body.taskType === 2) node.recycled = true;
    else {
      node.recycled = false;
      if (newFilePath !== undefined) node.parent = newFilePath.split('/').at(-1);
      place(node);
    }
  }
  return { data: 'j1' };
};

/** path pattern, name of the call, whether it changes something, answer */
const calls = [
  [/^\/v1\/session\/auth$/, 'checkSession', false, () => ({ data: { userId: 'bench', userName: 'Bench' } })],
  [/^\/v2\/space\//, 'spaces', false, () => ({ data: [space] })],
  [/^\/v1\/space\/container\//, 'space', false, () => ({ data: space })],
  [
    /^\/v1\/files\/0$/,
    'listFolder',
    false,
    ({ parentFileId, pageInfo }) => {
      const ids = [...(names.get(parentFileId)?.values() ?? [])];
      const from = Number(pageInfo?.pageCursor ?? 0);
      const page = ids.slice(from, from + pageInfo.pageSize);
      const more = from + page.length < ids.length ? { nextCursor: String(from + page.length) } : {};
      return { data: { files: page.map((id) => told(nodes.get(id))), ...more } };
    },
  ],
  [
    /^\/v1\/files\/path$/,
    'path',
    false,
    (_body, url) => ({ data: { fileIdPath: pathOf(url.searchParams.get('fileId')) } }),
  ],
  [
    /^\/v1\/files\/create$/,
    'createFile',
    true,
    (body) => {
      const node = newNode(body.fileName, body.parentFolder[0], false);
      node.begun = body.length;
      return { data: { fileId: node.id, multiParts: links(node.id, body.multiParts) } };
    },
  ],
  [
    /^\/v1\/files\/multipart\/uploadUrl$/,
    'partLinks',
    false,
    (body) => ({ data: { multiParts: links(body.fileId, body.multiParts) } }),
  ],
  [/^\/v1\/files\/complete$/, 'completeFile', true, complete],
  [
    /^\/v1\/files\/rename\/([^/]+)$/,
    'rename',
    true,
    ({ name }, _url, [id]) => {
      const node = nodes.get(id);
      leave(node);
      node.name = name;
      place(node);
      return {};
    },
  ],
  [/^\/v1\/files\/([^/]+)\/detail$/, 'detail', false, (_body, _url, [id]) => ({ data: told(nodes.get(id)) })],
  [
    /^\/v1\/directory$/,
    'createFolder',
    true,
    ({ fileName, parentFolder }) => ({ data: told(newNode(fileName, parentFolder[0], true)) }),
  ],
  [
    /^\/v1\/revision\/createRevision$/,
    'createRevision',
    true,
    (body) => {
      nodes.get(body.fileId).begun = body.length;
      return { data: { fileId: body.fileId, multiParts: links(body.fileId, body.multiParts) } };
    },
  ],
  [/^\/v1\/revision\/completeRevision$/, 'completeRevision', true, complete],
  [
    /^\/v1\/revision\/listRevision$/,
    'listRevision',
    false,
    ({ fileId, pageInfo }) => {
      const node = nodes.get(fileId);
      const from = Number(pageInfo?.pageCursor ?? 0);
      const all = node.revisions.map((_, nth) => nth).reverse();
      const page = all.slice(from, from + pageInfo.pageSize);
      const more = from + page.length < all.length ? { nextPageCursor: String(from + page.length) } : {};
      return { data: { revisionList: page.map((nth) => revision(node, nth)), ...more } };
    },
  ],
  [
    /^\/v1\/revision\/getRevision$/,
    'getRevision',
    false,
    ({ fileId, revisionId }) => {
      const node = nodes.get(fileId);
      return {
        data: revision(
          node,
          node.revisions.findIndex((one) => one.revisionId === revisionId),
        ),
      };
    },
  ],
  [/^\/v1\/jobs$/, 'job', true, job],
  [/^\/v1\/jobs\//, 'jobState', false, () => ({ data: { jobInfo: { status: 2, taskResultCode: 1 } } })],
];

const count = (name, changes) => {
  counts[name] = (counts[name] ?? 0) + 1;
  if (changes) changing.total++;
};

const answer = (response, value, status = 200) => {
  const text = JSON.stringify(value);
  const send = () => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  };
  if (delayMs > 0) setTimeout(send, delayMs);
  else send();
};

let lastAt = 0;
const api = (url, text, response) => {
  lastAt = Date.now();
  const pathname = url.pathname.replace(/^\/koodrive\/ose/, '');
  for (const [pattern, name, changes, act] of calls) {
    const found = pattern.exec(pathname);
    if (!found) continue;
    count(name, changes);
    try {
      return answer(response, {
        code: 0,
        msg: 'OK',
        ...act(text === '' ? {} : JSON.parse(text), url, found.slice(1)),
      });
    } catch (error) {
      return answer(response, { code: 1, msg: String(error) }, 500);
    }
  }
  count(`unknown ${pathname}`, false);
  return answer(response, { code: 404, msg: 'no such call' }, 404);
};

const server = http.createServer((request, response) => {
  const url = new URL(request.url, origin);
  if (request.method === 'PUT') {
    count('putPart', false);
    request.resume().on('end', () => {
      lastAt = Date.now();
      answer(response, {});
    });
    return;
  }
  if (url.pathname === '/_count') {
    if (request.method === 'POST') {
      counts = {};
      changing.total = 0;
    }
    return void response.end(JSON.stringify({ counts, changing: changing.total, lastAt }));
  }
  let text = '';
  request
    .setEncoding('utf8')
    .on('data', (piece) => (text += piece))
    .on('end', () => api(url, text, response));
});
server.keepAliveTimeout = 60_000;
let origin = 'http://127.0.0.1';
server.listen(0, '127.0.0.1', () => {
  origin = `http://127.0.0.1:${server.address().port}`;
  console.log(origin);
});
process.on('disconnect', () => process.exit(0));
