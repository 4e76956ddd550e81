import type { status as en } from '../en/status.ts';
import type { Localised } from '../key-types.ts';

export const status: Localised<typeof en> = {
  nav: { label: '栏目', status: '状态', files: '文件', settings: '设置' },

  common: {
    loading: '正在加载',
    justNow: '刚刚',
    retry: '重试',
    cancel: '取消',
    close: '关闭',
    reveal: '在文件夹中显示',
    signIn: '登录',
    didNotWork: '操作未成功',
    actionFor: '{{action}}：{{name}}',
  },

  headline: {
    idle: '已全部同步',
    syncing_zero: '正在查找更改',
    syncing_other: '正在同步 {{count, number}} 项',
    paused: '同步已暂停',
    offline: '无法连接 KooDrive',
    problem_other: '{{count, number}} 项需要你处理',
    'sign-in': '登录后继续同步',
    empty: '尚未同步任何文件夹',
  },
  subline: {
    idle: '你保存的更改都会在 KooDrive 留下版本。',
    syncing: '你可以继续工作，无需等待。',
    paused: '更改已记录，继续同步后上传。',
    offline: '更改已记录，恢复连接后上传。',
    problem: '请按下方的说明处理。',
    'sign-in': '更改已记录，登录后上传。',
  },

  status: {
    pause: '暂停',
    resume: '继续',
    pairs: '同步文件夹',
    recent: '最近的更改',
    noRecent: '到达 KooDrive 的更改会显示在这里。',
    openFolder: '打开文件夹',
    showFiles: '显示文件',
    kind: {
      'new-file': '新文件',
      revision: '新版本',
      restored: '已恢复先前的版本',
      renamed: '已重命名',
      deleted: '已在此删除',
      recycled: '已移入回收站',
      'concurrent-edit': '两处更改，两个版本均已保留',
      'history-apart': '先前的版本保留在另一名称下',
    },
  },

  pair: {
    files_other: '{{count, number}} 个文件',
    syncing_other: '还有 {{count, number}} 项更改待同步',
    waiting_other: '{{count, number}} 项更改等待同步',
    upToDate: '已全部同步',
    scanning: '正在扫描文件夹',
    uploading: '正在上传',
    finishing: '即将完成',
    sentOf: '{{sent}} / {{size}}',
    uploadOf: '正在上传“{{name}}”',
    moreTransfers_other: '还有 {{count, number}} 个',
    problems_other: '{{count, number}} 项需要处理',
    waitingInIt_other: '其中有 {{count, number}} 项在等待此问题解决',
    retryAll: '全部重试',
    skipped_other: '已跳过 {{count, number}} 项',
    deleted_other: '{{count, number}} 个已删除的文件仍在 KooDrive 上',
    review: '查看',
    bringBack: '移出回收站',
  },

  skipped: {
    symlink: '这是指向其他位置的链接，KooSync 不跟随链接。',
    special: '这不是普通文件，而是设备、管道或套接字。',
    litter: '仅供 {{madeBy}} 自身使用，例如锁文件或未完成的下载。',
  },

  addFolder: {
    button: '添加文件夹',
    title: '添加文件夹',
    lead: '此文件夹会与 KooDrive 上同名的文件夹同步。',
    firstTitle: '选择第一个文件夹',
    firstLead: 'KooSync 会监视这个文件夹，其中的更改会在 KooDrive 留下版本。',
    space: 'KooDrive 空间',
    used: '已用 {{used}}，共 {{capacity}}',
    choose: '选择文件夹',
    noSpaces: '此账号在 KooDrive 上没有可用的空间。请联系管理员开通，然后重试。',
    added: '“{{name}}”已开始同步。',
    promiseNothingDeleted: 'KooSync 绝不会从你的文件夹中删除任何内容。',
    promiseSettled: '文件保存后很快就会上传，绝不上传写到一半的内容。',
    promiseHistory: '在“文件”页可以恢复文件的任何版本。',
  },
};
