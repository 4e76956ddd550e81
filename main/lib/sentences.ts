/**
 * Sentences for errors that need more than the one of their code in shared/strings: what was asked for on the command
 * line or in the environment, and what stands in the way of a restore. An error asks for one by the value `say`.
 * Each tells what happened and what to do; both languages have the same keys and blanks.
 */
export const sentences = {
  en: {
    environmentHalf:
      'Signing in by environment variables also needs {{missing}}. Set that too, or unset all KOOSYNC_ sign-in variables.',
    environmentBoth:
      'KOOSYNC_TOKEN and KOOSYNC_APP_ID / KOOSYNC_APP_SECRET are both set. Unset one of the two ways to sign in.',
    environmentSignsIn:
      'The KOOSYNC_ environment variables sign in here. Unset them first, to use the keyring instead.',
    serverAddress:
      '"{{server}}" is not the address of a KooDrive server. It looks like https://cn.myhuaweicloud-koodrive.com, with nothing after the host name.',
    homeUnusable:
      'The state folder {{folder}} cannot be read and written. Change its permissions, or name another one in KOOSYNC_HOME.',
    homeNoFolder:
      'The state folder {{folder}} cannot be made, because a file is in its place. Move that file away, or name another folder in KOOSYNC_HOME.',
    homeFull: 'There is no room on the disk for the state folder {{folder}}. Free some, then try again.',
    settingsBroken:
      'The settings file {{path}} cannot be understood and was left as it is. Repair it, or move it away to start with the usual settings; then try again.',
    settingsUnwritable:
      'The settings file {{path}} cannot be written. Change the permissions of its folder, then try again.',
    stateNewer:
      'A newer KooSync was used with {{path}}. Install that version or a later one, or name another state folder in KOOSYNC_HOME. Nothing was changed.',
    stateBroken:
      'The database {{path}} is damaged and was left as it is. Let KooSync repair it (in a terminal: "koosync repair"): it is built anew from your files and from KooDrive, and nothing there is changed.',
    stateUnwritable:
      'The database {{path}} cannot be read and written. Change its permissions and those of its folder, or name another state folder in KOOSYNC_HOME.',
    stateBusy: 'Another program holds the database {{path}}. Close that program, then try again.',
    noSuchDeletion:
      'There is no such deletion any more: it is back already, or too long ago. Look at the list again.',
    noSuchVersion:
      'There is no version {{revisionId}} of {{path}}. Run "koosync versions" with this file to see the ones there are.',
    targetExists:
      'There is already another file at {{path}}. Choose another name, or allow it to be replaced (--force).',
    targetNoFile: 'At {{path}} is something that is not an ordinary file. Choose another place.',
    targetFolderMissing: 'The folder {{folder}} does not exist. Create it, or choose another place.',
    targetUnwritable: '{{folder}} cannot be written to. Change its permissions, or choose another place.',
    changedMeanwhile:
      '{{path}} changed while it was being restored, so it was left as it is. Let it rest for a moment, then try again.',
    restoredFileBusy:
      'Another program holds {{path}}, so it was left as it is. Close it there, then try again.',
  },
  zh: {
    environmentHalf: '通过环境变量登录还需要 {{missing}}。请一并设置，或取消设置所有 KOOSYNC_ 登录变量。',
    environmentBoth:
      'KOOSYNC_TOKEN 与 KOOSYNC_APP_ID / KOOSYNC_APP_SECRET 同时存在。请只保留其中一种登录方式。',
    environmentSignsIn: '当前由 KOOSYNC_ 环境变量登录。如需改用钥匙串，请先取消设置这些变量。',
    serverAddress:
      '"{{server}}" 不是 KooDrive 服务器地址。地址形如 https://cn.myhuaweicloud-koodrive.com，主机名之后没有其他内容。',
    homeUnusable: '无法读写状态文件夹 {{folder}}。请修改其权限，或用 KOOSYNC_HOME 指定其他文件夹。',
    homeNoFolder:
      '无法创建状态文件夹 {{folder}}，该位置已有一个文件。请移走该文件，或用 KOOSYNC_HOME 指定其他文件夹。',
    homeFull: '磁盘空间不足，无法使用状态文件夹 {{folder}}。请释放空间后重试。',
    settingsBroken: '设置文件 {{path}} 无法识别，已保持原样。请修复它，或将其移走以使用默认设置，然后重试。',
    settingsUnwritable: '无法写入设置文件 {{path}}。请修改其所在文件夹的权限，然后重试。',
    stateNewer:
      '{{path}} 曾被更新版本的 KooSync 使用。请安装该版本或更高版本，或用 KOOSYNC_HOME 指定其他状态文件夹。未作任何更改。',
    stateBroken:
      '数据库 {{path}} 已损坏，已保持原样。请让 KooSync 修复它（在终端中运行 "koosync repair"）：它会根据您的文件和 KooDrive 重建，两边都不会有任何改动。',
    stateUnwritable:
      '无法读写数据库 {{path}}。请修改它及其所在文件夹的权限，或用 KOOSYNC_HOME 指定其他状态文件夹。',
    stateBusy: '另一个程序正占用数据库 {{path}}。请关闭该程序，然后重试。',
    noSuchDeletion: '这项删除已不存在：可能已经取回，或时间过久。请重新查看列表。',
    noSuchVersion: '{{path}} 没有版本 {{revisionId}}。请用 "koosync versions" 查看该文件的现有版本。',
    targetExists: '{{path}} 处已有另一个文件。请换一个名称，或允许替换 (--force)。',
    targetNoFile: '{{path}} 处不是普通文件。请选择其他位置。',
    targetFolderMissing: '文件夹 {{folder}} 不存在。请先创建它，或选择其他位置。',
    targetUnwritable: '无法写入 {{folder}}。请修改其权限，或选择其他位置。',
    changedMeanwhile: '{{path}} 在恢复期间发生了变化，已保持原样。请稍候片刻再重试。',
    restoredFileBusy: '{{path}} 正被其他程序占用，已保持原样。请先在该程序中关闭它，再重试。',
  },
} as const;

export type SentenceKey = keyof (typeof sentences)['en'];

export const isSentenceKey = (value: unknown): value is SentenceKey =>
  typeof value === 'string' && Object.hasOwn(sentences.en, value);
