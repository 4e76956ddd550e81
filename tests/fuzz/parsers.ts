/** Everything that takes apart what others wrote: a server, a file that may be damaged, another program, a user. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ZodType } from 'zod';
import { pathOfLink } from '../../main/desktop/file-manager/versions-link.ts';
import { proposalFor } from '../../main/engine/plan/remote-names.ts';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import { AnswerReader } from '../../main/koodrive/answer-reader.ts';
import { hasMoreValuesThan } from '../../main/koodrive/answer-limits.ts';
import { checkLink } from '../../main/koodrive/link.ts';
import { nameProblem } from '../../main/koodrive/names.ts';
import { parseProxy } from '../../main/koodrive/proxies.ts';
import * as schemas from '../../main/koodrive/schemas.ts';
import { parseServer } from '../../main/koodrive/server-address.ts';
import { retryAfter } from '../../main/koodrive/server-errors.ts';
import { proxyOfPac } from '../../main/koodrive/system-proxy.ts';
import { readHttpDate, readTime } from '../../main/koodrive/times.ts';
import { redactText } from '../../main/lib/redact.ts';
import { memoryLog } from '../../main/lib/test-log.ts';
import { readingOfJson } from '../../main/policy/reading.ts';
import { valuesOfExport } from '../../main/policy/registry-export.ts';
import { policySchema } from '../../main/policy/schema.ts';
import { openSettings } from '../../main/settings/settings.ts';
import { openBlockersFile } from '../../main/storage/blockers-file.ts';
import { readPairsBackup } from '../../main/storage/pairs-backup.ts';
import { openTimeFile } from '../../main/storage/time-file.ts';

export type Parser = {
  readonly name: string;
  /** texts as they ought to be; inputs are made of them */
  readonly samples: readonly string[];
  /** May throw a KooError, and nothing else. */
  readonly parse: (text: string) => unknown;
};

const answers = Object.entries(schemas).map(([name, schema]): Parser => ({
  name: `answer: ${name}`,
  samples: [
    '{"code":0,"data":{"id":"F1","fileName":"a.txt","fileType":45,"size":"10","parentFolder":["D1"],"editedTime":"2025-01-02T03:04:05Z"}}',
    '{"code":0,"data":[{"containerId":"C1","bizRootFileId":"D1","type":"1","capacity":"100","spaceUsed":1}]}',
    '{"code":0,"files":[{"id":"F1","fileName":"b","fileType":"10"}],"nextCursor":""}',
    '{"code":0,"fileId":"F1","id":12345678901234567890,"versionId":"2","multiParts":[{"partNumber":1,"uploadUrl":"https://o.example/x"}]}',
    '{"code":0,"revisionList":[{"revisionId":"1.2","createdAt":1736000000000,"size":10,"latestVersion":true}],"nextPageCursor":"n"}',
    '{"code":"13000405","msg":"duplicate file name"}',
    '{"fileChangeList":[{"deviceId":"d","fileInfo":{"id":"F1"}}],"nextCursor":"c1","hasMore":true}',
  ],
  parse: (body) => {
    const call = { call: 'fuzz', schema: schema as ZodType, named: true };
    for (const status of [400, 503])
      try {
        new AnswerReader().valueOf(call, { status, body, detail: {} });
      } catch (thrown) {
        mustBeOurs(thrown);
      }
    return new AnswerReader().valueOf(call, { status: 200, body, detail: {} });
  },
}));

/** A refusal that comes of a damaged answer is ours as well. */
const mustBeOurs = (thrown: unknown): void => {
  if (!isOurs(thrown)) throw thrown;
};
export const isOurs = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'KooError';

