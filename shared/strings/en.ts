/**
 * Every word a person reads, in English. The window, the tray and the command line share these, so that one thing
 * has one name. `_one` and `_other` are i18next's plural forms: ask for the key without the ending and give `count`.
 *
 * `error` has one plain sentence per error code: what happened, and what to do. `errorWith` has a more exact sentence
 * for the codes that can fill blanks; explainError() takes it when every blank can be filled, else the plain one.
 */
export const en = {
  error: {
    OFFLINE: 'There is no connection to KooDrive. Your changes are remembered and go up when it is back.',
    TIMED_OUT: 'KooDrive took too long to answer. KooSync tries again by itself.',
    THROTTLED: 'KooDrive asked for a slower pace. KooSync waits and goes on by itself.',
    SERVER_BUSY: 'KooDrive has trouble at the moment. KooSync tries again by itself.',
    BAD_ANSWER:
      'The answer from KooDrive could not be understood. KooSync tries again; if this stays, look for an update.',
    CLOCK_REFUSED: 'KooDrive refused the time of this computer. Set its clock to automatic, then try again.',
    UPLOAD_TASK_GONE: 'KooDrive dropped the unfinished upload. KooSync starts it again by itself.',
    CHECK_FAILED: 'What arrived at KooDrive did not match the file. KooSync sends it again.',
    LINK_EXPIRED: 'The upload took longer than its link was valid. KooSync asks for a new one.',
    TLS_FAILED:
      'The connection to KooDrive is not secure: its certificate was not accepted. Check the network or proxy, then try again.',
    WRONG_SERVER: 'No KooDrive was found at this address. Check the server address.',
    SIGN_IN_NEEDED: 'Sign in to KooDrive to go on. Your changes are remembered until then.',
    QUOTA_FULL: 'The space on KooDrive is full. Delete something there or get more space, then try again.',
    SPACE_UNAVAILABLE: 'This space cannot be reached. Ask its owner whether you still have access.',
    NOT_PERMITTED: 'You may not change this on KooDrive. Ask the owner of the space for permission.',
    NOT_FOUND: 'This is no longer on KooDrive. Try again to bring it back up.',
    REMOTE_RECYCLED: 'This lies in the recycle bin of KooDrive. Restore it there, then try again.',
    DEPTH_EXCEEDED:
      'There are too many folders inside one another for KooDrive. Move this to a place higher up.',
    NAME_TAKEN: 'Something else on KooDrive has this name already. Rename one of the two.',
    NAME_REFUSED: 'KooDrive does not accept this name. Rename it.',
    REQUEST_REFUSED: 'KooDrive did not accept what KooSync asked for. This is our mistake; please report it.',
    FILE_CHANGED:
      'The file changed while it was being read. It goes up as soon as it has been left alone for a moment.',
    FILE_BUSY: 'Another program holds this file. It goes up when that program lets go of it.',
    FILE_GONE: 'The file disappeared before it could be sent.',
    FILE_UNREADABLE: 'KooSync may not read this. Change its permissions, then try again.',
    FILE_TOO_LARGE:
      'The file is larger than KooDrive accepts. Split it, or keep it outside of the synced folder.',
    NAME_FORBIDDEN:
      'The name holds a character that KooDrive does not allow (< > | : " * ? / \\). Rename it.',
    NAME_RESERVED: 'Windows keeps this name for a device, so the file could not be used there. Rename it.',
    NAME_ENDING: 'The name ends in a dot or a space, which Windows drops. Rename it.',
    NAME_TOO_LONG: 'The name is too long for KooDrive. Give it a shorter one.',
    NAME_NOT_UTF8: 'The name holds bytes that are not text. Rename it.',
    NAME_CLASH:
      'Another file here has a name that differs only in capitals or accents. Rename one of the two.',
    FOLDER_MISSING:
      'The folder is not where it was. If it lies on a drive, connect the drive, then try again. Nothing on KooDrive was deleted.',
    FOLDER_UNREADABLE: 'KooSync may not look into this folder. Change its permissions, then try again.',
    NOT_A_FOLDER: 'This is not a folder. Choose a folder.',
    BOTH_KEPT:
      'Someone else changed this file too. Both versions are kept; look at its versions to compare them.',
    DELETIONS_HELD:
      'More disappeared here than seems meant, so nothing was deleted on KooDrive. Look at the list and say what should become of it.',
    NESTED_PAIR:
      'This folder lies inside a synced folder, or holds one. Choose a folder that overlaps with none.',
    NOT_IN_A_PAIR:
      'This file is not in a synced folder, so there are no versions of it. Move it into one, or add its folder.',
    NOT_YET_SYNCED:
      'This file has not reached KooDrive yet. Its versions appear here after the first upload.',
    WATCH_LIMIT:
      'Linux allows too few watched folders, so changes are noticed later than usual. To raise the limit, run: sudo sysctl fs.inotify.max_user_watches=1048576',
    DISK_FULL: 'There is not enough room on this disk. Free some, then try again.',
    DOWNLOAD_DAMAGED: 'The version arrived damaged and was thrown away; your file is untouched. Try again.',
    KEYRING_UNAVAILABLE:
      'The keyring of this computer cannot be used, so KooSync has no safe place for your secret. Start or unlock the keyring, then try again.',
    STATE_BROKEN:
      'The notes KooSync keeps about your files are damaged. Start KooSync again and choose Repair, or run "koosync repair": they are built anew, and your files are untouched.',
    STATE_NEWER: 'A newer KooSync was used here before. Install that version or a later one.',
    STATE_LOCKED: 'KooSync is already running for this account. Use the one that runs, or quit it first.',
    SETTINGS_BROKEN:
      'The settings of KooSync cannot be read. Repair settings.json in its folder, or move it away to begin with the usual settings.',
    BAD_USAGE: 'This was not understood. Use --help to see what can be asked.',
    CANCELLED: 'This was stopped before it was done. Try again when you like.',
    UNEXPECTED:
      'Something went wrong that should not. Try again; if it stays, please report it with the log.',
  },

  /**
   * Which values each code takes:
   * - WRONG_SERVER: server (address as typed)
   * - QUOTA_FULL, SPACE_UNAVAILABLE: space (name of the space)
   * - NAME_TAKEN, NAME_REFUSED, NAME_NOT_UTF8: proposal (a name that would be accepted)
   * - FILE_TOO_LARGE: limit (a size as text, such as "200 GB")
   * - NAME_FORBIDDEN: chars (the characters, separated by spaces), proposal
   * - NAME_RESERVED, NAME_ENDING: proposal
   * - DELETIONS_HELD: count (files)
   * - NAME_TOO_LONG: limit (a number of characters)
   * - NAME_CLASH: other (the name it clashes with)
   * - FOLDER_MISSING, FOLDER_UNREADABLE, NOT_A_FOLDER: folder (absolute path)
   * - NESTED_PAIR: other (absolute path of the folder that is already paired)
   * - NOT_IN_A_PAIR: path (absolute path)
   * - WATCH_LIMIT: command (the exact line to run)
   * - BAD_USAGE: detail (a short clause, already in the person's language or a quoted argument)
   */
  errorWith: {
    WRONG_SERVER: 'No KooDrive was found at {{server}}. Check the server address.',
    QUOTA_FULL:
      'The space "{{space}}" on KooDrive is full. Delete something there or get more space, then try again.',
    SPACE_UNAVAILABLE:
      'The space "{{space}}" cannot be reached. Ask its owner whether you still have access.',
    NAME_TAKEN:
      'Something else on KooDrive has this name already. Rename one of the two, for example to "{{proposal}}".',
    NAME_REFUSED: 'KooDrive does not accept this name. Rename it, for example to "{{proposal}}".',
    NAME_NOT_UTF8: 'The name holds bytes that are not text. Rename it, for example to "{{proposal}}".',
    FILE_TOO_LARGE:
      'The file is larger than the {{limit}} KooDrive accepts. Split it, or keep it outside of the synced folder.',
    NAME_FORBIDDEN:
      'The name holds a character that KooDrive does not allow ({{chars}}). Rename it, for example to "{{proposal}}".',
    NAME_RESERVED:
      'Windows keeps this name for a device, so the file could not be used there. Rename it, for example to "{{proposal}}".',
    NAME_ENDING:
      'The name ends in a dot or a space, which Windows drops. Rename it, for example to "{{proposal}}".',
    DELETIONS_HELD:
      '{{count}} files are gone from this folder. KooDrive keeps them until you say whether they are to be deleted there too, or restored here.',
    NAME_TOO_LONG: 'The name is longer than the {{limit}} characters KooDrive allows. Give it a shorter one.',
    NAME_CLASH: 'The name differs from "{{other}}" only in capitals or accents. Rename one of the two.',
    FOLDER_MISSING:
      'The folder {{folder}} is not where it was. If it lies on a drive, connect the drive, then try again. Nothing on KooDrive was deleted.',
    FOLDER_UNREADABLE: 'KooSync may not look into {{folder}}. Change its permissions, then try again.',
    NOT_A_FOLDER: '{{folder}} is not a folder. Choose a folder.',
    NESTED_PAIR: 'This folder overlaps with {{other}}, which is synced already. Choose another one.',
    NOT_IN_A_PAIR:
      '{{path}} is not in a synced folder, so there are no versions of it. Move it into one, or add its folder.',
    WATCH_LIMIT:
      'Linux allows too few watched folders, so changes are noticed later than usual. To raise the limit, run: {{command}}',
    BAD_USAGE: 'This was not understood: {{detail}}. Use --help to see what can be asked.',
  },

  /** The tray's tooltip and menu. `tray.state.<kind of EngineState>` */
  tray: {
    state: {
      idle: 'Everything is up to date',
      syncing_zero: 'Looking for changes',
      syncing_one: 'Syncing {{count, number}} item',
      syncing_other: 'Syncing {{count, number}} items',
      paused: 'Paused',
      offline: 'Offline: changes are remembered',
      problem_one: '{{count, number}} item needs attention',
      problem_other: '{{count, number}} items need attention',
      'sign-in': 'Sign-in needed',
    },
    tooltip: 'KooSync: {{state}}',
    openFolder: 'Open folder',
    recentFiles: 'Recent files',
    noRecentFiles: 'Nothing yet',
    viewVersions: 'View versions',
    openKooSync: 'Open KooSync',
    signIn: 'Sign in...',
    pause: 'Pause',
    resume: 'Resume',
    quit: 'Quit KooSync',
  },

  /** Why something is left out on purpose: no problem, but no secret either. */
  skipped: {
    symlink: 'A link to another place: KooSync does not follow links.',
    special: 'Not an ordinary file (a device, pipe or socket).',
    ignored: 'Left out by an ignore rule.',
    temporary: 'A temporary file of another program.',
  },

  /** The verb in the file manager's right-click menu. */
  fileManager: { viewVersions: 'View versions' },

  /** Titles and buttons of the system's own dialogs and notifications. */
  system: {
    chooseFolder: 'Choose a folder to sync',
    chooseFolderButton: 'Sync this folder',
    saveVersion: 'Save this version as',
    notificationProblem: 'KooSync needs your help',
    notificationStillRunning: 'KooSync keeps running here and syncs in the background.',
  },

  /** Where the secret is kept: fills Account.vault. */
  vault: {
    linux: 'the keyring of this computer (Secret Service)',
    darwin: 'the macOS Keychain',
    win32: 'the Windows Credential Manager',
    environment: 'environment variables',
  },

  /** What the main process says outside the window. */
  desktop: {
    space: { personal: 'Personal space', department: 'Department space', group: 'Team space' },
    chooseFile: 'Choose a file to see its versions',
    chooseFileButton: 'View versions',
    close: {
      title: 'Keep syncing?',
      body: 'This desktop has no place for the KooSync icon. KooSync can keep syncing with its window made small, or quit.',
      keep: 'Keep syncing',
      quit: 'Quit KooSync',
      cancel: 'Cancel',
    },
    startFailed: {
      title: 'KooSync could not start',
      titleRunning: 'KooSync cannot go on',
      repair: 'Repair',
      tryAgain: 'Try again',
      openFolder: 'Show the folder of KooSync',
      quit: 'Quit',
    },
  },

  nav: {
    label: 'Sections',
    status: 'Status',
    files: 'Files',
    settings: 'Settings',
  },

  common: {
    loading: 'Loading',
    justNow: 'just now',
    retry: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    reveal: 'Show in folder',
    didNotWork: 'That did not work',
  },

  headline: {
    idle: 'Everything is up to date',
    syncing_zero: 'Looking for changes',
    syncing_one: 'Syncing {{count, number}} item',
    syncing_other: 'Syncing {{count, number}} items',
    paused: 'Syncing is paused',
    offline: 'You are offline',
    problem_one: '{{count, number}} item needs your attention',
    problem_other: '{{count, number}} items need your attention',
    'sign-in': 'Sign in to keep syncing',
    empty: 'Nothing is synced yet',
    reading: 'Looking at your folders',
  },
  /** The quieter line under the headline. */
  subline: {
    idle: 'Every settled change is a version on KooDrive.',
    syncing: 'You can keep working; nothing has to wait.',
    paused: 'Changes are noted, and go up when you resume.',
    offline: 'Changes are noted, and go up when the connection is back.',
    problem: 'Everything else keeps syncing.',
    'sign-in': 'Changes are noted, and go up once you are signed in.',
    empty: 'Choose a folder, and every change in it becomes a version.',
    reading: 'One moment.',
  },

  status: {
    pause: 'Pause',
    resume: 'Resume',
    signIn: 'Sign in',
    pairs: 'Synced folders',
    addFolder: 'Add folder',
    recent: 'Recent changes',
    noRecent: 'Changes that reach KooDrive are listed here.',
    openFolder: 'Open folder',
    kind: {
      'new-file': 'New file',
      revision: 'New version',
      folder: 'New folder',
      renamed: 'Renamed',
      deleted: 'Moved to the recycle bin',
      restored: 'Restored',
      'both-kept': 'Changed by two people, both kept',
    },
  },

  empty: {
    title: 'Choose the first folder',
    lead: 'KooSync watches it and keeps a version on KooDrive each time a file has settled. You can go back to any of them.',
    chooseSpace: 'Where on KooDrive should it go?',
    used: '{{used}} of {{capacity}} used',
    chooseFolder: 'Choose folder',
    noSpaces: 'This account has no space on KooDrive yet. Ask your administrator for one, then try again.',
    promiseNothingDeleted: 'Nothing is ever deleted from your folder.',
    promiseSettled: 'A file goes up once it is left alone for a moment, never half-written.',
    promiseHistory: 'Right-click a file and choose View versions.',
  },

  pair: {
    files_one: '{{count, number}} file',
    files_other: '{{count, number}} files',
    pending_one: '{{count, number}} change on its way',
    pending_other: '{{count, number}} changes on their way',
    upToDate: 'Up to date',
    scanning: 'Looking through the folder',
    waiting_one: '{{count, number}} change waiting',
    waiting_other: '{{count, number}} changes waiting',
    uploading: 'Going up',
    sentOf: '{{sent}} of {{size}}',
    uploadOf: 'Upload of {{name}}',
    moreTransfers_one: 'and {{count, number}} more',
    moreTransfers_other: 'and {{count, number}} more',
    problems_one: '{{count, number}} item needs attention',
    problems_other: '{{count, number}} items need attention',
    retryAll: 'Try all again',
    skipped_one: '{{count, number}} item left out on purpose',
    skipped_other: '{{count, number}} items left out on purpose',
    deleted_one: '{{count, number}} deleted file is still on KooDrive',
    deleted_other: '{{count, number}} deleted files are still on KooDrive',
    held_one: '{{count, number}} deletion waits for your word',
    held_other: '{{count, number}} deletions wait for your word',
    review: 'Review',
    showFiles: 'Show files',
  },

  /** What the button beside a problem does. */
  remedy: {
    retry: 'Try again',
    reveal: 'Show in folder',
    rename: 'Rename in folder',
    signIn: 'Sign in',
    review: 'Review',
  },

  files: {
    title: 'Files',
    lead: 'Find a file to see its versions.',
    search: 'Find a file',
    clear: 'Clear the search',
    pair: 'Folder',
    list: 'Files',
    none: 'No file here matches "{{query}}".',
    nonePair: 'There is no file in this folder yet.',
    noPair: 'Add a folder first; its files appear here.',
    limited: 'The first {{count, number}} are shown. Type more of the name to narrow it down.',
    state: {
      synced: 'Synced',
      pending: 'Waiting to go up',
      problem: 'Needs attention',
      deleted: 'Deleted here',
    },
    folder: 'Folder',
    neverSynced: 'not yet on KooDrive',
  },

  /** What was deleted here, and what becomes of it on KooDrive. */
  deletions: {
    title: 'Deleted files',
    lead: 'What you delete here goes to the recycle bin of KooDrive. You can bring it back from here.',
    none: 'Nothing has been deleted.',
    held_one: '{{count, number}} deletion waits for your word',
    held_other: '{{count, number}} deletions wait for your word',
    heldLead: 'These may not have been meant. Until you decide, KooDrive keeps everything as it is.',
    others: 'Others',
    folderOf_one: 'Folder with {{count, number}} file',
    folderOf_other: 'Folder with {{count, number}} files',
    state: {
      waiting: 'Goes to the recycle bin soon',
      held: 'Waits for your word',
      approved: 'Goes to the recycle bin next',
      sent: 'In the recycle bin',
    },
    reason: {
      'root-missing': 'The synced folder itself was gone.',
      'root-empty': 'The synced folder was suddenly empty.',
      'root-replaced': 'Another folder stood in place of the synced one.',
      'other-drive': 'The drive it was on is not there now.',
      'too-many': 'Many files disappeared at once.',
      'changed-remotely': 'It was changed on KooDrive meanwhile.',
      'holds-others': 'The folder on KooDrive holds things that were never here.',
      refused: 'KooDrive refuses to delete it.',
      'not-back-yet': 'It is to be brought back, and is not back yet.',
    },
    restore: 'Bring back',
    restoreItem: 'Bring back {{name}}',
    restoreAll: 'Bring all back',
    approve: 'Delete on KooDrive too',
    approveItem: 'Delete on KooDrive too: {{name}}',
    approveAll: 'Delete all on KooDrive too',
    approveTitle_one: 'Delete {{count, number}} item on KooDrive too?',
    approveTitle_other: 'Delete {{count, number}} items on KooDrive too?',
    approveBody: 'What is deleted goes to the recycle bin of KooDrive, and can be brought back from there.',
    restored_one: '{{count, number}} item is on its way back to this computer.',
    restored_other: '{{count, number}} items are on their way back to this computer.',
    approved_one: '{{count, number}} item goes to the recycle bin of KooDrive.',
    approved_other: '{{count, number}} items go to the recycle bin of KooDrive.',
  },

  history: {
    of: 'Versions of {{name}}',
    count_one: '{{count, number}} version',
    count_other: '{{count, number}} versions',
    total: '{{size}} in all',
    version: 'Version {{number}}',
    latest: 'Latest',
    kept: 'Kept for ever',
    by: 'by {{who}}',
    byYou: 'by you',
    isNew: 'New',
    restore: 'Restore',
    restoreVersion: 'Restore version {{number}} of {{when}}',
    saveAs: 'Save as...',
    saveVersion: 'Save version {{number}} as...',
    keep: 'Keep for ever',
    keepVersion: 'Keep version {{number}} for ever',
    today: 'Today',
    yesterday: 'Yesterday',
    loading: 'Asking KooDrive for the versions',
    emptyTitle: 'No versions yet',
    empty: 'The first one appears here as soon as the file has reached KooDrive.',
    errorTitle: 'The versions cannot be shown now',
    outsideTitle: 'Not in a synced folder',
    newArrived: 'A new version has arrived: version {{number}}.',
    confirmTitle: 'Restore the version of {{when}}?',
    confirmBody:
      '"{{name}}" gets the content it had then. What is in the file now is first kept as a version of its own, so you can come back to it.',
    confirmButton: 'Restore this version',
    restored: '"{{name}}" is now as it was on {{when}}. Its former content is kept as a version.',
    savedTo: 'Saved to {{path}}.',
    keptOn: 'Version {{number}} is kept for ever.',
    keptOff: 'Version {{number}} is no longer kept for ever.',
  },

  signIn: {
    title: 'Sign in to KooDrive',
    lead: 'KooSync keeps the folders you choose on KooDrive, version by version.',
    server: 'Server',
    china: 'China',
    international: 'International',
    other: 'Other',
    serverAddress: 'Server address',
    serverHint: 'An address that starts with https://',
    method: 'Sign in with',
    token: 'Token',
    app: 'App id and secret',
    userId: 'User id',
    appId: 'App id',
    appSecret: 'App secret',
    submit: 'Sign in',
    submitting: 'Signing in',
    vault: 'Your secret is kept in {{vault}}, and nowhere else.',
    required: 'Please fill this in.',
    badAddress: 'This is no web address. It should look like https://drive.example.com',
    refused: 'KooDrive did not accept these. Check the user id and the token or secret.',
  },

  settings: {
    title: 'Settings',
    general: 'General',
    language: 'Language',
    languageSystem: 'System',
    theme: 'Appearance',
    themeSystem: 'System',
    themeLight: 'Light',
    themeDark: 'Dark',
    launchAtLogin: 'Start KooSync when I log in',
    launchAtLoginHint: 'It starts quietly in the tray and syncs from the first minute.',
    account: 'Account',
    signedInAs: 'User id',
    server: 'Server',
    secretIn: 'Secret kept in',
    signOut: 'Sign out',
    signOutTitle: 'Sign out of KooDrive?',
    signOutBody:
      'Syncing stops until you sign in again. Your files stay where they are, here and on KooDrive, and your secret is removed from {{vault}}.',
    folders: 'Synced folders',
    remove: 'Stop syncing',
    removeFolder: 'Stop syncing {{name}}',
    removeTitle: 'Stop syncing "{{name}}"?',
    removeBody:
      'Nothing is deleted: the folder stays on this computer with all its files, and everything on KooDrive stays there with its versions. Changes made from now on no longer go up.',
    removed: '"{{name}}" is no longer synced. Nothing was deleted.',
    noFolders: 'No folder is synced yet.',
  },

  addFolder: {
    title: 'Add a folder',
    lead: 'Choose where on KooDrive it should go, then the folder.',
    added: '"{{name}}" is synced from now on.',
  },
} as const;
