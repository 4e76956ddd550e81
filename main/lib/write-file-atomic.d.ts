/** What we use of write-file-atomic 8, which carries no types. */
declare module 'write-file-atomic' {
  type Options = { mode?: number; fsync?: boolean; encoding?: string };
  const writeFileAtomic: {
    (filename: string, data: string | Uint8Array, options?: Options): Promise<void>;
    sync(filename: string, data: string | Uint8Array, options?: Options): void;
  };
  export default writeFileAtomic;
}
