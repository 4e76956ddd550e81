/** What KooDrive holds otherwise than the last synced state of a path says. */
export type RemoteDifference = {
  readonly path: string;
  /** of the file or folder that was synced */
  readonly fileId: string;
  /**
   * `in-bin`: somebody put it into the recycle bin; `gone`: it was deleted there for good; `renamed`: it has another name
   * or another folder; `newer`: somebody made a version upon ours
   */
  readonly kind: 'in-bin' | 'gone' | 'renamed' | 'newer';
  /** the other name, or the content (SHA-256, hex) of the newer version */
  readonly detail: string | undefined;
};

/** Nothing is on KooDrive, outside of its recycle bin, of what lies here. */
export const isLost = ({ kind }: Pick<RemoteDifference, 'kind'>): boolean =>
  kind === 'in-bin' || kind === 'gone';
