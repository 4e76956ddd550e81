/** New versions of KooSync itself, in the window's settings. */
export const updates = {
  updates: {
    heading: 'Updates',
    mode: 'New versions',
    modeAutomatic: 'Automatic',
    modeAsk: 'Ask me',
    modeOff: 'Off',
    hintAutomatic:
      'KooSync fetches a new version and installs it when you quit, or when its window is closed and nothing is being sent.',
    hintAsk: 'KooSync tells you of a new version. Nothing is fetched or installed until you ask for it.',
    hintOff: 'KooSync does not look for new versions. You can still look yourself.',
    channel: 'Kind of versions',
    stable: 'Stable',
    beta: 'Beta',
    betaHint: 'Beta versions come earlier and have been tried less. An older version is never installed.',

    check: 'Check now',
    download: 'Download',
    restart: 'Restart to update',
    putOff: 'Not now',

    state: {
      unknown: 'You have KooSync {{current}}. It has not looked for a newer version yet.',
      have: 'You have KooSync {{current}}.',
      current: 'KooSync {{current}} is the newest version. Checked {{when}}.',
      checking: 'Looking for a new version. You have KooSync {{current}}.',
      available: 'KooSync {{version}} is there. You have {{current}}.',
      downloading: 'KooSync {{version}} is being fetched: {{percent}} %',
      ready: 'KooSync {{version}} is ready. It is installed by a restart of KooSync.',
      readyPassword: 'KooSync {{version}} is ready. The system asks for your password when it is installed.',
      finishing: 'KooSync restarts as soon as what is being sent has arrived.',
      installing: 'KooSync {{version}} is being installed.',
    },
    updated: 'It was updated from {{from}}.',

    none: {
      unpacked:
        'KooSync {{current}}. It was unpacked, not installed, so new versions have to be put there by hand.',
      standIn: 'KooSync {{current}}. This is a build to try KooSync out, and it gets no new versions.',
      noFeed: 'KooSync {{current}}. This build does not know where new versions are.',
      packageManager: "KooSync {{current}}. New versions come with the system's other packages.",
      readOnly:
        'KooSync {{current}}. You may not change it where it lies; whoever installed it brings new versions.',
      policy: 'KooSync {{current}}. Your organisation looks after new versions.',
    },

    problem: {
      feedDown: 'The server for new versions did not answer {{when}}.',
      unsigned:
        'The new version that was offered is not signed by the makers of KooSync. It was not installed. If this stays so, tell whoever looks after your network.',
      corrupt: 'What was fetched was not what had been announced. It was thrown away.',
      diskFull: 'There is not enough room on the disk for the new version.',
      readOnly: 'The new version could not be written where KooSync lies. KooSync is as it was.',
      declined: 'The password was not given, so the new version was not installed. KooSync is as it was.',
      notInstalled: 'The new version could not be installed. KooSync is as it was.',
    },
    retry: 'KooSync tries again at {{time}}.',
  },
} as const;
