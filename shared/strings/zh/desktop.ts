import type { desktop as en } from '../en/desktop.ts';
import type { Localised } from '../key-types.ts';

export const desktop: Localised<typeof en> = {
  tray: {
    state: {
      idle: '已全部同步',
      syncing_zero: '正在查找更改',
      syncing_other: '正在同步 {{count, number}} 项',
      paused: '已暂停',
      'some-paused_other': '{{count, number}} 个文件夹的同步已暂停',
      restarting: '正在重新启动同步',
      offline: '无法连接 KooDrive',
      problem_other: '{{count, number}} 项需要处理',
      'sign-in': '需要登录',
      empty: '尚未同步任何文件夹',
    },
    tooltip: 'KooSync：{{state}}',
    problem: '！{{name}}',
    openFolder: '打开文件夹',
    openNamed: '打开文件夹 {{name}}',
    recentFiles: '最近的文件',
    noRecentFiles: '暂无',
    viewVersions: '查看版本…',
    crashReports: '显示崩溃报告',
    openKooSync: '打开 KooSync',
    signIn: '登录…',
    pause: '暂停',
    resume: '继续',
    resumeAll: '全部继续',
    restartToUpdate: '重新启动并更新到 {{version}}',
    quit: '退出 KooSync',
  },

  edit: {
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
  },

  dialog: {
    chooseFolder: '选择要同步的文件夹',
    chooseFolderButton: '同步此文件夹',
    chooseFile: '选择要查看版本的文件',
    chooseFileButton: '查看版本',
    saveVersion: '将此版本另存为',
    exportVersions: '选择用于保存该文件所有版本的文件夹',
    exportVersionsButton: '将所有版本保存到此处',
  },

  notification: {
    problem: 'KooSync 需要你处理',
    newVersion: 'KooSync {{version}} 已可用。详情见 KooSync 的设置。',
    windowAnew: 'KooSync 窗口停止工作，已重新打开。同步未受影响。',
    windowGivenUp: 'KooSync 窗口多次停止工作，已被关闭。同步仍在继续。如需重试，请再次打开 KooSync。',
    stillRunning: 'KooSync 会在这里继续运行，并在后台同步。',
    copied_other: '已复制 {{count, number}} 项的 KooDrive 路径。',
    paused: '{{folders}} 的同步已暂停。可在 KooSync 中继续。',
  },

  close: {
    title: '继续同步吗？',
    body: '此桌面没有可显示 KooSync 图标的位置。KooSync 可以将窗口最小化并继续同步，或者退出。',
    keep: '继续同步',
    quit: '退出 KooSync',
    cancel: '取消',
  },

  startFailed: {
    title: 'KooSync 无法启动',
    titleRunning: 'KooSync 无法继续',
    repair: '修复',
    tryAgain: '重试',
    openFolder: '显示 KooSync 的文件夹',
    quit: '退出',
  },

  commandLine: {
    refused: '已安装的 KooSync 不能使用 {{words}} 启动。',
    about: '打开 KooSync 窗口；如果 KooSync 已在运行，则将窗口移到最前面。',
    hidden: '启动时不显示窗口，可通过托盘图标打开',
    viewVersions: '显示每个 PATH 的版本',
    copyPath: '复制每个 PATH 在 KooDrive 中的位置',
    pause: '暂停每个 PATH 所在的同步文件夹',
    crashReports: '显示保存崩溃报告的文件夹；报告不会发送到任何地方',
    exitCodes: '退出代码：0 完成，1 KooSync 无法启动，2 用法错误，4 需要登录。',
    unknown: '无法理解：{{words}}',
    noScreen: '没有可显示窗口的屏幕。请在桌面会话中启动 KooSync，或运行不需要屏幕的“koosync run”。',
    noSandbox:
      '此系统不允许 AppImage 使用沙箱。沙箱可防止出问题的页面接触你的文件，因此 KooSync 不会启动。请安装 deb 或 rpm 软件包，或允许此类程序使用用户命名空间。',
  },

  autostart: { comment: '将文件夹同步到 KooDrive，并保留其中文件的版本' },

  vault: {
    'secret-service': '系统密钥环（Secret Service）',
    keychain: '系统钥匙串（macOS）',
    'credential-manager': '系统凭据管理器（Windows）',
    environment: '环境变量（KOOSYNC_）',
  },

  space: {
    personal: '个人空间',
    department: '部门空间',
    team: '团队空间',
    twin: '{{kind}}（…{{end}}）',
  },
  question: {
    signIn: '登录到 {{server}}？',
    signInDetail_other:
      'KooSync 此前登录的是 {{before}}。有 {{count, number}} 个文件夹与其同步，它们会暂停，直到你决定如何处理。你的登录凭据会发送到新的地址。',
    signInAction: '登录到该地址',
    approveDetail:
      '位于 {{server}} 上的 {{folder}}。它们会移入 KooDrive 的回收站。之后仍可在“{{page}}”中撤销删除。',
    undo_other: '找回 {{count, number}} 个文件？',
    undoDetail: '从 {{server}} 找回到 {{folder}}。不会替换其中现有的内容。',
    undoAction: '找回',
    bringBack_other: '将 {{folder}} 及其 {{count, number}} 个文件移出回收站？',
    bringBackDetail: '位于 {{server}}。等待它的更改随后会上传。',
    removeDetail:
      '不会删除任何内容。文件夹会留在这台电脑上，{{server}} 上的一切及其版本也会保留。此后的更改不再上传。',
    takeOver_other: '从现在起将这 {{count, number}} 个文件夹与 {{user}} 同步？',
    takeOverDetail:
      '{{folder}}：此前与另一个账号同步。其中所有文件会上传到 {{server}}，如同刚刚添加一样。此前的版本仍保留在另一个账号中。如果选择“取消”，更改会继续暂停，不会发送任何内容。',
  },
};
