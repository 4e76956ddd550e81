/** An Electron to run the app on in development and e2e: `executable <app folder> ...`. */
export type ElectronRuntime = {
  readonly executable: string;
  /** Electron's version */
  readonly version: string;
  /** version of the Node inside */
  readonly node: string;
  /** the pinned Electron, or the older one that stands in where Electron's release host cannot be reached */
  readonly origin: 'electron' | 'stand-in';
  /** whether the Node inside has node:sqlite; where it has not, run out/main-libsql instead of out/main */
  readonly sqlite: 'node' | 'libsql';
  /** an app that is packed, and so wants no folder to run (`npm run e2e -- --packed`) */
  readonly packed?: true;
};
