/** In a pair's folder: what the user does not want synced, as git reads it (docs/ignore.md). */
export const ignoreFileName = '.koosyncignore';
