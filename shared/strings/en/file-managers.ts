/** Entries in the system's file managers: their names in its menu, and what window and command line say of them. */
export const fileManagers = {
  /** in the menu of a right click */
  fileManager: {
    viewVersions: 'View versions',
    viewVersionsAbout: 'Show the versions of these files in KooSync',
    copyPath: 'Copy KooDrive path',
    copyPathAbout: 'Copy where these files are on KooDrive',
    pause: 'Pause syncing here (the whole synced folder)',
    pauseAbout: 'Changes are remembered and uploaded when you resume',
  },

  fileManagers: {
    heading: 'File managers',
    lead: 'Right-click a file and choose "View versions". It is added for you alone, not for other users.',
    none: 'No file manager that KooSync knows was found.',
    entry: 'Show "View versions" in {{title}}',
    reachFolders: 'Shown in synced folders only.',
    reachEverywhere: 'Shown in all folders: {{title}} cannot tell which are synced.',
    stale: 'The entries in {{title}} no longer fit this KooSync.',
    update: 'Update',
    updateNamed: 'Update the entries in {{title}}',
    emblems: 'Show on files whether they are synced',
    emblemsHint: 'In {{titles}}. While many changes wait, files whose state is not known have no emblem.',
    reopen: 'Close all windows of {{title}} and open it again if the entry is not there yet.',

    offerTitle: 'Versions, one right-click away',
    offerBody: 'KooSync can add "View versions" to the right-click menu of {{titles}}.',
    offerAdd: 'Add to the menu',
    offerDismiss: 'Not now, and do not ask again',
    added: '"View versions" is now in the right-click menu of {{titles}}.',
  },
} as const;
