import type { cli as en } from '../en/cli.ts';
import type { Localised } from '../key-types.ts';

export const cli: Localised<typeof en> = {
  cli: {
    added: '{{folder}} 已开始与“{{remote}}”同步。请运行“koosync run”上传其中的文件。',
    removed: '{{folder}} 已停止同步。没有删除任何内容。',
    broughtBack: '{{folder}} 在 KooDrive 上的文件夹“{{remote}}”已连同全部版本移出回收站。',
    notInBin: '{{folder}} 在 KooDrive 上的文件夹“{{remote}}”不在回收站中。',
    noPairs: '尚未同步任何文件夹。请用“koosync add FOLDER”添加。',
    allSynced: '已全部同步：{{folders}}，共 {{files}}。',
    notAllSynced: '未全部同步：{{problems}}，{{pending}}。',
    watching_other: '正在监视 {{count, number}} 个文件夹。按 Ctrl-C 停止。',
    stopping: '正在停止。',
    stopped: '已停止。尚未到达 KooDrive 的更改已记录。',
    uploading_other: '正在同步 {{count, number}} 项：{{name}} {{percent}}%',
    syncing_other: '正在同步 {{count, number}} 项',
    scanning: '正在扫描 {{folder}}',

    pair: '{{folder}} -> {{remote}}',
    counts: '{{files}}，{{pending}}，{{problems}}',
    /** until all of the folder was looked through nobody knows what waits */
    countsNotScanned: '尚未查看，{{problems}}。运行 "koosync run" 即可查看。',
    problem: '{{path}}：{{reason}}',
    problemOfFolder_other: '{{path}}：{{reason}}其中有 {{count, number}} 项在等待此问题解决。',
    unsynced: '{{path}}：尚未同步。',
    moreUnsynced_other: '还有 {{count, number}} 项尚未同步。',
    skipped: '{{path}}：{{reason}}',
    moreSkipped_other: '还有 {{count, number}} 项，可运行“koosync status --json”查看全部。',
    files_other: '{{count, number}} 个文件',
    folders_other: '{{count, number}} 个文件夹',
    pending_zero: '没有等待同步的更改',
    pending_other: '{{count, number}} 项更改等待同步',
    problems_zero: '没有问题',
    problems_other: '{{count, number}} 个问题',

    noVersions: '{{path}} 还没有版本。',
    restored: '{{path}} 已恢复为版本 {{revisionId}} 的内容。',
    restoredTo: '版本 {{revisionId}} 已写入 {{path}}。',
    kept: '版本 {{revisionId}} 将永久保留。',
    notKept: '版本 {{revisionId}} 不再永久保留。',
    opening: '正在 KooSync 应用中打开 {{path}} 的版本。',
    defaultSpace: '“koosync add”今后默认使用空间 {{containerId}}。',

    noDeletions: '没有已删除的内容。',
    held_other:
      '有 {{count, number}} 项删除需要你确认。用“koosync deletions approve”确认，或用“koosync deletions undo”撤销。请给出编号，或使用 --all。',
    approved: '{{path}} 即将移入 KooDrive 的回收站。',
    approvedBefore: '{{path}} 已在 KooDrive 的回收站中。',
    nothingHeld: '没有需要你确认的删除。',
    undone_zero: '{{path}} 已重新出现在此磁盘上。',
    undone_other: '{{path}} 已重新出现在此磁盘上：{{count, number}} 个文件。',
    alreadyBack: '{{path}} 原本就在此磁盘上，已保持原样。',
    nothingToUndo: '没有可撤销的删除。',
    stateBecause: '{{state}}：{{reason}}',

    ignoredByDefault:
      '{{path}}：被默认规则 {{pattern}} 忽略，此类文件由 {{madeBy}} 产生。如需同步，请在 {{file}} 中加入“!{{pattern}}”。',
    ignoredBySign:
      '{{path}}：被默认规则 {{pattern}} 忽略，此类文件由 {{madeBy}} 产生，条件是{{sign}}。如需同步，请在 {{file}} 中加入“!{{pattern}}”。',
    notIgnoredWithoutSign:
      '{{path}}：未被忽略。针对 {{madeBy}} 文件的默认规则 {{pattern}} 仅在{{sign}}时适用。',
    ignoredByFile: '{{path}}：被 {{file}} 第 {{line}} 行的 {{pattern}} 忽略。',
    ignoredOwnState: '{{path}}：被忽略，因为 KooSync 自身的状态保存在那里。',
    notIgnored: '{{path}}：未被忽略。',
    notIgnoredByFile: '{{path}}：未被忽略，依据是 {{file}} 第 {{line}} 行的 {{pattern}}。',

    databaseSound: '数据库 {{file}} 完好，无需修复。',
    repaired_other:
      '数据库已重建，含 {{count, number}} 个同步文件夹。损坏的数据库已保留为 {{kept}}。下次运行会重新检查每个文件，不会重复上传。',
    repairedEmpty:
      '数据库已重建。损坏的数据库已保留为 {{kept}}。同步文件夹的列表已丢失，请用“koosync add FOLDER”重新添加。',

    fileManagerAdded: '{{title}} 的右键菜单现在会显示“查看版本”，仅限同步文件夹。',
    fileManagerAddedEverywhere:
      '{{title}} 的右键菜单现在会在所有文件夹中显示“查看版本”：它无法判断哪些文件夹已同步。',
    fileManagerRemoved: '{{title}} 不再显示“查看版本”。',
    fileManagerNothing: '{{title}} 中没有 KooSync 的菜单项。',
    noFileManager: '未找到 KooSync 支持的文件管理器。',

    signedIn: '已以 {{userId}} 登录 {{server}}。登录凭据保存在{{vault}}中。',
    signedOut: '已退出 {{server}}。同步文件夹保持不变。',
    whoami: '{{server}} 上的 {{userId}}，登录凭据保存在{{vault}}中',
  },

  ignoreSign: {
    beside: '旁边有文件 {{names}}',
    inside: '其中有文件 {{names}}',
    fresh: '过去 24 小时内有改动',
    empty: '文件为空',
  },

  column: {
    revision: '版本 ID',
    number: '版本',
    when: '时间',
    size: '大小',
    sha256: 'SHA-256',
    marks: '标记',
    id: '编号',
    deleted: '删除时间',
    files: '文件数',
    state: '状态',
    path: '路径',
    space: '空间 ID',
    name: '名称',
    used: '已用',
    capacity: '容量',
    fileManager: '文件管理器',
    entries: '菜单项',
    shownIn: '显示范围',
  },
  mark: { latest: '最新', kept: '永久保留', default: '默认', inactive: '未启用' },

  entries: {
    installed: '已安装',
    stale: '已过时，请重新安装',
    missing: '未安装',
    absent: '不在此电脑上',
    inFolders: '同步文件夹',
    everywhere: '所有文件夹',
  },

  ask: {
    server: '服务器地址',
    userId: '用户 ID',
    appId: '应用 ID',
    appSecret: '应用密钥（不显示）',
    token: '令牌（不显示）',
    prompt: '{{question}}：',
    promptWithProposal: '{{question}} [{{proposal}}]：',
  },

  cliError: {
    usage: '{{mistake}}。运行“{{command}} --help”查看用法。',
    notPaired: '{{folder}} 不是同步文件夹。请运行“koosync status”列出同步文件夹。',
    noSuchFolder: '文件夹 {{folder}} 不存在。请检查拼写，或先创建它。',
    noSuchFile: '文件 {{path}} 不存在，KooDrive 上也没有它的版本。请检查拼写。',
    deletedFile:
      '{{path}} 已在此删除，现位于 KooDrive 的回收站中。要查看其版本，请用 "koosync deletions undo {{id}}" 将其找回。',
    isFolder: '{{path}} 是文件夹，只有文件才有版本。请指定其中的文件。',
    noSpace: '此账号在 KooDrive 上没有可用的空间。请向管理员申请。',
    manySpaces: '此账号有多个空间。请用 --space 指定一个：{{spaces}}。',
    noSuchSpace: '此账号没有空间 {{space}}。请运行“koosync spaces”列出其空间。',
    noSuchDeletion: '没有编号为 {{id}} 的删除。请运行“koosync deletions”列出删除。',
    whichDeletion: '请给出删除的编号（见“koosync deletions”）或使用 --all，二者选一。',
    noSuchFileManager: 'KooSync 在此不支持文件管理器 {{name}}。支持的有：{{names}}。',
    fileManagerAbsent: '此电脑上没有 {{title}}。请先安装它。',
    optionNeeded: '没有终端可供询问时，需要选项 {{option}}。',
    nothingTyped: '没有输入内容。请输入，或用 {{option}} 给出。',
    noSecret: '没有提供登录凭据。请在终端中输入，或以一行文本发送到标准输入。',
    signInNeeded:
      '你尚未登录。请运行“koosync sign-in”，或设置 KOOSYNC_SERVER、KOOSYNC_USER_ID 和 KOOSYNC_TOKEN（或 KOOSYNC_APP_ID 和 KOOSYNC_APP_SECRET）。',
    signInRefused: 'KooDrive 未接受登录。请重新运行“koosync sign-in”，或检查 KOOSYNC_ 登录变量。',
    keyring:
      '无法使用系统密钥环。请启动或解锁它，或通过 KOOSYNC_SERVER、KOOSYNC_USER_ID 和 KOOSYNC_TOKEN（或 KOOSYNC_APP_ID 和 KOOSYNC_APP_SECRET）登录。',
    noDesktop: '找不到 KooSync 应用（koosync-desktop）。请安装它，或用 KOOSYNC_DESKTOP 指定其可执行文件。',
    desktopFailed: '无法启动 KooSync 应用 {{app}}。请手动启动，或检查 KOOSYNC_DESKTOP。',
    unexpected: '发生了意外错误。详情见 {{log}}。请反馈此问题。',
    crashed: '发生了意外错误（{{message}}）。请反馈此问题。',
    nodeTooOld:
      'KooSync 需要 Node {{needed}} 或更高版本，当前是 Node {{found}}。请安装较新的 Node，或在 KooSync 的文件夹中运行“npm run setup”，它会带来一个。',
    nodeFailed: '无法从 {{node}} 启动 Node（{{message}}）。请在 KooSync 的文件夹中运行“npm run setup”。',
  },
};
