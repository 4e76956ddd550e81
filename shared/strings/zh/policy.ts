import type { policy as en } from '../en/policy.ts';
import type { Localised } from '../key-types.ts';

export const policy: Localised<typeof en> = {
  policy: {
    fixed: '由你的组织设置',
    heading: '你的组织',
    lead: '你的组织已在此电脑上设置：{{names}}。',
    leadNothing: '你的组织未在此电脑上设置任何有效的内容。',
    where: '设置位于 {{path}}。',
    faults: '其中有错误：',
    none: '此电脑上没有策略。',
    key: {
      server: '服务器',
      ignoreRules: '不同步的内容',
      language: '语言',
      theme: '外观',
      launchAtLogin: '登录时启动',
      offerFileManagers: '在文件管理器中添加菜单项的提示',
      emblems: '文件管理器中的标记',
      settleMs: '文件需要静止的时间',
      maxWaitMs: '等待一个文件的最长时间',
      versionIntervalMs: '版本之间的间隔',
      missingGraceMs: '等待缺失文件的时间',
      deleteGraceMs: '删除前的等待时间',
      holdDeletionsCount: '需要确认的删除数量',
      holdDeletionsShare: '需要确认的删除比例',
      compareWithKooDrive: '与 KooDrive 的比对',
      concurrency: '同时上传的数量',
      updates: '更新',
      updateChannel: '更新渠道',
      proxy: '代理',
      noProxy: '不经过代理的地址',
    },
  },
};
