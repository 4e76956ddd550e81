/** What the server is known to hold for a path. */
export type BaselineEntry = {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly fileId: string;
  /** of the disk content that was brought; undefined when this disk never held it */
  readonly fingerprint: string | undefined;
  readonly localId: string | undefined;
  readonly size: number | undefined;
  readonly sha256: string | undefined;
  readonly revisionId: string | undefined;
  readonly missingSince: number | undefined;
  /** when its content was last brought or seen to be there, epoch ms */
  readonly syncedAt: number | undefined;
  /** revisions in a row that followed each other within the version interval */
  readonly streak: number;
};
