/** How this KooDrive behaves where tests want it otherwise. Kept in memory: a restart has the defaults again. */

/** Odd forms of answers that the API's open points allow (open point numbers in emulator/README.md). */
export type Variant = {
  /** `code` as text "0" instead of number 0 (point 1) */
  codeAsText: boolean;
  /** successful answers without code and msg (point 1) */
  noCode: boolean;
  /** size, capacity, spaceUsed, length, total, revisionVersion as text (point 15) */
  numbersAsText: boolean;
  /** listings end in nextPageCursor instead of nextCursor, and listRevision the other way round (point 9) */
  swapCursorNames: boolean;
  /** `fileList` instead of `files` (point 9) */
  fileList: boolean;
  /** failures as {error_code, error_msg} with X-request-id (point 2) */
  errorForm: boolean;
  /** business failures at HTTP 200 (point 2) */
  failAt200: boolean;
  /** sha256 in capitals (section 14) */
  upperCaseHashes: boolean;
  /** createRevision answers as its table (id, versionId) or as its example (point 4) */
  revisionTicket: 'example' | 'table';
  /** the example form's fileId is one that belongs to no file, as the document warns (point 4) */
  decoyFileId: boolean;
  /** listings and detail without size and sha256 (both unconfirmed, section 5) */
  withoutHashes: boolean;
  /** listRevision entries hold revisionId alone (getRevision fills in) */
  leanRevisionList: boolean;
  /** the same, with revisionVersion beside it */
  numberedRevisionList: boolean;
  /** listRevision refuses for a file in the recycle bin: whether it answers there is not documented */
  noListInBin: boolean;
  /** GET space answers SpaceInfo at top level instead of in data (section 4) */
  flatSpace: boolean;
  /** new tokens are written `Bearer+...` (point 10) */
  plusTokens: boolean;
  /** carrier refresh answers in data instead of data.sessionInfo (point 20) */
  flatRefresh: boolean;
  /**
   * Downloads by a range (not documented, section 12): given; the whole instead (200); refused (416); given from another
   * byte than was asked for.
   */
  ranges: 'given' | 'ignored' | 'refused' | 'shifted';
  /** Parts of a file without partOffset, to be sent one after another: taken, or refused (point 27). */
  sequence: 'taken' | 'refused';
  /** Downloads name their content by an ETag, by none, or by another one each time. */
  etags: 'kept' | 'none' | 'changing';
};

export const plainVariant: Readonly<Variant> = {
  codeAsText: false,
  noCode: false,
  numbersAsText: false,
  swapCursorNames: false,
  fileList: false,
  errorForm: false,
  failAt200: false,
  upperCaseHashes: false,
  revisionTicket: 'example',
  decoyFileId: true,
  withoutHashes: false,
  leanRevisionList: false,
  numberedRevisionList: false,
  noListInBin: false,
  flatSpace: false,
  plusTokens: false,
  flatRefresh: false,
  ranges: 'given',
  sequence: 'taken',
  etags: 'kept',
};

/** Every odd form that can stand beside the others. */
export const oddVariant: Readonly<Variant> = {
  ...plainVariant,
  codeAsText: true,
  numbersAsText: true,
  swapCursorNames: true,
  fileList: true,
  errorForm: true,
  upperCaseHashes: true,
  revisionTicket: 'table',
  leanRevisionList: true,
  flatSpace: true,
  plusTokens: true,
  flatRefresh: true,
};

export type Paging = {
  /** no page holds more than this, whatever was asked for */
  cap: number | undefined;
  /** an empty page with a cursor stands before every page but the first (section 5) */
  emptyPages: boolean;
};

export type Switches = {
  clockOffsetMs: number;
  tokensDead: boolean;
  /** the demo token dies of 20 idle minutes too */
  demoTokenExpires: boolean;
  linkLifeMs: number;
  paging: Paging;
  variant: Variant;
  /** smallest part that is not the last, bytes */
  minimumPart: number;
  /** most folders above an item; undefined: no limit (not documented, 13000310 exists) */
  folderDepth: number | undefined;
  jobsHeld: boolean;
  /** between two states of a job */
  jobStepMs: number;
  /** sync-directory cursors below this sequence number are refused */
  staleBefore: number;
  /** something else answers on every path of both hosts, as the sign-in page of a network does */
  portal: Portal | undefined;
};

export type Portal = {
  /** 200 with its page, 302 to its page, 511, a bare 503 ... */
  readonly status: number;
  /** hears of each request that it took */
  readonly took: () => void;
};

export const defaultSwitches = (): Switches => ({
  clockOffsetMs: 0,
  tokensDead: false,
  demoTokenExpires: false,
  linkLifeMs: 3_600_000,
  paging: { cap: undefined, emptyPages: false },
  variant: { ...plainVariant },
  minimumPart: 5_242_880,
  folderDepth: undefined,
  jobsHeld: false,
  jobStepMs: 2,
  staleBefore: 0,
  portal: undefined,
});
