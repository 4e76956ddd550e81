import type { help as en } from '../en/help.ts';
import type { Localised } from '../key-types.ts';

export const help: Localised<typeof en> = {
  help: {
    about: '将文件夹同步到 KooDrive，并保留其中文件的版本。',
    exitCodes: '退出码：0 完成，1 意外错误，2 用法错误，3 未全部同步，4 需要登录。',
    usage: '用法：',
    arguments: '参数：',
    options: '选项：',
    commands: '命令：',
    anyOptions: '[选项]',
    anyCommand: '[命令]',
    option: {
      help: '显示此帮助',
      version: '显示 KooSync 的版本',
      json: '仅在标准输出上打印 JSON',
      revision: '版本 ID（见“koosync versions”）',
    },
    help: { about: '显示某个命令的帮助' },
    add: {
      about: '将 FOLDER 与空间中的同名文件夹（或 NAME）同步',
      space: '空间 ID（见“koosync spaces”）；有多个空间且未设默认空间时必填',
      remote: '空间根目录下的文件夹名称',
    },
    remove: { about: '停止同步 FOLDER；其中的文件保留在本机和 KooDrive 上' },
    bringBack: { about: '将 FOLDER 在 KooDrive 上的文件夹移出回收站' },
    run: {
      about: '监视文件夹并将每次更改发送到 KooDrive，直到按下 Ctrl-C',
      once: '发送全部内容一次，然后停止；有内容未能发送时退出码为 3',
    },
    status: { about: '显示已同步、等待同步和无法同步的内容及其原因' },
    versions: { about: '显示 FILE 的版本，最新的在前' },
    restore: {
      about: '恢复 FILE 的某个版本，可恢复到原处或其他位置',
      to: '将该版本写入此文件或文件夹；FILE 保持不变',
      force: '与 --to 一起使用：替换该处已有的其他文件',
    },
    keep: { about: '永久保留 FILE 的某个版本', off: '不再永久保留' },
    open: { about: '在 KooSync 应用中显示 FILE 的版本' },
    deletions: {
      about: '列出已删除的文件和文件夹，确认或撤销删除',
      approve: '确认删除；已删除的内容将移入 KooDrive 的回收站',
      approveAll: '所有需要你确认的删除',
      undo: '撤销删除，包括已移入 KooDrive 回收站的内容',
      undoAll: '所有尚未移入回收站的删除',
    },
    checkIgnore: { about: '说明路径是否被忽略及依据哪条规则；有路径被忽略时退出码为 0，否则为 1' },
    fileManager: {
      about: '在文件管理器的右键菜单中显示“查看版本”',
      install: '将菜单项添加到文件管理器 NAME，或添加到此电脑上的所有文件管理器',
      remove: '从文件管理器 NAME 中移除菜单项，或从所有文件管理器中移除',
      status: '显示哪些文件管理器有菜单项',
    },
    repair: { about: '重建已损坏的数据库；文件及其版本保持不变' },
    signIn: {
      about: '登录；将提示输入登录凭据，或从标准输入读取，并保存在系统密钥环中',
      server: 'KooDrive 服务器地址',
      userId: '你的 KooDrive 用户 ID',
      app: '使用应用 ID 和应用密钥代替令牌登录',
      appId: '应用 ID，与 --app 一起使用',
    },
    signOut: { about: '退出登录，并从系统密钥环中移除登录凭据' },
    whoami: { about: '显示当前登录的用户' },
    spaces: { about: '显示此账号的空间', default: '将此空间设为“koosync add”的默认空间' },
  },

  usage: {
    unknownCommand: '没有命令“{{name}}”',
    unknownOption: '没有选项“{{name}}”',
    didYouMean: '{{mistake}}（是否想输入“{{suggestion}}”？）',
    argumentMissing: '缺少参数 {{name}}',
    valueMissing: '选项 {{name}} 需要一个值',
    optionMissing: '需要选项 {{name}}',
    tooMany: '参数过多：{{given}}',
    other: '无法理解此命令行',
  },
};
