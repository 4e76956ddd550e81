/**
 * Sentences for errors that need more than the one of their code: what was asked for on the command line or in the
 * environment, and what stands in the way of a restore. An error asks for one by the value `say`.
 */
export const sentences = {
  sentence: {
    environmentHalf:
      'To sign in by environment variables, set {{missing}} too. To sign in another way, unset all KOOSYNC_ sign-in variables.',
    environmentNoSecret:
      'To sign in by environment variables, set KOOSYNC_SERVER, KOOSYNC_USER_ID and KOOSYNC_TOKEN (or KOOSYNC_APP_ID and KOOSYNC_APP_SECRET). To sign in another way, unset all of them.',
    environmentBoth:
      'KOOSYNC_TOKEN and KOOSYNC_APP_ID / KOOSYNC_APP_SECRET are both set. Unset one of the two ways to sign in.',
    environmentSignsIn:
      'The KOOSYNC_ environment variables sign in here. Unset them first to use the keyring instead.',
    environmentServer:
      'KOOSYNC_SERVER names another server than {{server}}, which your organisation has set. Name that one, with a user and a secret for it, or unset all KOOSYNC_ sign-in variables.',
    setByPolicy: 'Your organisation has set "{{name}}" on this computer, so it cannot be changed here.',
    policyUntrusted:
      'The policy {{path}} does not count, because others than the administrator can change {{at}}. Ask your administrator to give it to root and to let nobody else write it.',
    policyUnreadable:
      'The policy {{path}} cannot be read, and the operating system calls the reason {{system}}. What it set before goes on. Ask your administrator to make it readable for everybody.',
    policyBroken:
      'The policy {{path}} cannot be understood. What it set before goes on. Ask your administrator to repair it.',
    policyUnknown:
      'The policy {{path}} sets something that this KooSync does not know: {{names}}. The rest of it counts. Ask your administrator to correct it.',
    policyValue:
      'The policy {{path}} has a value that KooSync does not understand: {{names}}. What it set there before goes on. Ask your administrator to correct it.',
    policyServer:
      'The policy {{path}} sets a server, and its address cannot be understood. So nothing is uploaded, for it could go to a wrong place. Ask your administrator to correct it.',
    proxyAddress:
      'The variable {{name}} does not contain the address of an HTTP proxy. Correct it, or unset it.',
    proxyCertificate:
      'The connection to the proxy {{proxy}} is not secure, because its certificate was not accepted. Ask its administrator, or correct its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation), and start KooSync again.',
    serverAddress:
      '"{{server}}" is not the address of a KooDrive server. An address looks like https://cn.myhuaweicloud-koodrive.com, with nothing after the host name.',
    homeOfAnother:
      'The state folder {{folder}} is not used: {{path}} belongs to another user. Remove it, or name another folder with KOOSYNC_HOME.',
    homeIsLink:
      'The state folder {{folder}} is not used: it is a link. Name the folder itself with KOOSYNC_HOME.',
    homeReplaceable:
      'The state folder {{folder}} is not used: other users may put another folder in its place, for they may write in {{path}}. Take that right away (chmod go-w), or name another folder with KOOSYNC_HOME.',
    homeNoFile:
      'The state folder {{folder}} is not used: {{path}} is no ordinary file. Remove it, then try again.',
    homeUnusable:
      'The state folder {{folder}} cannot be read and written. Change its permissions, or name another folder in KOOSYNC_HOME.',
    homeNoFolder:
      'The state folder {{folder}} cannot be created, because a file is in its place. Move that file away, or name another folder in KOOSYNC_HOME.',
    homeFailed:
      'The state folder {{folder}} cannot be used, and the operating system calls the reason {{system}}. Check its disk, or name another folder in KOOSYNC_HOME.',
    homeFull: 'There is no room on the disk for the state folder {{folder}}. Free some room, then try again.',
    homeUnknown:
      'KooSync does not know your home folder, because HOME holds no absolute path. Set HOME, or name the state folder in KOOSYNC_HOME.',
    noWorkingFolder: 'The working folder no longer exists. Change to another folder, or give absolute paths.',
    settingsBroken:
      'The settings file {{path}} cannot be understood and was left as it is. Repair it, or move it away to start with the default settings. Then try again.',
    settingsUnreadable:
      'The settings file {{path}} cannot be read. Change its owner or its permissions, then try again.',
    settingsNoFile:
      'In the place of the settings file {{path}} is something that is not a file. Move it away, then try again.',
    settingsUnread:
      'The settings file {{path}} cannot be read, and the operating system calls the reason {{system}}. Check its disk, then try again.',
    settingsValue:
      'The settings file {{path}} has a value that KooSync does not understand: {{names}}. Correct it, or remove it to use the default.',
    settingsUnwritable:
      'The settings file {{path}} cannot be written. Change the permissions of its folder, then try again.',
    settingsFailed:
      'The settings file {{path}} cannot be written, and the operating system calls the reason {{system}}. Check its disk, then try again.',
    stateFaulty:
      'The disk reports an error at the database {{path}}. Check the disk, or name another state folder in KOOSYNC_HOME.',
    stateUnwritable:
      'The database {{path}} cannot be read and written. Change its permissions and those of its folder, or name another state folder in KOOSYNC_HOME.',
    stateBusy: 'Another program is using the database {{path}}. Close that program, then try again.',
    logUnusable:
      'The log {{path}} cannot be written, and the operating system calls the reason {{system}}. KooSync goes on without it. Make it writable or move it away to have a log again.',
    logFull: 'There is no room for the log {{path}}. KooSync goes on without it until there is.',
    alreadySynced: '{{folder}} is already synced. Choose another folder.',
    sameFolder: '{{folder}} is the same folder as {{other}}, which is already synced. Choose another folder.',
    remoteTaken:
      'Another synced folder already uses the folder "{{name}}" on KooDrive. Choose a folder with another name, or give another name with --remote.',
    noSuchDeletion: 'This deletion is no longer in the list. Look at the list of deletions again.',
    lateWritesKept:
      'A program had {{file}} open and went on writing after the restore. What it wrote is kept as {{copy}}. Close the file in that program and open it again.',
    lateWritesLost:
      'A program had {{file}} open and went on writing after the restore, and that could not be kept. Save it there under another name before you close it.',
    lostVersions: '{{path}} is neither on KooDrive nor on this disk, and its versions are lost.',
    lostForGood:
      '{{path}} is lost: the recycle bin of KooDrive no longer has it. Somebody deleted it there, or its time there was over. If you have a copy elsewhere, such as a backup, use that one.',
    lostButSame:
      '{{path}} is lost: the recycle bin of KooDrive no longer has it. Another file here has the same content, {{same}}. Copy that one.',
    undoAboveFirst:
      'The folder {{folder}} is not on this disk and on KooDrive any more. Undo its deletion first or create it again, then try again.',
    undoAboveTaken:
      'Something else has the name of the folder {{folder}} now. Rename or move that, create the folder again, then try again.',
    undoBusy:
      '{{path}}, or something in it, is being synced just now. Wait a moment, then undo the deletion again.',
    noSuchVersion:
      'There is no version {{revisionId}} of {{path}}. Run "koosync versions" with this file to list its versions.',
    targetExists:
      'There is already another file at {{path}}. Choose another name, or allow KooSync to replace it (--force).',
    targetNoFile: '{{path}} is not an ordinary file. Choose another place.',
    targetFolderMissing: 'The folder {{folder}} does not exist. Create it, or choose another place.',
    targetUnwritable: 'KooSync cannot write to {{folder}}. Change its permissions, or choose another place.',
    targetDiskFull:
      'There is not enough room for this in {{folder}}. Your file was not changed. Free some room there, then try again.',
    targetUnreachable:
      'The drive or network share with {{folder}} does not answer. Connect it again, then try again.',
    targetOpenFiles:
      'Too many files are open on this computer at the moment, so {{path}} was not written. Close some programs, then try again.',
    targetMemory:
      'This computer is short of memory at the moment, so {{path}} was not written. Close some programs, then try again.',
    targetTooLarge: 'The drive of {{folder}} cannot hold a file of this size. Choose another place.',
    changedMeanwhile:
      '{{path}} changed while it was being restored and was left as it is. Wait a moment, then try again.',
    restoredFileBusy:
      'Another program is using {{path}}, so it was left as it is. Close the file there, then try again.',
    fetchOffline:
      'KooDrive cannot be reached, so this version was not fetched. Your file was not changed. Check the network, then try again.',
    fetchCut:
      'The connection broke while this version was being fetched, and broke again each time KooSync tried to go on. Your file was not changed. Check the network, then try again.',
    fetchTimedOut:
      'KooDrive did not send this version in time. Your file was not changed. Check the network, then try again.',
    fetchThrottled:
      'KooDrive asked KooSync to slow down, so this version was not fetched. Your file was not changed. Try again in some minutes.',
    fetchBusy:
      'KooDrive has a problem at the moment, so this version was not fetched. Your file was not changed. Try again later.',
    fetchUnclear:
      'What came in place of this version is not what KooDrive sends. Your file was not changed. Something between this computer and KooDrive may be the cause, such as a proxy. Try again later, or in another network.',
    fetchPortal:
      'Something else answers in place of KooDrive, such as the sign-in page of a network. Open a web page in your browser and sign in to the network, then try again. Your file was not changed.',
    fetchNotThere:
      'KooDrive lists this version, but its storage does not find the content. Your file was not changed. Try again later, or choose another version. If it stays so, ask the administrator of KooDrive.',
    fetchRemoved:
      'KooDrive lists this version, but its storage says that the content was removed. Your file was not changed. Choose another version, or ask the administrator of KooDrive.',
    fetchRefused:
      'The storage of KooDrive did not give this version, and gives the number {{status}}. Your file was not changed. Try again later. If it stays so, ask the administrator of KooDrive and mention the number.',
    tooLargeToLookAt:
      'This version of {{file}} is too large to look at here. Restore it as a copy, or save it somewhere else, and open it there.',
    textNotInEncoding:
      'The new text has characters that the encoding of {{file}} cannot hold, so the file was left as it is. Save the version as a copy instead.',
    textTooLong:
      'The new text for {{file}} is larger than 4 MB, so the file was left as it is. Restore the whole version instead.',
    latestNotDeleted:
      'The latest version of {{file}} cannot be deleted. Restore another version first, or delete the file.',
    versionNotDeleted:
      'KooDrive did not delete this version of {{file}}. It may be the latest one, or kept for ever. Nothing was changed.',
    notesSetAside:
      'The labels of versions on this computer could not be understood. They were kept as {{file}}, and KooSync started a new list.',
    stateLost:
      'The database in {{home}} was missing or empty. The list of synced folders was taken from its copy, and every file is compared with KooDrive: nothing is uploaded twice or deleted. What you deleted here shortly before stays on KooDrive.',
    stateForeign:
      'The database in {{home}} came from somewhere else and was kept as {{kept}}. The list of synced folders was taken from the copy that is there, and every file is compared with KooDrive: nothing is uploaded twice or deleted.',
    statePutBack:
      'The database in {{home}} is older than what KooSync last did here, or was copied from another place or computer. So every file is compared with KooDrive: nothing is uploaded twice or deleted. What waited to be deleted stays on KooDrive.',
    stateListLost:
      'The database in {{home}} was missing or empty, and pairs.json beside it, the copy of the list of synced folders, cannot be understood. Put both back from a backup, or add each folder again with "koosync add FOLDER": nothing is uploaded twice.',
    stateTaken:
      'The database {{file}} was removed or replaced while KooSync ran. Start KooSync again: it compares every file with KooDrive, and uploads nothing twice.',
    graphicsBroken:
      'The window cannot be drawn: the graphics of this computer crashed again and again. Start KooSync again to retry, or run "koosync run", which needs no window.',
    noProgram:
      'No program on this computer opens {{file}}. Save the version somewhere, then choose a program for it.',
    entriesBroken:
      'The file {{path}} cannot be understood and was left as it is. Repair it, or move it away, then try again.',
    linkLeadsOut:
      '{{path}} is a link to {{target}}, outside of your own folders, and was left as it is. Replace the link by a file, then try again.',
    listEndless:
      'The list of a folder on KooDrive does not end. Try again later. If it stays so, tell whoever runs your KooDrive.',
    otherAccount:
      'This folder is synced with {{user}} on {{server}}, and another account is signed in. Sign in with that one again, or run "koosync take-over" to sync the folder with the account of now. Changes are remembered.',
    ruleTooLong:
      'Line {{line}} of {{file}} has more than {{limit, number}} characters and is not used. Shorten it.',
    rulesTooMany:
      '{{file}} has more than {{limit, number}} rules, and those from line {{line}} on are not used. Write fewer rules, for example one for a whole folder.',
    rulesTooLarge: '{{file}} is larger than 1 MB, and what comes after that is not used. Shorten it.',
    stateUncarried:
      'The path of the state folder {{folder}} contains a character that this file manager does not understand. Name another state folder in KOOSYNC_HOME.',
  },
} as const;
