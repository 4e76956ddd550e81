/**
 * What KooDrive can do, as the rest of KooSync sees it. `client.ts` does it over HTTPS; the simulator in
 * tests/simulation does it in memory. Field rules: docs/koodrive-api.md. Sizes are bytes, times epoch ms.
 * Every call throws KooError only, with a code of shared/error-codes.ts; every call takes an AbortSignal and throws
 * CANCELLED when it fires.
 */
import type { Host } from '../model/hosts.ts';
import type { From } from './ranges.ts';

export type CallOptions = { readonly signal?: AbortSignal | undefined };

export type DownloadOptions = CallOptions & {
  /** to go on from there, where the storage gives the rest alone */
  readonly from?: From | undefined;
  /** Told before the first bytes: of which byte on they are (0: all of it comes anew), and what the storage calls the content. */
  readonly begun?: ((where: { readonly at: number; readonly etag: string | undefined }) => void) | undefined;
};

export type Space = {
  readonly containerId: string;
  /** id of the folder that holds the space's plain files */
  readonly rootFolderId: string;
  readonly type: string;
  readonly ownerId: string;
  readonly capacity: number;
  readonly used: number;
  readonly active: boolean;
};

export type RemoteEntry = {
  readonly fileId: string;
  /** undefined: one that no path here may have (names.ts) */
  readonly name: string | undefined;
  readonly isFolder: boolean;
  readonly recycled: boolean;
  readonly parentId: string | undefined;
  readonly size: number | undefined;
  /** lower-case hex */
  readonly sha256: string | undefined;
  readonly editedAt: number | undefined;
  /** who owns it or wrote it last, as far as `detail` tells; lists do not */
  readonly users?: readonly RemoteUser[];
};

/** A user as `detail` names them. `userId` is not documented there, and `me` says that it is whoever is signed in. */
export type RemoteUser = {
  readonly userId: string | undefined;
  readonly me: boolean;
  readonly name: string;
};

/**
 * Of parts that go up at once: `offset` is the number of bytes before the part, `hashState` the eight SHA-256 words after them
 * (empty for the first). Parts that go up one after another have neither (open point 27).
 */
export type PartRequest = {
  readonly number: number;
  readonly size: number;
  readonly offset: number | undefined;
  readonly hashState: readonly number[] | undefined;
};
export type PartLink = { readonly number: number; readonly url: string };

/**
 * Proof that one has the content, for a flash upload. `slice` reads bytes [start, end) of the very content whose
 * sha256 this is; which bytes are asked for depends on the Authorization of that one request (API section 14).
 */
export type FlashProof = {
  readonly sha256: string;
  slice(start: number, end: number): Promise<Uint8Array>;
};

export type UploadRequest = {
  readonly containerId: string;
  readonly size: number;
  readonly parts: readonly PartRequest[];
  /** SHA-256 of the first 1,024 bytes, hex; goes with every first call */
  readonly preHash: string;
  readonly flash?: FlashProof | undefined;
  readonly createdAt?: number | undefined;
};
export type NewFileRequest = UploadRequest & { readonly parentId: string; readonly name: string };
export type NewRevisionRequest = UploadRequest & { readonly fileId: string };

/** The server's answer to the start of an upload. */
export type UploadTicket = {
  /** of a new file; for a revision always the id that was asked for (open point 4) */
  readonly fileId: string;
  /** flash upload hit: the content is there, no PUT and no completion */
  readonly rapid: boolean;
  readonly matchedPreHash: boolean;
  readonly links: readonly PartLink[];
  /** assetId.versionId where the answer holds both; else listRevisions tells it after completion */
  readonly revisionId: string | undefined;
  /** the name the server gave a new file; must equal the one asked for */
  readonly name: string | undefined;
};

export type Revision = {
  readonly revisionId: string;
  readonly revisionVersion: number;
  readonly createdAt: number;
  readonly size: number;
  readonly sha256: string;
  readonly latest: boolean;
  readonly keepForever: boolean;
  readonly createdBy: string | undefined;
  /** why it came to be; undefined where the server does not tell */
  readonly createReason: 'created' | 'restored' | undefined;
  readonly updatedAt: number | undefined;
};
/** What listRevision may leave out (open point 4 and section 9): getRevision fills it in. */
export type ListedRevision = Pick<Revision, 'revisionId'> & {
  readonly [K in Exclude<keyof Revision, 'revisionId'>]: Revision[K] | undefined;
};
export type RevisionPage = {
  readonly revisions: readonly ListedRevision[];
  readonly nextCursor: string | undefined;
};

