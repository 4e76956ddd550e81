import type { updates as en } from '../en/updates.ts';
import type { Localised } from '../key-types.ts';

export const updates: Localised<typeof en> = {
  updates: {
    heading: '更新',
    mode: '新版本',
    modeAutomatic: '自动',
    modeAsk: '询问我',
    modeOff: '关闭',
    hintAutomatic: 'KooSync 会下载新版本，并在你退出时安装，或在窗口已关闭且没有内容正在上传时安装。',
    hintAsk: '有新版本时 KooSync 会告诉你。在你要求之前，不会下载或安装任何内容。',
    hintOff: 'KooSync 不查找新版本。你仍可自行查找。',
    channel: '版本类型',
    stable: '正式版',
    beta: '测试版',
    betaHint: '测试版更早提供，但经过的试用较少。不会安装比现在更旧的版本。',

    check: '立即检查',
    download: '下载',
    restart: '重新启动以更新',
    putOff: '暂不',

    state: {
      unknown: '当前为 KooSync {{current}}，尚未检查是否有新版本。',
      have: '当前为 KooSync {{current}}。',
      current: 'KooSync {{current}} 已是最新版本。上次检查：{{when}}。',
      checking: '正在查找新版本。当前为 KooSync {{current}}。',
      available: 'KooSync {{version}} 已可用。当前为 {{current}}。',
      downloading: '正在下载 KooSync {{version}}：{{percent}} %',
      ready: 'KooSync {{version}} 已准备好。重新启动 KooSync 即可安装。',
      readyPassword: 'KooSync {{version}} 已准备好。安装时系统会要求输入你的密码。',
      finishing: '正在上传的内容送达后，KooSync 会立即重新启动。',
      installing: '正在安装 KooSync {{version}}。',
    },
    updated: '已从 {{from}} 更新。',

    none: {
      unpacked: 'KooSync {{current}}。它是解压得到的，未经安装，因此需要手动放置新版本。',
      standIn: 'KooSync {{current}}。这是用于试用的构建，不会获得新版本。',
      noFeed: 'KooSync {{current}}。此构建不知道从哪里获取新版本。',
      packageManager: 'KooSync {{current}}。新版本随系统的其他软件包一起提供。',
      readOnly: 'KooSync {{current}}。你无权更改其所在位置；新版本由安装者提供。',
      policy: 'KooSync {{current}}。新版本由你的组织负责。',
    },

    problem: {
      feedDown: '{{when}}，提供新版本的服务器没有响应。',
      unsigned:
        '所提供的新版本没有 KooSync 制作者的签名，因此没有安装。如果一直如此，请告知负责你网络的人员。',
      corrupt: '下载到的内容与公布的不一致，已丢弃。',
      diskFull: '磁盘空间不足，无法放下新版本。',
      readOnly: '无法将新版本写入 KooSync 所在的位置。KooSync 保持原样。',
      declined: '未提供密码，因此没有安装新版本。KooSync 保持原样。',
      notInstalled: '无法安装新版本。KooSync 保持原样。',
    },
    retry: 'KooSync 将于 {{time}} 重试。',
  },
};
