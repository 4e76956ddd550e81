/** `koosync --help`, and what is said of a command line that makes no sense. FOLDER, ID and NAME are the words in the usage lines. */
export const help = {
  help: {
    about: 'Syncs folders to KooDrive and keeps the versions of their files.',
    exitCodes:
      'Exit codes: 0 done, 1 unexpected error, 2 wrong usage, 3 not everything synced, 4 sign-in needed.',
    usage: 'Usage:',
    arguments: 'Arguments:',
    options: 'Options:',
    commands: 'Commands:',
    anyOptions: '[options]',
    anyCommand: '[command]',
    option: {
      help: 'show this help',
      version: 'show the version of KooSync',
      json: 'print JSON alone on standard output',
      revision: 'ID of the version (see "koosync versions")',
      number: 'number of the version, such as 4 (see "koosync versions")',
      at: 'the file as it was then, such as "yesterday", "3 Nov", "14:05" or 2026-03-01',
    },
    help: { about: 'show the help of a command' },
    add: {
      about: 'sync FOLDER with a folder of the same name (or NAME) in a space',
      space: 'ID of the space (see "koosync spaces"); needed when there are several and none is the default',
      remote: 'name of the folder under the root of the space',
    },
    remove: { about: 'stop syncing FOLDER; its files stay, here and on KooDrive' },
    bringBack: {
      about: 'take a synced folder, or what lies in it, out of the recycle bin of KooDrive',
    },
    compare: { about: 'compare what was synced with what is on KooDrive now' },
    run: {
      about: 'watch the folders and send every change to KooDrive, until Ctrl-C',
      once: 'send everything once, then stop; exit code 3 when something could not be sent',
    },
    pause: { about: 'pause syncing of FOLDER, or of all folders; changes are remembered' },
    resume: { about: 'sync FOLDER, or all folders, again after a pause' },
    takeOver: {
      about: 'sync FOLDER, or all folders that belong to another account, with the one that is signed in',
    },
    status: { about: 'show what is synced, what is waiting, what cannot be synced and why' },
    policy: { about: 'show what your organisation has set on this computer' },
    versions: { about: 'show the versions of FILE, newest first; without FILE, choose one' },
    show: { about: 'write a version of FILE to standard output; the latest, if none is named' },
    diff: {
      about: 'show what changed in FILE between two versions, or since a version',
      number: 'number of a version; give it twice to compare two',
    },
    export: { about: 'write all versions of FILE into FOLDER, with their times in their names' },
    label: { about: 'give a version of FILE a label, on this computer only', off: 'take the label away' },
    deleteVersion: {
      about: 'delete a version of FILE for good; never the latest',
      yes: 'do not ask whether you are sure',
    },
    log: {
      about: 'show what changed in FOLDER, or in all synced folders, newest first',
      limit: 'how many changes to show (default: 50)',
    },
    restore: {
      about: 'restore a version of FILE, in place or to another path',
      to: 'write the version to this file or folder; FILE stays as it is',
      force: 'with --to: replace another file that is there',
    },
    keep: { about: 'keep a version of FILE for ever', off: 'no longer keep it for ever' },
    open: { about: 'show the versions of FILE in the KooSync app' },
    deletions: {
      about: 'list deleted files and folders, confirm deletions or undo them',
      approve: 'confirm deletions; what was deleted goes to the recycle bin of KooDrive',
      approveAll: 'every deletion that needs your confirmation',
      undo: 'undo deletions, also of what is in the recycle bin of KooDrive already',
      undoAll: 'every deletion that is not in the recycle bin yet',
    },
    checkIgnore: {
      about: 'tell whether a path is ignored, and by which rule; exit code 0 if one is, 1 if none is',
    },
    fileManager: {
      about: 'show "View versions" in the right-click menu of the file managers',
      install: 'add the entries to the file managers NAME, or to all that are on this computer',
      remove: 'remove the entries from the file managers NAME, or from all',
      status: 'show which file managers have the entries',
    },
    repair: { about: 'rebuild a damaged database; files and versions stay as they are' },
    signIn: {
      about: 'sign in; the secret is asked for or read from standard input, and kept in the system keyring',
      server: 'address of the KooDrive server',
      userId: 'your KooDrive user ID',
      app: 'sign in with an app ID and secret instead of a token',
      appId: 'the app ID, with --app',
    },
    signOut: { about: 'sign out and remove the secret from the system keyring' },
    whoami: { about: 'show who is signed in' },
    spaces: {
      about: 'show the spaces of this account',
      default: 'make this space the default of "koosync add"',
    },
  },

  /** The first half of cliError.usage: what is wrong with the command line. */
  usage: {
    unknownCommand: 'Unknown command "{{name}}"',
    unknownOption: 'Unknown option "{{name}}"',
    didYouMean: '{{mistake}} (did you mean "{{suggestion}}"?)',
    argumentMissing: 'The argument {{name}} is missing',
    valueMissing: 'The option {{name}} needs a value',
    tooMany: 'Too many arguments: {{given}}',
    other: 'The command line was not understood',
  },
} as const;
