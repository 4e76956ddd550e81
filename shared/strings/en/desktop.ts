/** What the main process says outside the window: tray, dialogs, notifications, the entry for starting at login. */
export const desktop = {
  /** The tray's tooltip and menu. */
  tray: {
    state: {
      idle: 'Everything is up to date',
      syncing_zero: 'Looking for changes',
      syncing_one: 'Syncing {{count, number}} item',
      syncing_other: 'Syncing {{count, number}} items',
      paused: 'Paused',
      'some-paused_one': 'Syncing of {{count, number}} folder is paused',
      'some-paused_other': 'Syncing of {{count, number}} folders is paused',
      restarting: 'Syncing is being started again',
      offline: 'KooDrive cannot be reached',
      problem_one: '{{count, number}} item needs attention',
      problem_other: '{{count, number}} items need attention',
      'sign-in': 'Sign-in needed',
      empty: 'No folder is synced yet',
    },
    tooltip: 'KooSync: {{state}}',
    /** a file or folder that has a problem */
    problem: '! {{name}}',
    openFolder: 'Open folder',
    openNamed: 'Open folder {{name}}',
    recentFiles: 'Recent files',
    noRecentFiles: 'Nothing yet',
    viewVersions: 'View versions…',
    crashReports: 'Show crash reports',
    openKooSync: 'Open KooSync',
    signIn: 'Sign in…',
    pause: 'Pause',
    resume: 'Resume',
    resumeAll: 'Resume all',
    restartToUpdate: 'Restart to update to {{version}}',
    quit: 'Quit KooSync',
  },

  /** A right-click in a text field. */
  edit: {
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
  },

  dialog: {
    chooseFolder: 'Choose a folder to sync',
    chooseFolderButton: 'Sync this folder',
    chooseFile: 'Choose a file to see its versions',
    chooseFileButton: 'View versions',
    saveVersion: 'Save this version as',
    exportVersions: 'Choose a folder for all versions of the file',
    exportVersionsButton: 'Save all versions here',
  },

  notification: {
    problem: 'KooSync needs your attention',
    newVersion: 'KooSync {{version}} is there. The settings of KooSync tell more.',
    windowAnew: 'The KooSync window stopped working and was opened again. Syncing was not affected.',
    windowGivenUp:
      'The KooSync window stopped working several times and was closed. Syncing goes on. Open KooSync again to retry.',
    stillRunning: 'KooSync keeps running here and syncs in the background.',
    copied_one: 'The KooDrive path of {{count, number}} item was copied.',
    copied_other: 'The KooDrive paths of {{count, number}} items were copied.',
    paused: 'Syncing of {{folders}} is paused. Resume it in KooSync.',
  },

  /** The window is closed on a desktop without a tray. */
  close: {
    title: 'Keep syncing?',
    body: 'This desktop has no place for the KooSync icon. KooSync can keep syncing with its window minimised, or quit.',
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

  /** `koosync-desktop --help`, and what it says in a terminal. PATH is the word in the usage lines. */
  commandLine: {
    refused: 'An installed KooSync does not start with {{words}}.',
    about: 'Opens the KooSync window, or brings it to the front when KooSync is running already.',
    hidden: 'start without a window; the icon in the tray opens it',
    viewVersions: 'show the versions of each PATH',
    copyPath: 'copy where each PATH is on KooDrive',
    pause: 'pause the synced folders that each PATH is in',
    crashReports: 'print the folder that crash reports are kept in; nothing is ever sent',
    exitCodes: 'Exit codes: 0 done, 1 KooSync could not start, 2 wrong usage, 4 sign-in needed.',
    unknown: 'Not understood: {{words}}',
    noScreen:
      'There is no screen to show the window on. Start KooSync from a desktop session, or run "koosync run", which needs none.',
    noSandbox:
      'This system does not let an AppImage have the sandbox, which keeps a faulty page away from your files, so KooSync does not start. Install the deb or rpm package, or allow user namespaces for programs like it.',
  },

  autostart: { comment: 'Syncs folders to KooDrive and keeps the versions of their files' },

  /** Where the secret is kept: stands within sentences. */
  vault: {
    'secret-service': 'the system keyring (Secret Service)',
    keychain: 'the macOS Keychain',
    'credential-manager': 'the Windows Credential Manager',
    environment: 'the KOOSYNC_ environment variables',
  },

  space: {
    personal: 'Personal space',
    department: 'Department space',
    team: 'Team space',
    /** two of one kind are told apart by the end of their IDs */
    twin: '{{kind}} (…{{end}})',
  },
  /** What the main process asks in the system's own dialog. */
  question: {
    signIn: 'Sign in to {{server}}?',
    signInDetail_one:
      'KooSync has been signed in to {{before}}. {{count, number}} folder is synced with it and will be held until you decide what becomes of it. Your secret goes to the new address.',
    signInDetail_other:
      'KooSync has been signed in to {{before}}. {{count, number}} folders are synced with it and will be held until you decide what becomes of them. Your secret goes to the new address.',
    signInAction: 'Sign in there',
    approveDetail:
      'Of {{folder}}, on {{server}}. They move to the recycle bin of KooDrive. You can still undo it under "{{page}}".',
    undo_one: 'Bring back {{count, number}} file?',
    undo_other: 'Bring back {{count, number}} files?',
    undoDetail: 'To {{folder}}, from {{server}}. Nothing that is there now is replaced.',
    undoAction: 'Bring back',
    bringBack_one: 'Take {{folder}} with {{count, number}} file out of the recycle bin?',
    bringBack_other: 'Take {{folder}} with {{count, number}} files out of the recycle bin?',
    bringBackDetail: 'On {{server}}. Changes that waited for it are uploaded then.',
    removeDetail:
      'Nothing is deleted. The folder stays on this computer, and everything on {{server}} stays there with its versions. Changes from now on are no longer uploaded.',
    takeOver_one: 'Sync this folder with {{user}} from now on?',
    takeOver_other: 'Sync these {{count, number}} folders with {{user}} from now on?',
    takeOverDetail:
      '{{folder}}: synced with another account so far. All of its files go to {{server}}, as if it had just been added. Their versions so far stay with the other account. If you choose Cancel, changes are held, and nothing is sent.',
  },
} as const;