export type JobState = { readonly done: boolean; readonly succeeded: boolean; readonly partly: boolean };

export type UserInfo = { readonly userId: string; readonly name: string };

export type KooDrive = {
  /**
   * Is this host there, and does it answer as itself? The API is asked for `entry`, or about the sign-in; a storage for
   * what it refuses without a link. Resolves for any answer of the host's own, a refusal of what was asked included.
   * Throws what stands in the way of everything that would be asked there, within some seconds.
   */
  probe(
    host: Host,
    options?: CallOptions & {
      readonly entry?: { readonly containerId: string; readonly fileId: string } | undefined;
    },
  ): Promise<void>;
  /** Is the sign-in good? Throws SIGN_IN_NEEDED if not. App signatures are checked with a call that accepts them. */
  checkSession(options?: CallOptions): Promise<UserInfo>;
  spaces(options?: CallOptions): Promise<readonly Space[]>;
  space(containerId: string, options?: CallOptions): Promise<Space>;

  /**
   * Everything in a folder, all pages; an empty page with a cursor is not the end (open point 9). Throws BAD_ANSWER for a list
   * without an end.
   */
  listFolder(containerId: string, folderId: string, options?: CallOptions): AsyncIterable<RemoteEntry>;
  detail(containerId: string, fileId: string, options?: CallOptions): Promise<RemoteEntry>;
  createFolder(
    request: { containerId: string; parentId: string; name: string },
    options?: CallOptions,
  ): Promise<RemoteEntry>;
  /** Refuses (NAME_TAKEN) rather than letting the server choose another name. */
  rename(
    request: { containerId: string; fileId: string; name: string },
    options?: CallOptions,
  ): Promise<void>;
  /** Starts the job that moves a file or a whole folder, and waits for its end. */
  move(
    request: { containerId: string; fileId: string; toParentId: string },
    options?: CallOptions,
  ): Promise<void>;
  /** Starts the job that puts a file or folder into the recycle bin, and waits for its end. */
  recycle(request: { containerId: string; fileId: string }, options?: CallOptions): Promise<void>;

  /**
   * Starts the job that moves a file or folder out of the recycle bin, back to where it was or into another folder, waits
   * for its end, and gives what became of it. Where its name is taken a server refuses (NAME_TAKEN), or chooses another.
   */
  undoRecycle(
    request: { containerId: string; fileId: string; toParentId?: string | undefined },
    options?: CallOptions,
  ): Promise<RemoteEntry>;

  /** autoRename 3: a clash of names is NAME_TAKEN, never a silently renamed file. */
  createFile(request: NewFileRequest, options?: CallOptions): Promise<UploadTicket>;
  createRevision(request: NewRevisionRequest, options?: CallOptions): Promise<UploadTicket>;
  partLinks(
    fileId: string,
    parts: readonly PartRequest[],
    options?: CallOptions,
  ): Promise<readonly PartLink[]>;
  /** PUT of exactly `body`; none of our headers goes with it; `progress` hears bytes sent so far. */
  putPart(
    link: PartLink,
    body: Uint8Array,
    options?: CallOptions & { progress?: (sent: number) => void },
  ): Promise<void>;
  completeFile(fileId: string, sha256: string, options?: CallOptions): Promise<void>;
  completeRevision(fileId: string, sha256: string, options?: CallOptions): Promise<void>;

  /** One page, newest first. */
  listRevisions(
    request: { containerId: string; fileId: string; pageSize?: number; cursor?: string | undefined },
    options?: CallOptions,
  ): Promise<RevisionPage>;
  getRevision(
    request: { containerId: string; fileId: string; revisionId: string },
    options?: CallOptions,
  ): Promise<Revision & { readonly downloadUrl: string | undefined }>;
  updateRevision(
    request: { containerId: string; fileId: string; revisionId: string; keepForever: boolean },
    options?: CallOptions,
  ): Promise<void>;
  /** For good. The server refuses the latest version, by a code that is not documented. */
  deleteRevision(
    request: { containerId: string; fileId: string; revisionId: string },
    options?: CallOptions,
  ): Promise<void>;
  /** The bytes behind a download link; ends with TRANSFER_CUT when fewer came than promised. */
  download(url: string, options?: DownloadOptions): AsyncIterable<Uint8Array>;
};
