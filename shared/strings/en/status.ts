/** The window's frame and its status page: what every page shares, the headline, the synced folders, the first folder. */
export const status = {
  nav: { label: 'Sections', status: 'Status', files: 'Files', settings: 'Settings' },

  common: {
    loading: 'Loading',
    justNow: 'just now',
    retry: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    reveal: 'Show in folder',
    signIn: 'Sign in',
    didNotWork: 'That did not work',
    /** a button's name for screen readers where many rows have the same button */
    actionFor: '{{action}}: {{name}}',
  },

  headline: {
    idle: 'Everything is up to date',
    syncing_zero: 'Looking for changes',
    syncing_one: 'Syncing {{count, number}} item',
    syncing_other: 'Syncing {{count, number}} items',
    paused: 'Syncing is paused',
    offline: 'KooDrive cannot be reached',
    problem_one: '{{count, number}} item needs your attention',
    problem_other: '{{count, number}} items need your attention',
    'sign-in': 'Sign in to keep syncing',
    empty: 'No folder is synced yet',
  },
  /** The quieter line under the headline. */
  subline: {
    idle: 'The changes you save are kept as versions on KooDrive.',
    syncing: 'You can keep working meanwhile.',
    paused: 'Changes are remembered and uploaded when you resume.',
    offline: 'Changes are remembered and uploaded when the connection is back.',
    problem: 'See below what to do.',
    'sign-in': 'Changes are remembered and uploaded after you have signed in.',
  },

  status: {
    pause: 'Pause',
    resume: 'Resume',
    pairs: 'Synced folders',
    recent: 'Recent changes',
    noRecent: 'Changes that reach KooDrive are listed here.',
    openFolder: 'Open folder',
    showFiles: 'Show files',
    kind: {
      'new-file': 'New file',
      revision: 'New version',
      restored: 'Earlier version restored',
      renamed: 'Renamed',
      deleted: 'Deleted here',
      recycled: 'Moved to the recycle bin',
      'concurrent-edit': 'Changed twice, both versions kept',
      'history-apart': 'Earlier versions stay under another name',
    },
  },

  /** One synced folder. */
  pair: {
    files_one: '{{count, number}} file',
    files_other: '{{count, number}} files',
    syncing_one: '{{count, number}} change left to sync',
    syncing_other: '{{count, number}} changes left to sync',
    waiting_one: '{{count, number}} change waiting',
    waiting_other: '{{count, number}} changes waiting',
    upToDate: 'Up to date',
    scanning: 'Scanning the folder',
    uploading: 'Uploading',
    finishing: 'Finishing',
    sentOf: '{{sent}} of {{size}}',
    uploadOf: 'Upload of {{name}}',
    moreTransfers_one: 'and {{count, number}} more',
    moreTransfers_other: 'and {{count, number}} more',
    problems_one: '{{count, number}} item needs attention',
    problems_other: '{{count, number}} items need attention',
    waitingInIt_one: '{{count, number}} item in it waits for this',
    waitingInIt_other: '{{count, number}} items in it wait for this',
    retryAll: 'Try all again',
    skipped_one: '{{count, number}} item skipped',
    skipped_other: '{{count, number}} items skipped',
    deleted_one: '{{count, number}} deleted file is still on KooDrive',
    deleted_other: '{{count, number}} deleted files are still on KooDrive',
    review: 'Review',
    bringBack: 'Take out of the recycle bin',
  },

  /** Why something is skipped: no problem, but no secret either. */
  skipped: {
    symlink: 'A link to another place. KooSync does not follow links.',
    special: 'Not an ordinary file, but a device, a pipe or a socket.',
    litter: 'Only of use to {{madeBy}}: a lock, an unfinished download or a file like these.',
  },

  /** The first folder, and a further one. */
  addFolder: {
    button: 'Add folder',
    title: 'Add a folder',
    lead: 'The folder is synced with one of the same name on KooDrive.',
    firstTitle: 'Choose the first folder',
    firstLead: 'KooSync watches the folder and keeps its changes as versions on KooDrive.',
    space: 'Space on KooDrive',
    used: '{{used}} of {{capacity}} used',
    choose: 'Choose folder',
    noSpaces: 'This account has no usable space on KooDrive. Ask your administrator for one, then try again.',
    added: '"{{name}}" is now synced.',
    promiseNothingDeleted: 'KooSync never deletes anything from your folder.',
    promiseSettled: 'A file is uploaded shortly after you save it, and never half-written.',
    promiseHistory: 'On the Files page you can restore any version of a file.',
  },
} as const;
