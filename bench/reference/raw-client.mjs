// The smallest programs that make the calls which KooSync has to make, so that a figure can be told as a share of what the
// machine allows. They keep nothing, look at nothing and hash nothing, but for `large-hashed`.
//   node raw-client.mjs small ORIGIN COUNT BYTES AT_ONCE     create, PUT and complete of COUNT files
//   node raw-client.mjs large ORIGIN FILE PART_BYTES         the parts of FILE, one after another, each read before it is sent
//   node raw-client.mjs large-hashed ...                     the same, with one native SHA-256 over it all
// Prints { cpuS } as JSON; who starts it measures how long it takes.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, read } from 'node:fs';
import process from 'node:process';
import { promisify } from 'node:util';
import { Agent, request } from 'undici';

const [mode, origin, ...rest] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 64, pipelining: 1 });
const headers = { 'content-type': 'application/json', authorization: 'bench' };

const post = async (path, body) => {
  const answer = await request(`${origin}${path}`, {
    method: 'POST',
    dispatcher,
    headers,
    body: JSON.stringify(body),
  });
  return (await answer.body.json()).data;
};
const put = async (url, body) => {
  const answer = await request(url, {
    method: 'PUT',
    dispatcher,
    headers: { 'content-length': String(body.length) },
    body,
  });
  await answer.body.dump();
};

async function small(count, size, atOnce) {
  const bytes = Buffer.alloc(size, 7);
  const sha256 = '0'.repeat(64);
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const fileName = `file-${next++}.txt`;
      const multiParts = [{ partNumber: 1, partSize: size, partOffset: 0 }];
      const made = await post('/v1/files/create', {
        fileName,
        parentFolder: ['root'],
        length: size,
        multiParts,
      });
      await put(made.multiParts[0].uploadUrl, bytes);
      await post('/v1/files/complete', { fileId: made.fileId, sha256 });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function large(file, partSize, hashed) {
  const descriptor = openSync(file, 'r');
  const { size } = fstatSync(descriptor);
  const parts = Math.ceil(size / partSize);
  const multiParts = Array.from({ length: parts }, (_, nth) => ({ partNumber: nth + 1, partSize }));
  const made = await post('/v1/files/create', {
    fileName: 'large',
    parentFolder: ['root'],
    length: size,
    multiParts,
  });
  const hash = createHash('sha256');
  // one is read while the other is sent
  const buffers = [Buffer.allocUnsafeSlow(partSize), Buffer.allocUnsafeSlow(partSize)];
  let sending = Promise.resolve();
  for (let nth = 0; nth < parts; nth++) {
    const buffer = buffers[nth % 2];
    const length = Math.min(partSize, size - nth * partSize);
    await promisify(read)(descriptor, buffer, 0, length, nth * partSize);
    const bytes = buffer.subarray(0, length);
    if (hashed) hash.update(bytes);
    await sending;
    sending = put(made.multiParts[nth].uploadUrl, bytes);
  }
  await sending;
  closeSync(descriptor);
  const sha256 = hashed ? hash.digest('hex') : '0'.repeat(64);
  await post('/v1/files/complete', { fileId: made.fileId, sha256 });
}

if (mode === 'small') await small(...rest.map(Number));
else await large(rest[0], Number(rest[1]), mode === 'large-hashed');
const { userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(JSON.stringify({ cpuS: (userCPUTime + systemCPUTime) / 1e6 }));
await dispatcher.close();
