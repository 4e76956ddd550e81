/**
 * One plain sentence or two per error code, without blanks: what happened and what to do. `errorWith` has a more exact
 * sentence for the codes that can fill blanks; explainError() takes it when every blank has a value, else the plain one.
 * A sentence is read in the list of problems, in a notification and at the end of a command, so it must be true in each:
 * only uploads are retried without being asked.
 */
export const errors = {
  error: {
    OFFLINE:
      'There is no connection to KooDrive. Check the network. Changes are remembered and uploaded when the connection is back.',
    TIMED_OUT:
      'KooDrive took too long to answer. Uploads are retried automatically. Try anything else again.',
    THROTTLED:
      'KooDrive asked KooSync to slow down. Uploads go on automatically. Try anything else again later.',
    SERVER_BUSY:
      'KooDrive has a problem at the moment. Uploads are retried automatically. Try anything else again later.',
    BAD_ANSWER:
      'KooSync did not understand the answer from KooDrive. Uploads are retried automatically. If it happens again, look for an update of KooSync.',
    PORTAL:
      'Something else answers in place of KooDrive, such as the sign-in page of a network. Open a web page in your browser and sign in to the network. Changes are remembered until KooDrive answers again.',
    STORAGE_UNREACHABLE:
      'KooDrive answers, but the storage that takes the files does not. Check whether a proxy or firewall blocks it. Uploads wait and continue automatically.',
    TRANSFER_CUT:
      'The connection broke while this file was being uploaded. KooSync tries again automatically. Other files are not affected.',
    TRANSFER_LIMITED:
      'Something between this computer and KooDrive, such as a proxy or firewall, lets no upload of this size through. Use another network, or ask its administrator to raise the limit.',
    CLOCK_REFUSED:
      'KooDrive did not accept the time of this computer. Set the clock to automatic, then try again.',
    UPLOAD_TASK_GONE:
      'KooDrive dropped the unfinished upload of this file. KooSync starts it again automatically.',
    CHECK_FAILED:
      'What arrived at KooDrive did not match the file. KooSync uploads the file again automatically.',
    LINK_EXPIRED:
      'The transfer took longer than KooDrive allows. Uploads are retried automatically. Try anything else again.',
    TLS_FAILED:
      'The connection to KooDrive is not secure, because its certificate was not accepted. Check the network and the proxy, then try again.',
    WRONG_SERVER: 'There is no KooDrive at this address. Check the server address.',
    SIGN_IN_NEEDED: 'Sign in to KooDrive to continue. Changes are remembered until then.',
    QUOTA_FULL: 'The space on KooDrive is full. Delete something there or get more space, then try again.',
    SPACE_UNAVAILABLE: 'This space cannot be reached. Ask its owner whether you still have access.',
    NOT_PERMITTED:
      'You are not allowed to change this file or folder on KooDrive. Ask the owner of the space for permission.',
    NOT_FOUND:
      'This file or folder is no longer on KooDrive, and neither are its versions. To upload it anew, choose "Try again", or use "koosync bring-back".',
    REMOTE_RECYCLED:
      'This file or folder is in the recycle bin of KooDrive. To take it out with its versions, choose "Try again", or use "koosync bring-back".',
    DEPTH_EXCEEDED:
      'The path has more nested folders than KooDrive allows. Move the file or folder to a higher place.',
    NAME_TAKEN: 'Another file or folder on KooDrive has this name already. Rename one of the two.',
    NAME_REFUSED: 'KooDrive does not accept the name of this file or folder. Rename it.',
    REMOTE_BUSY:
      'KooDrive is busy with this file or folder. Uploads are retried automatically. Try anything else again later.',
    REMOTE_LOCKED:
      'This file or folder is locked on KooDrive, probably because someone is editing it there. Have it unlocked there. KooSync tries again automatically.',
    KIND_REFUSED:
      'KooDrive does not accept files of this kind. Put the file into an archive such as a .zip file, or exclude it in .koosyncignore.',
    LEGALLY_BLOCKED:
      'KooDrive may not take or give this file for legal reasons. Move it out of the synced folder, or ask the administrator of KooDrive.',
    PAYMENT_NEEDED:
      'KooDrive asks for a payment first, for example because a subscription has ended. Renew it, or ask the administrator of KooDrive. Then try again.',
    SERVER_FULL:
      'KooDrive has run out of storage, although your space may have room. KooSync tries again automatically. If it stays so, ask the administrator of KooDrive.',
    UPDATE_NEEDED: 'KooDrive no longer accepts this version of KooSync. Install the newest version.',
    PROXY_SIGN_IN:
      'The proxy asks for a user name and a password. Put them into its address (in HTTPS_PROXY, or set by your organisation): http://USER:PASSWORD@HOST:PORT. Then start KooSync again.',
    PROXY_REFUSED:
      'The proxy does not let KooSync connect to KooDrive. Ask its administrator to allow it, or correct its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation). Then start KooSync again.',
    PROXY_UNREACHABLE:
      'The proxy cannot be reached. Check the network, and its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation).',
    PROXY_SILENT:
      'The proxy did not connect KooSync to KooDrive in time. Try again later. If it stays so, ask its administrator, or correct its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation), and start KooSync again.',
    PROXY_CUT:
      'The proxy closed the connection before KooDrive was reached. Ask its administrator whether it lets KooDrive through, or correct its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation), and start KooSync again.',
    PROXY_NO_WAY:
      'The proxy answers, but it found no way to KooDrive. Try again later. If it stays so, ask its administrator.',
    REQUEST_BLOCKED:
      'Something between this computer and KooDrive, such as a proxy or firewall, does not let this request through. Use another network, or ask its administrator to allow KooDrive.',
    REFUSED:
      'KooDrive, or something on the way to it, refused this and did not say why. Try again later. If it stays so, ask the administrator of the network or of KooDrive.',
    REQUEST_REFUSED:
      'KooDrive refused a request of KooSync. This is a fault in KooSync. Please report it with the log.',
    FILE_CHANGED: 'The file changed while KooSync was reading it. KooSync reads it again automatically.',
    FILE_BUSY: 'Another program is using this file. Close the file there. KooSync uploads it then.',
    FILE_GONE: 'The file was missing before it could be uploaded. Nothing needs to be done.',
    FILE_UNREADABLE:
      'KooSync is not allowed to read this file or folder. Change its permissions, then try again.',
    PATH_TOO_LONG:
      'The path of this file or folder is longer than this system allows. Move it to a higher place, or give the folders above it shorter names.',
    LINK_LOOP:
      'The path to this file or folder runs through links that point at each other. Remove one of the links, then try again.',
    DISK_FAULTY:
      'The disk reports an error at this file or folder. Copy what is important to another disk, then check this one.',
    DRIVE_UNREACHABLE:
      'The drive or network share with this file or folder does not answer. Connect it again. Uploads are retried automatically.',
    OPEN_FILES_LIMIT:
      'Too many files are open on this computer at the moment. Uploads are retried automatically. If it stays so, close some programs, or raise the limit for open files.',
    MEMORY_SHORT:
      'This computer is short of memory at the moment. Uploads are retried automatically. If it stays so, close some programs.',
    SYSTEM_REFUSED:
      'The operating system did not let KooSync use this file or folder. Check the drive that it is on, then try again.',
    FILE_TOO_LARGE: 'The file is larger than KooDrive allows. Split it, or move it out of the synced folder.',
    NAME_FORBIDDEN:
      'The name contains a character that KooDrive does not allow (< > | : " * ? / \\). Rename the file or folder.',
    NAME_RESERVED:
      'Windows reserves this name, so the file could not be used there. Rename the file or folder.',
    NAME_ENDING: 'The name ends in a dot or a space, which Windows removes. Rename the file or folder.',
    NAME_TOO_LONG: 'The name is longer than KooDrive allows. Rename the file or folder to a shorter name.',
    NAME_NOT_UTF8: 'The name is not valid text. Rename the file or folder.',
    NAME_CLASH:
      'Another file or folder here has a name that differs only in capitals or accents. Rename one of the two.',
    PAIR_RECYCLED:
      'The folder on KooDrive is in the recycle bin there, so nothing of this synced folder is uploaded. Take it out of the recycle bin, here or with "koosync bring-back". Its files and versions are all still there.',
    OTHER_ACCOUNT:
      'This folder is synced with another account than the one that is signed in. Sign in with that one again, or run "koosync take-over" to sync the folder with the account of now. Changes are remembered.',
    PAIR_GONE:
      'The folder on KooDrive was deleted there for good, so nothing of this synced folder is uploaded. To upload everything anew, remove the synced folder and add it again.',
    ABOVE_FAILED:
      'A folder above this file or folder has a problem of its own. It is uploaded as soon as that is solved.',
    FOLDER_MISSING:
      'The folder is missing. If it is on a drive, connect the drive, then try again. Nothing was deleted on KooDrive.',
    DRIVE_AWAY:
      'The drive of this folder is not mounted here now. Connect or mount it: KooSync notices, and goes on by itself. Nothing was deleted on KooDrive.',
    FOLDER_UNREADABLE: 'KooSync is not allowed to read this folder. Change its permissions, then try again.',
    NOT_A_FOLDER: 'This is not a folder. Choose a folder.',
    LATE_WRITES: 'A program went on writing to the file that a restore had replaced.',
    BOTH_KEPT:
      'Someone else changed this file on KooDrive at the same time. Both versions were kept. Open the versions of the file to see them.',
    DELETIONS_HELD:
      'More files are missing than seems intended. Nothing was deleted on KooDrive. Look at the deleted files, then confirm or undo.',
    NESTED_PAIR:
      'This folder is inside a synced folder or contains one. Choose a folder that overlaps with none.',
    NOT_IN_A_PAIR:
      'This file is not in a synced folder, so it has no versions. Move it into one, or add its folder.',
    FILE_IGNORED:
      'This file is ignored by a rule, so KooDrive would not keep what it holds now. Save the version as another file instead.',
    IS_A_FOLDER: 'This is a folder. Only files have versions.',
    NOT_YET_SYNCED: 'This file has not reached KooDrive yet. Its versions appear after the first upload.',
    RULES_LIMITED:
      'Some rules of the file .koosyncignore in this folder are not used: there are too many, or one is too long. Shorten the file.',
    WATCH_LIMIT:
      'Linux lets KooSync watch too few folders, so changes are noticed later. To raise the limit, run: sudo sysctl fs.inotify.max_user_watches=1048576',
    DISK_FULL: 'There is not enough room on this disk. Free some room, then try again.',
    DOWNLOAD_DAMAGED: 'The version arrived damaged and was discarded. Your file was not changed. Try again.',
    KEYRING_UNAVAILABLE:
      'The system keyring cannot be used, so KooSync has no safe place for your secret. Start or unlock the keyring, then try again.',
    STATE_BROKEN:
      'The database of KooSync is damaged. Start KooSync again and choose Repair, or run "koosync repair". Your files are not changed.',
    STATE_REBUILT:
      'KooSync lost what it knew of the synced folders, and compares every file with KooDrive. Nothing is uploaded twice or deleted. What you deleted here shortly before stays on KooDrive.',
    STATE_NEWER: 'A newer KooSync was used here before. Install that version or a later one.',
    STATE_LOCKED: 'KooSync is already running. Use the one that is running, or quit it first.',
    ENGINE_RESTARTING:
      'The part of KooSync that syncs stopped and is being started again. Try again in a moment. Nothing is lost.',
    SETTINGS_BROKEN:
      'The settings of KooSync cannot be read. Repair settings.json in the state folder, or move it away to start with the default settings.',
    BAD_USAGE:
      'KooSync did not understand this request. Try again. If it happens again, please report it with the log.',
    CANCELLED: 'This was stopped before it was done. Start it again when you like.',
    UNEXPECTED:
      'An unexpected error happened. Try again. If it happens again, please report it with the log.',
  },

  /**
   * The values of each code:
   * - NAME_RESERVED, NAME_ENDING: proposal (a name that would be accepted)
   * - NAME_FORBIDDEN: chars (the characters, separated by spaces), proposal
   * - NAME_TOO_LONG: limit (a number of characters)
   * - NAME_CLASH: other (the name it clashes with), proposal
   * - FILE_TOO_LARGE: limit (a size as text, such as "200 GB")
   * - REFUSED: status (a number, of HTTP)
   * - SYSTEM_REFUSED: system (the code of the operating system, such as "EINVAL")
   * - STORAGE_UNREACHABLE: host (its name)
   * - PROXY_SIGN_IN, PROXY_UNREACHABLE, PROXY_SILENT, PROXY_CUT: proxy (its name and port)
   * - PROXY_REFUSED, PROXY_NO_WAY: proxy, status (a number, of HTTP)
   * - TRANSFER_LIMITED: limit (a size as text, such as "4 MB")
   * - DELETIONS_HELD: count (files)
   * - FOLDER_MISSING, DRIVE_AWAY, FOLDER_UNREADABLE, NOT_A_FOLDER: folder (absolute path)
   * - NESTED_PAIR: other (absolute path of the folder that is already synced)
   * - NOT_IN_A_PAIR: path (absolute path)
   * - STATE_BROKEN, STATE_NEWER: path (absolute path of the database or the settings file)
   */
  errorWith: {
    FILE_TOO_LARGE:
      'The file is larger than the {{limit}} that KooDrive allows. Split it, or move it out of the synced folder.',
    SYSTEM_REFUSED:
      'The operating system did not let KooSync use this file or folder, and calls the reason {{system}}. Check the drive that it is on, then try again.',
    REFUSED:
      'KooDrive, or something on the way to it, refused this with the number {{status}}. Try again later. If it stays so, ask the administrator of the network or of KooDrive, and mention the number.',
    TRANSFER_LIMITED:
      'Something between this computer and KooDrive, such as a proxy or firewall, stops uploads at about {{limit}}, and KooSync cannot divide this file any further. Use another network, or ask its administrator to raise the limit.',
    PROXY_SIGN_IN:
      'The proxy {{proxy}} asks for a user name and a password. Put them into its address (in HTTPS_PROXY, or set by your organisation): http://USER:PASSWORD@HOST:PORT. Then start KooSync again.',
    PROXY_REFUSED:
      'The proxy {{proxy}} does not let KooSync connect to KooDrive, and gives the number {{status}}. Ask its administrator to allow it, or correct its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation). Then start KooSync again.',
    PROXY_UNREACHABLE:
      'The proxy {{proxy}} cannot be reached. Check the network, and its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation).',
    PROXY_SILENT:
      'The proxy {{proxy}} did not connect KooSync to KooDrive in time. Try again later. If it stays so, ask its administrator, or correct its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation), and start KooSync again.',
    PROXY_CUT:
      'The proxy {{proxy}} closed the connection before KooDrive was reached. Ask its administrator whether it lets KooDrive through, or correct its address (in HTTPS_PROXY, in the system’s settings, or set by your organisation), and start KooSync again.',
    PROXY_NO_WAY:
      'The proxy {{proxy}} answers, but it found no way to KooDrive, and gives the number {{status}}. Try again later. If it stays so, ask its administrator and mention the number.',
    STORAGE_UNREACHABLE:
      'KooDrive answers, but its storage {{host}} does not. Check whether a proxy or firewall blocks it. Uploads wait and continue automatically.',
    NAME_FORBIDDEN:
      'The name contains a character that KooDrive does not allow ({{chars}}). Rename the file or folder, for example to "{{proposal}}".',
    NAME_RESERVED:
      'Windows reserves this name, so the file could not be used there. Rename the file or folder, for example to "{{proposal}}".',
    NAME_ENDING:
      'The name ends in a dot or a space, which Windows removes. Rename the file or folder, for example to "{{proposal}}".',
    DELETIONS_HELD_one:
      '{{count, number}} file is missing from this folder. KooDrive keeps it until you confirm or undo the deletion.',
    DELETIONS_HELD_other:
      '{{count, number}} files are missing from this folder. KooDrive keeps them until you confirm or undo the deletion.',
    NAME_TOO_LONG:
      'The name is longer than the {{limit}} characters that KooDrive allows. Rename the file or folder to a shorter name.',
    NAME_CLASH:
      'The name differs from "{{other}}" only in capitals or accents. Rename one of the two, for example to "{{proposal}}".',
    FOLDER_MISSING:
      'The folder {{folder}} is missing. If it is on a drive, connect the drive, then try again. Nothing was deleted on KooDrive.',
    DRIVE_AWAY:
      'The drive of {{folder}} is not mounted here now. Connect or mount it: KooSync notices, and goes on by itself. Nothing was deleted on KooDrive.',
    FOLDER_UNREADABLE: 'KooSync is not allowed to read {{folder}}. Change its permissions, then try again.',
    NOT_A_FOLDER: '{{folder}} is not a folder. Choose a folder.',
    NESTED_PAIR: 'This folder overlaps with {{other}}, which is already synced. Choose another folder.',
    NOT_IN_A_PAIR:
      '{{path}} is not in a synced folder, so it has no versions. Move it into one, or add its folder.',
    STATE_BROKEN:
      'The database {{path}} is damaged and was left as it is. Let KooSync repair it, or run "koosync repair". Your files and their versions are not changed by a repair.',
    STATE_NEWER:
      'A newer KooSync was used with {{path}}. Install that version or a later one, or name another state folder in KOOSYNC_HOME. Nothing was changed.',
  },
} as const;
