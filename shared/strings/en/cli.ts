/** What `koosync` says while it works, its tables and questions, and the mistakes that it alone knows. */
export const cli = {
  cli: {
    added: '{{folder}} is now synced with "{{remote}}". Run "koosync run" to upload its files.',
    removed: '{{folder}} is no longer synced. Nothing was deleted.',
    paused: 'Syncing of {{folder}} is paused. Changes are remembered. "koosync resume" goes on.',
    pausedAll: 'Syncing is paused. Changes are remembered. "koosync resume" goes on.',
    resumed: '{{folder}} is synced again.',
    resumedAll: 'All folders are synced again.',
    stillPaused:
      '{{folder}} is no longer paused by itself, but syncing of all folders is. "koosync resume" goes on.',
    pairPaused: 'paused',
    takenOver:
      '{{folder}} is synced with {{user}} on {{server}} from now on, as if it had just been added. Its versions so far stay with the other account.',
    nothingToTakeOver: 'No folder belongs to another account.',
    isOwn: '{{folder}} belongs to the account that is signed in.',
    broughtBack:
      'The folder "{{remote}}" of {{folder}} is out of the recycle bin of KooDrive again, with all its versions.',
    notInBin: 'The folder "{{remote}}" of {{folder}} is not in the recycle bin of KooDrive.',
    inItsPlace: '{{path}} is in its place on KooDrive.',
    outOfBin: '{{path}} is out of the recycle bin of KooDrive again, with all its versions.',
    uploadedAnew:
      '{{path}} was deleted on KooDrive for good, with its versions. What is here is uploaded anew, by the KooSync that runs or by the next "koosync run".',
    noDifferences: 'KooDrive holds everything that was synced.',
    differs: {
      'in-bin': '{{path}} is in the recycle bin of KooDrive.',
      gone: '{{path}} is no longer on KooDrive.',
      renamed: '{{path}} is called "{{name}}" on KooDrive.',
      moved: '{{path}} is in another folder on KooDrive.',
      newer: '{{path}} has a newer version on KooDrive, which somebody else saved.',
    },
    proxyByScript:
      'The desktop leaves the choice of the proxy to a script, which the command line does not run. If KooDrive cannot be reached, put the address of the proxy into HTTPS_PROXY.',
    noPairs: 'No folder is synced yet. Add one with "koosync add FOLDER".',
    allSynced: 'Everything is synced: {{files}} in {{folders}}.',
    notAllSynced: 'Not everything is synced: {{problems}}, {{pending}}.',
    watching_one: 'Watching {{count, number}} folder. Press Ctrl-C to stop.',
    watching_other: 'Watching {{count, number}} folders. Press Ctrl-C to stop.',
    stopping: 'Stopping.',
    stopped: 'Stopped. Changes that are not on KooDrive yet are remembered.',
    uploading_one: 'Syncing {{count, number}} item: {{name}} {{percent}}%',
    uploading_other: 'Syncing {{count, number}} items: {{name}} {{percent}}%',
    syncing_one: 'Syncing {{count, number}} item',
    syncing_other: 'Syncing {{count, number}} items',
    scanning: 'Scanning {{folder}}',

    pair: '{{folder}} -> {{remote}}',
    counts: '{{files}}, {{pending}}, {{problems}}',
    /** until all of the folder was looked through nobody knows what waits */
    countsNotScanned: 'not looked through yet, {{problems}}. "koosync run" does that.',
    /** a path, and why it is not synced */
    problem: '{{path}}: {{reason}}',
    problemOfFolder_one: '{{path}}: {{reason}} {{count, number}} item in it waits for this.',
    problemOfFolder_other: '{{path}}: {{reason}} {{count, number}} items in it wait for this.',
    unsynced: '{{path}}: not synced yet.',
    moreUnsynced_one: 'and {{count, number}} more that is not synced yet.',
    moreUnsynced_other: 'and {{count, number}} more that are not synced yet.',
    skipped: '{{path}}: {{reason}}',
    moreSkipped_one: 'and {{count, number}} more. "koosync status --json" lists them all.',
    moreSkipped_other: 'and {{count, number}} more. "koosync status --json" lists them all.',
    files_one: '{{count, number}} file',
    files_other: '{{count, number}} files',
    folders_one: '{{count, number}} folder',
    folders_other: '{{count, number}} folders',
    pending_zero: 'no changes waiting',
    pending_one: '{{count, number}} change waiting',
    pending_other: '{{count, number}} changes waiting',
    problems_zero: 'no problems',
    problems_one: '{{count, number}} problem',
    problems_other: '{{count, number}} problems',

    noVersions: 'There are no versions of {{path}} yet.',
    restored: '{{path}} now has the content of version {{revisionId}}.',
    restoredTo: 'Version {{revisionId}} was written to {{path}}.',
    undoRestore: 'To undo this, run: koosync restore {{path}} --revision {{revisionId}}',
    nothingFound: 'No file matches "{{words}}".',
    exported_one: '{{count, number}} version was written to {{folder}}.',
    exported_other: '{{count, number}} versions were written to {{folder}}.',
    exportFailed: 'Version {{number}} was not exported: {{reason}}',
    labelled: 'Version {{revisionId}} is labelled "{{label}}" on this computer.',
    unlabelled: 'Version {{revisionId}} has no label any more.',
    versionDeleted: 'Version {{revisionId}} of {{path}} was deleted for good.',
    versionNotDeleted: 'Nothing was deleted.',
    noChanges: 'Nothing has changed here yet.',
    diffVersion: '{{name}} (version {{number}}, {{when}})',
    diffPresent: '{{name}} (on disk)',
    diffFacts: '{{title}}: {{size}}, SHA-256 {{sha256}}',
    sameContent: 'The two have the same content.',
    notComparable: 'They differ, but cannot be compared line by line, because they are not plain text.',
    tooDifferent: 'They have almost no line in common.',
    lineEndingsDiffer: 'Only the line endings differ.',
    kept: 'Version {{revisionId}} is kept for ever.',
    notKept: 'Version {{revisionId}} is no longer kept for ever.',
    opening: 'Opening the versions of {{path}} in the KooSync app.',
    defaultSpace: '"koosync add" now uses the space {{containerId}} by default.',

    noDeletions: 'There are no deletions.',
    held_one:
      '{{count, number}} deletion needs your confirmation. Confirm it with "koosync deletions approve ID", or undo it with "koosync deletions undo ID".',
    held_other:
      '{{count, number}} deletions need your confirmation. Confirm them with "koosync deletions approve", or undo them with "koosync deletions undo". Give IDs, or --all.',
    approved: '{{path}} goes to the recycle bin of KooDrive next.',
    approvedBefore: '{{path}} is already in the recycle bin of KooDrive.',
    nothingHeld: 'No deletion needs your confirmation.',
    undone_zero: '{{path}} is on this disk again.',
    undone_one: '{{path}} is on this disk again: {{count, number}} file.',
    undone_other: '{{path}} is on this disk again: {{count, number}} files.',
    cameBeside: '{{path}} is here as {{other}}, because something new has its name.',
    alreadyBack: '{{path}} was on this disk already and was left as it is.',
    nothingToUndo: 'There is no deletion to undo.',
    /** the state of a deletion, and why it needs a confirmation */
    stateBecause: '{{state}}: {{reason}}',

    ignoredByDefault:
      '{{path}}: ignored by the default rule {{pattern}}, for files of {{madeBy}}. To sync it, add "!{{pattern}}" to {{file}}.',
    /** the sign is one of `ignoreSign` */
    ignoredBySign:
      '{{path}}: ignored by the default rule {{pattern}}, for files of {{madeBy}}, as long as {{sign}}. To sync it, add "!{{pattern}}" to {{file}}.',
    notIgnoredWithoutSign:
      '{{path}}: not ignored. The default rule {{pattern}}, for files of {{madeBy}}, applies only as long as {{sign}}.',
    ignoredByFile: '{{path}}: ignored by {{pattern}}, line {{line}} of {{file}}.',
    ignoredByPolicy: '{{path}}: ignored by {{pattern}}, which your organisation has set.',
    notIgnoredByPolicy: '{{path}}: not ignored, because of {{pattern}}, which your organisation has set.',
    ignoredOwnState: '{{path}}: ignored, because KooSync keeps its own state there.',
    notIgnored: '{{path}}: not ignored.',
    notIgnoredByFile: '{{path}}: not ignored, because of {{pattern}}, line {{line}} of {{file}}.',

    databaseSound: 'The database {{file}} is sound. There is nothing to repair.',
    repaired_one:
      'The database was rebuilt with {{count, number}} synced folder. The damaged one was kept as {{kept}}. The next run looks at every file again and uploads nothing twice.',
    repaired_other:
      'The database was rebuilt with {{count, number}} synced folders. The damaged one was kept as {{kept}}. The next run looks at every file again and uploads nothing twice.',
    repairedEmpty:
      'The database was rebuilt. The damaged one was kept as {{kept}}. The list of synced folders is lost. Add them again with "koosync add FOLDER".',

    fileManagerAdded: '{{title}} now shows "View versions" in its right-click menu, in synced folders only.',
    fileManagerAddedEverywhere:
      '{{title}} now shows "View versions" in its right-click menu, in all folders: it cannot tell which are synced.',
    fileManagerRemoved: '{{title}} no longer shows "View versions".',
    fileManagerNothing: '{{title}} has no entries of KooSync.',
    noFileManager: 'No file manager that KooSync knows was found.',

    signedIn: 'Signed in to {{server}} as {{userId}}. The secret is kept in {{vault}}.',
    signedOut: 'Signed out of {{server}}. The synced folders stay as they are.',
    whoami: '{{userId}} on {{server}}, secret kept in {{vault}}',
  },

  /** What makes a name litter that other programs give to work. */
  ignoreSign: {
    beside: 'there is a file {{names}} beside it',
    inside: 'there is a file {{names}} in it',
    fresh: 'it has changed within the last 24 hours',
    empty: 'it is empty',
  },

  column: {
    setting: 'SETTING',
    value: 'VALUE',
    revision: 'ID',
    number: 'VERSION',
    when: 'WHEN',
    size: 'SIZE',
    sha256: 'SHA-256',
    marks: 'MARKS',
    author: 'AUTHOR',
    what: 'WHAT',
    id: 'ID',
    deleted: 'DELETED',
    files: 'FILES',
    state: 'STATE',
    path: 'PATH',
    space: 'ID',
    name: 'NAME',
    used: 'USED',
    capacity: 'CAPACITY',
    fileManager: 'FILE MANAGER',
    entries: 'ENTRIES',
    shownIn: 'SHOWN IN',
  },
  mark: {
    latest: 'latest',
    kept: 'kept for ever',
    restored: 'restored',
    restoredFrom: 'restored from version {{number}}',
    keptBoth: 'both versions kept',
    default: 'default',
    inactive: 'not active',
  },

  /** the entries of a file manager, and where they are shown */
  entries: {
    installed: 'installed',
    stale: 'outdated, install again',
    missing: 'not installed',
    absent: 'not on this computer',
    inFolders: 'synced folders',
    everywhere: 'all folders',
  },

  ask: {
    server: 'Server address',
    userId: 'User ID',
    appId: 'App ID',
    appSecret: 'App secret (not shown)',
    token: 'Token (not shown)',
    version: 'Number of the version, or when it was',
    file: 'Number of the file, or words to look for',
    /** beside y and yes, which are understood in any language */
    yes: 'yes',
    deleteVersion: 'Delete version {{version}} of {{path}} for good? [y/N]',
    prompt: '{{question}}:',
    promptWithProposal: '{{question}} [{{proposal}}]:',
  },

  cliError: {
    usage: '{{mistake}}. Run "{{command}} --help" to see the usage.',
    notPaired: '{{folder}} is not a synced folder. Run "koosync status" to list the synced folders.',
    noSuchFolder: 'There is no folder {{folder}}. Check the spelling, or create it first.',
    noSuchFile: 'There is no file {{path}}, and KooDrive has no versions of it. Check the spelling.',
    deletedFile:
      '{{path}} was deleted here and is in the recycle bin of KooDrive. To see its versions, bring it back with "koosync deletions undo {{id}}".',
    isFolder: '{{path}} is a folder, and only files have versions. Name a file in it.',
    whichVersion:
      'Name one version with --number, --at or --revision. Run "koosync versions" with this file to list its versions: {{path}}',
    whichNumbers: 'Name one or two versions with --number.',
    whichFile: 'Name a file. Without a terminal there is nobody to choose one.',
    whichLabel: 'Give either a label or --off.',
    noFiles: 'No file is synced yet. Run "koosync run" first.',
    noSuchNumber:
      'There is no version {{number}} of {{path}}. Run "koosync versions" with this file to list its versions.',
    noMoment:
      '"{{when}}" is not understood as a time. Write it like yesterday, "3 Nov", 14:05 or 2026-03-01.',
    momentTwice:
      'The clocks showed "{{when}}" twice, and {{name}} was another version each time. Give one of the two: --at "{{first}}" or --at "{{second}}".',
    noVersionThen: '{{path}} had no version then ({{when}}). Its oldest is of {{oldest}}.',
    noTextHere: 'This version of {{path}} is not plain text ({{size}}). Send it to a file with ">" instead.',
    sureNeeded:
      'There is no terminal to ask whether you are sure. Give --yes to delete the version for good.',
    noLimit: '"{{limit}}" is not a number from 1 to {{most}}. Give another --limit.',
    noSpace: 'This account has no usable space on KooDrive. Ask your administrator for one.',
    manySpaces: 'This account has several spaces. Name one with --space: {{spaces}}.',
    noSuchSpace: 'This account has no space {{space}}. Run "koosync spaces" to list its spaces.',
    noSuchDeletion: 'There is no deletion {{id}}. Run "koosync deletions" to list the deletions.',
    whichDeletion: 'Give either the IDs of deletions (see "koosync deletions") or --all.',
    noSuchFileManager: 'KooSync knows no file manager {{name}} here. It knows {{names}}.',
    fileManagerAbsent: '{{title}} is not on this computer. Install it first.',
    optionNeeded: 'The option {{option}} is needed where there is no terminal to ask at.',
    nothingTyped: 'Nothing was typed. Type a value, or give it with {{option}}.',
    noSecret: 'No secret was given. Type it at a terminal, or send it to standard input as one line.',
    signInNeeded:
      'You are not signed in. Run "koosync sign-in", or set KOOSYNC_SERVER, KOOSYNC_USER_ID and KOOSYNC_TOKEN (or KOOSYNC_APP_ID and KOOSYNC_APP_SECRET).',
    signInRefused:
      'KooDrive did not accept the sign-in. Run "koosync sign-in" again, or check the KOOSYNC_ sign-in variables.',
    keyring:
      'The system keyring cannot be used. Start or unlock it, or sign in by KOOSYNC_SERVER, KOOSYNC_USER_ID and KOOSYNC_TOKEN (or KOOSYNC_APP_ID and KOOSYNC_APP_SECRET).',
    noDesktop:
      'The KooSync app (koosync-desktop) was not found. Install it, or give the whole path of its executable in KOOSYNC_DESKTOP.',
    desktopFailed:
      'The KooSync app {{app}} could not be started. Start it by hand, or check KOOSYNC_DESKTOP.',
    unexpected: 'An unexpected error happened. The details are in {{log}}. Please report it.',
    argumentEmpty: 'The argument {{name}} is empty. Give it a value.',
    optionEmpty: 'The value of {{option}} is empty. Give one, or leave the option out.',
    outputFull:
      'The output is not complete, because there is no room where it is written to. Free some room there, then try again.',
    outputFailed:
      'The output is not complete, because it could not be written ({{system}}). Check where it goes, then try again.',
    /** before there is a log */
    crashed: 'An unexpected error happened ({{message}}). Please report it.',
    nodeTooOld:
      'KooSync needs Node 22.22.2, 24.15, 26 or newer, and this is Node {{found}}. Install a newer Node, or run "npm run setup" in the folder of KooSync, which brings one.',
    anyCertificate:
      'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: the certificate of the server always counts. For an authority of your own set NODE_EXTRA_CA_CERTS.',
    nodeFailed:
      'Node could not be started from {{node}} ({{message}}). Run "npm run setup" in the folder of KooSync.',
  },
} as const;
