/** What the pane gives to whatever draws contents: a frame of its own, without network. */

export type PreviewContent = {
  /** the file's name: its ending tells the kind, with the first bytes */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** app://koo/content/…, good until it is released */
  readonly url: string;
  /** what this content is, in the user's words: "Version 4", "The file on this computer" */
  readonly title: string;
};

/** A text made of parts that were chosen, in the encoding that the file has. */
export type TakenText = { readonly text: string; readonly encoding: string };

export type PreviewProps = {
  /** one for a preview; the older one and the newer one for what changed */
  readonly contents: readonly PreviewContent[];
  readonly mode: 'preview' | 'changes';
  /** takes chosen parts over into the file; absent: nothing can be taken */
  readonly onTake?: ((taken: TakenText) => void) | undefined;
};