/** What reads a file of the state folder when KooSync starts. */
const ofFile = (
  name: string,
  file: string,
  samples: readonly string[],
  read: (home: string) => unknown,
): Parser => ({
  name,
  samples,
  parse: (text) => {
    const home = mkdtempSync(join(tmpdir(), 'koosync-fuzz-'));
    try {
      writeFileSync(join(home, file), text);
      return read(home);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
});

const files: readonly Parser[] = [
  ofFile('settings', 'settings.json', ['{"version":1,"language":"zh","settleSeconds":5}', '{}'], (home) =>
    openSettings(home).get(),
  ),
  ofFile(
    'state: pairs',
    'pairs.json',
    [
      '{"version":1,"pairs":[{"folder":"/home/ann/docs","containerId":"C1","remote":"/docs","isPaused":true}],"origin":{"id":"a","turn":3}}',
    ],
    readPairsBackup,
  ),
  ofFile(
    'state: time',
    'time.json',
    ['{"version":1,"at":1736000000000,"behind":[{"from":1,"to":2}]}'],
    (home) => openTimeFile(home, memoryLog()).read(),
  ),
  ofFile(
    'state: standing',
    'standing.json',
    ['{"version":1,"pid":1,"standing":[{"pairId":1,"code":"OFFLINE","values":{"host":"h"},"since":1}]}'],
    (home) => openBlockersFile(home, memoryLog()).read(),
  ),
];

const paths = ['a.txt', 'docs/~$b.docx'];

const texts: readonly Parser[] = [
  {
    name: 'ignore rules',
    samples: ['*.tmp\n!keep.tmp\n/build/\n**/cache/**\n# a word\n\\#file\n', '[a-z]*.log\nfoo?/bar\n{a,b}\n'],
    parse: (text) => {
      const rules = createIgnoreRules(text, true);
      return paths.map((path) => rules.ignores(path, false));
    },
  },
  {
    name: 'policy',
    samples: ['{"server":"https://a.example","ignoreRules":["*.tmp"],"proxy":"http://p:1"}'],
    parse: (text) => {
      const reading = readingOfJson('/etc/koosync/policy.json', text);
      return reading.kind === 'found' ? policySchema.safeParse(reading.values).success : reading;
    },
  },
  {
    name: 'policy of the registry',
    samples: [
      'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\Software\\KooSync]\r\n"server"="https:\\/\\/a"\r\n"x"=dword:00000001\r\n"y"=hex(7):61,00,\\\r\n  00,00\r\n',
    ],
    parse: valuesOfExport,
  },
  {
    name: 'names',
    samples: ['Bericht.docx', 'CON.txt', 'a:b?.', '\u65e5\u672c\u8a9e '],
    parse: (text) => [nameProblem(text), proposalFor(text)],
  },
  {
    name: 'links to a history',
    samples: ['koosync://versions?path=%2Fhome%2Fann%2Fa.txt'],
    parse: pathOfLink,
  },
  {
    name: 'addresses',
    samples: ['https://cn.myhuaweicloud-koodrive.com:443', 'http://ann:pw@127.0.0.1:3128'],
    parse: (text) => {
      for (const read of [parseServer, parseProxy, (link: string) => checkLink(link, here)])
        try {
          read(text);
        } catch (thrown) {
          mustBeOurs(thrown);
        }
    },
  },
  { name: 'proxies of a script', samples: ['PROXY p.example:3128; SOCKS s:1; DIRECT'], parse: proxyOfPac },
  {
    name: 'times',
    samples: ['Wed, 21 Oct 2015 07:28:00 GMT', '2025-01-02T03:04:05.678+08:00', '1736000000000', '120'],
    parse: (text) => [readHttpDate(text), readTime(text), retryAfter(text, 0)],
  },
  {
    name: 'number of values',
    samples: ['{"a":[1,2,{"b":"c\\"d"}],"e":null}'],
    parse: (text) => hasMoreValuesThan(text, 1000),
  },
  {
    name: 'redaction',
    samples: [
      'Authorization: Bearer abc',
      'https://ann:pw@p:1/?X-Amz-Signature=1',
      '{"apiKey":"x"} Basic YTpi eyJhbGciOi.eyJ.x',
    ],
    parse: redactText,
  },
];
const here = parseServer('http://127.0.0.1:1');

export const parsers: readonly Parser[] = [...answers, ...files, ...texts];
