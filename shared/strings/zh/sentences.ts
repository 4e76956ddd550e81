import type { sentences as en } from '../en/sentences.ts';
import type { Localised } from '../key-types.ts';

export const sentences: Localised<typeof en> = {
  sentence: {
    environmentHalf:
      '通过环境变量登录还需要设置 {{missing}}。如需以其他方式登录，请取消设置所有 KOOSYNC_ 登录变量。',
    environmentNoSecret:
      '通过环境变量登录需要设置 KOOSYNC_SERVER、KOOSYNC_USER_ID 和 KOOSYNC_TOKEN（或 KOOSYNC_APP_ID 和 KOOSYNC_APP_SECRET）。如需以其他方式登录，请取消设置所有这些变量。',
    environmentBoth:
      'KOOSYNC_TOKEN 与 KOOSYNC_APP_ID / KOOSYNC_APP_SECRET 同时存在。请只保留其中一种登录方式。',
    environmentSignsIn: '当前由 KOOSYNC_ 环境变量登录。如需改用密钥环，请先取消设置这些变量。',
    environmentServer:
      'KOOSYNC_SERVER 指定的服务器不是你的组织设置的 {{server}}。请改为该服务器及其用户和密钥，或取消设置所有 KOOSYNC_ 登录变量。',
    setByPolicy: '你的组织已在此电脑上设置“{{name}}”，因此无法在此更改。',
    policyUntrusted:
      '策略 {{path}} 无效，因为管理员以外的人可以更改 {{at}}。请让管理员将其所有者设为 root，并禁止其他人写入。',
    policyUnreadable:
      '无法读取策略 {{path}}，操作系统给出的原因代码为 {{system}}。之前的设置继续有效。请让管理员允许所有人读取它。',
    policyBroken: '策略 {{path}} 无法识别。之前的设置继续有效。请让管理员修复它。',
    policyUnknown:
      '策略 {{path}} 设置了此版本 KooSync 不认识的内容：{{names}}。其余部分有效。请让管理员更正。',
    policyValue:
      '策略 {{path}} 中有 KooSync 无法识别的值：{{names}}。这些项之前的设置继续有效。请让管理员更正。',
    policyServer:
      '策略 {{path}} 设置了服务器，但其地址无法识别。为避免上传到错误的地方，KooSync 不会上传任何内容。请让管理员更正。',
    proxyAddress: '变量 {{name}} 不是 HTTP 代理的地址。请更正或取消设置。',
    proxyCertificate:
      '与代理 {{proxy}} 的连接不安全：其证书未被接受。请联系代理管理员，或更正其地址（在 HTTPS_PROXY、系统设置或组织设置中）后重新启动 KooSync。',
    serverAddress:
      '“{{server}}”不是 KooDrive 服务器地址。地址形如 https://cn.myhuaweicloud-koodrive.com，主机名之后没有其他内容。',
    homeOfAnother:
      '未使用状态文件夹 {{folder}}：{{path}} 属于其他用户。请将其删除，或用 KOOSYNC_HOME 指定其他文件夹。',
    homeIsLink: '未使用状态文件夹 {{folder}}：它是一个链接。请用 KOOSYNC_HOME 指定文件夹本身。',
    homeReplaceable:
      '未使用状态文件夹 {{folder}}：其他用户可以写入 {{path}}，因而可能用别的文件夹替换它。请取消该权限（chmod go-w），或用 KOOSYNC_HOME 指定其他文件夹。',
    homeNoFile: '未使用状态文件夹 {{folder}}：{{path}} 不是普通文件。请将其删除，然后重试。',
    homeUnusable: '无法读写状态文件夹 {{folder}}。请更改其权限，或用 KOOSYNC_HOME 指定其他文件夹。',
    homeNoFolder:
      '无法创建状态文件夹 {{folder}}，该位置已有一个文件。请移走该文件，或用 KOOSYNC_HOME 指定其他文件夹。',
    homeFailed:
      '无法使用状态文件夹 {{folder}}，操作系统给出的原因代码为 {{system}}。请检查其所在磁盘，或用 KOOSYNC_HOME 指定其他文件夹。',
    homeFull: '磁盘空间不足，无法使用状态文件夹 {{folder}}。请释放一些空间，然后重试。',
    homeUnknown:
      'KooSync 无法确定你的主文件夹，因为 HOME 不是绝对路径。请设置 HOME，或用 KOOSYNC_HOME 指定状态文件夹。',
    noWorkingFolder: '工作文件夹已不存在。请切换到其他文件夹，或使用绝对路径。',
    settingsBroken: '设置文件 {{path}} 无法识别，已保持原样。请修复它，或将其移走以使用默认设置。然后重试。',
    settingsUnreadable: '无法读取设置文件 {{path}}。请更改其所有者或权限，然后重试。',
    settingsNoFile: '设置文件 {{path}} 的位置上不是一个文件。请将它移走，然后重试。',
    settingsUnread:
      '无法读取设置文件 {{path}}，操作系统给出的原因代码为 {{system}}。请检查其所在磁盘，然后重试。',
    settingsValue:
      '设置文件 {{path}} 中有 KooSync 无法识别的值：{{names}}。请更正它，或将它删除以使用默认值。',
    settingsUnwritable: '无法写入设置文件 {{path}}。请更改其所在文件夹的权限，然后重试。',
    settingsFailed:
      '无法写入设置文件 {{path}}，操作系统给出的原因代码为 {{system}}。请检查其所在磁盘，然后重试。',
    stateFaulty: '磁盘在数据库 {{path}} 处报告错误。请检查磁盘，或用 KOOSYNC_HOME 指定其他状态文件夹。',
    stateUnwritable:
      '无法读写数据库 {{path}}。请更改它及其所在文件夹的权限，或用 KOOSYNC_HOME 指定其他状态文件夹。',
    stateBusy: '另一个程序正在使用数据库 {{path}}。请关闭该程序，然后重试。',
    logUnusable:
      '无法写入日志 {{path}}，操作系统给出的原因是 {{system}}。KooSync 会继续工作，但不写日志。要恢复日志，请让该文件可写，或将其移走。',
    logFull: '磁盘空间不足，无法写入日志 {{path}}。KooSync 会继续工作，腾出空间后会重新写入日志。',
    alreadySynced: '{{folder}} 已在同步。请选择其他文件夹。',
    sameFolder: '{{folder}} 与已同步的 {{other}} 是同一个文件夹。请选择其他文件夹。',
    remoteTaken:
      'KooDrive 上的文件夹“{{name}}”已用于另一个同步文件夹。请选择其他名称的文件夹，或用 --remote 指定其他名称。',
    noSuchDeletion: '这项删除已不在列表中。请重新查看删除列表。',
    lateWritesKept:
      '恢复后，有程序仍在写入它之前打开的 {{file}}。写入的内容已保存为 {{copy}}。请在该程序中关闭此文件后重新打开。',
    lateWritesLost:
      '恢复后，有程序仍在写入它之前打开的 {{file}}，但写入的内容未能保存。请在该程序中关闭文件之前，将其另存为其他名称。',
    lostVersions: '{{path}} 既不在 KooDrive 上，也不在此磁盘上，其版本已丢失。',
    lostForGood:
      '{{path}} 已无法找回：KooDrive 的回收站中不再有它。可能有人在那里将它彻底删除，或保留期已过。如果你在别处有副本（例如备份），请使用该副本。',
    lostButSame:
      '{{path}} 已无法找回：KooDrive 的回收站中不再有它。这里还有一个内容相同的文件：{{same}}。请复制该文件。',
    undoAboveFirst:
      '文件夹 {{folder}} 已不在此磁盘和 KooDrive 上。请先撤销对它的删除，或重新创建它，然后重试。',
    undoAboveTaken:
      '文件夹 {{folder}} 的名称已被新的内容占用。请将新的内容重命名或移走，重新创建该文件夹，然后重试。',
    undoBusy: '{{path}} 或其中的内容正在同步。请稍候片刻，然后再次撤销删除。',
    noSuchVersion: '{{path}} 没有版本 {{revisionId}}。请对此文件运行“koosync versions”以列出其版本。',
    targetExists: '{{path}} 处已有另一个文件。请换一个名称，或允许 KooSync 替换它（--force）。',
    targetNoFile: '{{path}} 不是普通文件。请选择其他位置。',
    targetFolderMissing: '文件夹 {{folder}} 不存在。请创建它，或选择其他位置。',
    targetUnwritable: 'KooSync 无法写入 {{folder}}。请更改其权限，或选择其他位置。',
    targetDiskFull: '{{folder}} 空间不足，你的文件没有改动。请在那里释放一些空间，然后重试。',
    targetUnreachable: '{{folder}} 所在的驱动器或网络共享没有响应。请重新连接，然后重试。',
    targetOpenFiles: '这台电脑当前打开的文件过多，因此未能写入 {{path}}。请关闭一些程序，然后重试。',
    targetMemory: '这台电脑当前内存不足，因此未能写入 {{path}}。请关闭一些程序，然后重试。',
    targetTooLarge: '{{folder}} 所在的驱动器无法存放这么大的文件。请选择其他位置。',
    changedMeanwhile: '{{path}} 在恢复期间发生了变化，已保持原样。请稍候片刻，然后重试。',
    restoredFileBusy: '另一个程序正在使用 {{path}}，文件已保持原样。请在那里关闭它，然后重试。',
    fetchOffline: '无法连接 KooDrive，因此未能获取该版本。你的文件没有改动。请检查网络，然后重试。',
    fetchCut:
      '获取该版本时连接中断，KooSync 每次尝试继续时又再次中断。你的文件没有改动。请检查网络，然后重试。',
    fetchTimedOut: 'KooDrive 未能及时发送该版本。你的文件没有改动。请检查网络，然后重试。',
    fetchThrottled: 'KooDrive 要求放慢速度，因此未能获取该版本。你的文件没有改动。请过几分钟再试。',
    fetchBusy: 'KooDrive 暂时出现问题，因此未能获取该版本。你的文件没有改动。请稍后重试。',
    fetchUnclear:
      '收到的内容并非 KooDrive 所发送的版本。你的文件没有改动。可能是这台电脑与 KooDrive 之间的设备（例如代理）所致。请稍后重试，或更换网络。',
    fetchPortal:
      '应答的不是 KooDrive，可能是当前网络的登录页面。请在浏览器中打开任意网页并登录网络，然后重试。你的文件没有改动。',
    fetchNotThere:
      'KooDrive 列出了该版本，但其存储找不到内容。你的文件没有改动。请稍后重试，或选择其他版本。如果一直如此，请联系 KooDrive 管理员。',
    fetchRemoved:
      'KooDrive 列出了该版本，但其存储表示内容已被移除。你的文件没有改动。请选择其他版本，或联系 KooDrive 管理员。',
    fetchRefused:
      'KooDrive 的存储没有提供该版本，编号为 {{status}}。你的文件没有改动。请稍后重试。如果一直如此，请将编号告知 KooDrive 管理员。',
    tooLargeToLookAt: '{{file}} 的这个版本太大，无法在这里查看。请将它恢复为副本，或另存到其他位置后再打开。',
    textNotInEncoding:
      '新文本中有些字符无法用 {{file}} 的编码保存，文件已保持原样。请改为将该版本保存为副本。',
    textTooLong: '{{file}} 的新文本超过 4 MB，文件已保持原样。请改为恢复整个版本。',
    latestNotDeleted: '{{file}} 的最新版本无法删除。请先恢复另一个版本，或删除该文件。',
    versionNotDeleted:
      'KooDrive 没有删除 {{file}} 的这个版本。它可能是最新版本，或已设为永久保留。未做任何更改。',
    notesSetAside: '无法读懂这台电脑上的版本标签。它们已保留为 {{file}}，KooSync 新建了一份列表。',
    stateLost:
      '{{home}} 中的数据库缺失或为空。同步文件夹的列表已从副本恢复，每个文件都会与 KooDrive 比较：不会重复上传，也不会删除任何内容。你此前刚在这里删除的内容会留在 KooDrive 上。',
    stateForeign:
      '{{home}} 中的数据库来自别处，已保留为 {{kept}}。同步文件夹的列表已从那里的副本恢复，每个文件都会与 KooDrive 比较：不会重复上传，也不会删除任何内容。',
    statePutBack:
      '{{home}} 中的数据库早于 KooSync 在这里最近一次的记录，或是从其他位置或电脑复制而来。因此每个文件都会与 KooDrive 比较：不会重复上传，也不会删除任何内容。等待删除的内容会留在 KooDrive 上。',
    stateListLost:
      '{{home}} 中的数据库缺失或为空，旁边的 pairs.json（同步文件夹列表的副本）也无法读懂。请从备份恢复两者，或用“koosync add FOLDER”重新添加每个文件夹：不会重复上传。',
    stateTaken:
      '数据库 {{file}} 在 KooSync 运行时被移除或替换。请重新启动 KooSync：它会将每个文件与 KooDrive 比较，不会重复上传。',
    graphicsBroken:
      '无法绘制窗口：这台电脑的图形系统反复崩溃。请重新启动 KooSync 再试，或运行不需要窗口的“koosync run”。',
    noProgram: '这台电脑上没有程序可以打开 {{file}}。请先将该版本另存，再为它选择程序。',
    entriesBroken: '无法理解文件 {{path}}，已保持原样。请修复它，或将它移走，然后重试。',
    linkLeadsOut:
      '{{path}} 是指向 {{target}} 的链接，位于你自己的文件夹之外，已保持原样。请用普通文件代替该链接，然后重试。',
    listEndless: 'KooDrive 上某个文件夹的列表没有尽头。请稍后重试；如果一直如此，请告知 KooDrive 管理员。',
    otherAccount:
      '此文件夹与 {{server}} 上的 {{user}} 同步，而当前登录的是另一个账号。请重新登录原来的账号，或运行“koosync take-over”，改为与当前账号同步。更改会被记录。',
    ruleTooLong: '{{file}} 的第 {{line}} 行超过 {{limit, number}} 个字符，未生效。请缩短该行。',
    rulesTooMany:
      '{{file}} 的规则超过 {{limit, number}} 条，从第 {{line}} 行起未生效。请减少规则，例如用一条规则涵盖整个文件夹。',
    rulesTooLarge: '{{file}} 大于 1 MB，其后的内容未生效。请缩短该文件。',
    stateUncarried:
      '状态文件夹 {{folder}} 的路径中含有此文件管理器无法理解的字符。请用 KOOSYNC_HOME 指定另一个状态文件夹。',
  },
};
