/** What an organisation fixed on this computer, in the window and on the command line. */
export const policy = {
  policy: {
    /** beside a setting that cannot be changed */
    fixed: 'Set by your organisation',
    heading: 'Your organisation',
    lead: 'Your organisation has set these on this computer: {{names}}.',
    leadNothing: 'Your organisation has set nothing that counts on this computer.',
    where: 'They are set in {{path}}.',
    faults: 'Something in it is wrong:',
    none: 'No policy was found on this computer.',
    /** what is fixed, as words of a list */
    key: {
      server: 'the server',
      ignoreRules: 'what is never synced',
      language: 'the language',
      theme: 'the appearance',
      launchAtLogin: 'the start at login',
      offerFileManagers: 'the offer of entries in file managers',
      emblems: 'emblems in file managers',
      settleMs: 'how long a file has to rest',
      maxWaitMs: 'the longest wait for a file',
      versionIntervalMs: 'the time between versions',
      missingGraceMs: 'the wait for files that are missing',
      deleteGraceMs: 'the wait before deletions',
      holdDeletionsCount: 'how many deletions need a confirmation',
      holdDeletionsShare: 'what share of deletions needs a confirmation',
      compareWithKooDrive: 'the comparison with KooDrive',
      concurrency: 'the number of uploads at a time',
      updates: 'updates',
      updateChannel: 'the update channel',
      proxy: 'the proxy',
      noProxy: 'what is reached without the proxy',
    },
  },
} as const;
