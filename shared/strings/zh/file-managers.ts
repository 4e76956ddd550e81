import type { fileManagers as en } from '../en/file-managers.ts';
import type { Localised } from '../key-types.ts';

export const fileManagers: Localised<typeof en> = {
  fileManager: {
    viewVersions: '查看版本',
    viewVersionsAbout: '在 KooSync 中显示这些文件的版本',
    copyPath: '复制 KooDrive 路径',
    copyPathAbout: '复制这些文件在 KooDrive 上的位置',
    pause: '在此暂停同步（整个同步文件夹）',
    pauseAbout: '更改会被记住，继续同步后上传',
  },

  fileManagers: {
    heading: '文件管理器',
    lead: '右键单击文件，选择“查看版本”。仅对你生效，不影响此电脑的其他用户。',
    none: '未找到 KooSync 支持的文件管理器。',
    entry: '在 {{title}} 中显示“查看版本”',
    reachFolders: '仅在同步文件夹中显示。',
    reachEverywhere: '在所有文件夹中显示：{{title}} 无法判断哪些文件夹已同步。',
    stale: '{{title}} 中的菜单项与当前的 KooSync 不再匹配。',
    update: '更新',
    updateNamed: '更新 {{title}} 中的菜单项',
    emblems: '在文件上显示是否已同步',
    emblemsHint: '适用于 {{titles}}。大量更改等待同步时，状态未知的文件不显示标记。',
    reopen: '如果菜单项尚未出现，请关闭 {{title}} 的所有窗口后重新打开。',

    offerTitle: '右键即可查看版本',
    offerBody: 'KooSync 可以将“查看版本”添加到 {{titles}} 的右键菜单中。',
    offerAdd: '添加到菜单',
    offerDismiss: '暂不添加，不再询问',
    added: '“查看版本”已添加到 {{titles}} 的右键菜单中。',
  },
};
