/** What uploading one file's content needs, and what is asked of it. */
import type { Content } from '../../disk/read-content.ts';
import type { KooDrive } from '../../koodrive/api.ts';
import type { Clock } from '../../lib/clock.ts';
import type { TrustedTime } from '../../lib/trusted-time.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import type { FileStat } from '../../model/file-stat.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { Chunking } from '../plan/part-size.ts';
import type { UploadMode } from '../plan/upload-mode.ts';
import type { UploadIntents } from './upload-intents.ts';
import type { LocalPath } from '../../model/local-path.ts';

export type UploadFileRequest = {
  readonly pair: { readonly id: number; readonly containerId: string };
  readonly path: string;
  /** where its content is read: the file itself, or a copy of it */
  readonly at: LocalPath;
  readonly stat: FileStat;
  /** it was written a moment ago and may be again within the same time stamp: the fingerprint alone proves nothing */
  readonly neverQuiet: boolean;
  /** Epoch ms, by the earliest of the times that the clock was set back to since that was judged; undefined: it was not. */
  setBackTo(): number | undefined;
  /** what is known of the path; undefined: a new file */
  readonly base: BaselineEntry | undefined;
  /** id of the remote folder that holds it */
  readonly parentId: string;
  readonly signal: AbortSignal;
  /** nothing more is to be sent now: what is on its way ends, and the rest is sent another time */
  halted(): boolean;
  /** bytes sent so far */
  readonly progress: (sent: number) => void;
};

export type UploadFileDeps = {
  readonly koodrive: KooDrive;
  readonly content: Content;
  readonly uploads: UploadIntents;
  readonly baseline: Pick<Baseline, 'find' | 'put' | 'isKnownId' | 'isKnownElsewhere'>;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  readonly time: Pick<TrustedTime, 'mayBeLater'>;
  readonly chunking: Chunking;
  /** what size of a body gets through */
  readonly limit: { readonly bytes: number | undefined };
  /** how parts go up to this storage */
  readonly modes: {
    /** for an upload that begins now */
    choose(): UploadMode;
    /** so many bytes went up within so many ms */
    measured(mode: UploadMode, bytes: number, ms: number): void;
    /** what was refused in sequence was taken at once */
    refused(): void;
  };
  /** does the server hold this content (hex SHA-256), or did it, as far as we know? */
  holdsContent(sha256: string): boolean;
  /** the server has the file it knew for this path no more */
  remoteForgotten(pairId: number, path: string): void;
};
