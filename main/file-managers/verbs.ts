/** What an entry asks of the app: `koosync-desktop --view-versions PATH...`, and so on (main/desktop/file-manager). */
export const verbs = ['view-versions', 'copy-path', 'pause'] as const;

export type Verb = (typeof verbs)[number];

/** Names of files that we put among others'; each verb has one. */
export const entryName = (verb: Verb): string => `koosync-${verb}`;

/** From the icon naming specification, so that every theme has one. */
export const icons: Readonly<Record<Verb, string>> = {
  'view-versions': 'document-open-recent',
  'copy-path': 'edit-copy',
  pause: 'media-playback-pause',
};
