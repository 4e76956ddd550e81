import type { errors as en } from '../en/errors.ts';
import type { Localised } from '../key-types.ts';

export const errors: Localised<typeof en> = {
  error: {
    OFFLINE: '无法连接 KooDrive，请检查网络。更改已记录，恢复连接后会自动上传。',
    TIMED_OUT: 'KooDrive 响应超时。上传会自动重试，其他操作请再试一次。',
    THROTTLED: 'KooDrive 要求放慢速度。上传会自动继续，其他操作请稍后再试。',
    SERVER_BUSY: 'KooDrive 暂时出现问题。上传会自动重试，其他操作请稍后再试。',
    BAD_ANSWER: 'KooSync 无法识别 KooDrive 的响应。上传会自动重试。如果反复出现，请检查 KooSync 是否有更新。',
    PORTAL:
      '应答的不是 KooDrive，可能是当前网络的登录页面。请在浏览器中打开任意网页并登录网络。KooDrive 恢复应答之前，更改会一直保留记录。',
    STORAGE_UNREACHABLE:
      'KooDrive 有应答，但接收文件的存储没有应答。请检查代理或防火墙是否阻止了它。上传会等待并自动继续。',
    TRANSFER_CUT: '上传此文件时连接中断。KooSync 会自动重试，其他文件不受影响。',
    TRANSFER_LIMITED:
      '这台电脑与 KooDrive 之间有设备（例如代理或防火墙）不允许上传这么大的内容。请更换网络，或请网络管理员提高限制。',
    CLOCK_REFUSED: 'KooDrive 不接受这台电脑的时间。请将时钟设为自动校准，然后重试。',
    UPLOAD_TASK_GONE: 'KooDrive 丢弃了此文件未完成的上传。KooSync 会自动重新上传。',
    CHECK_FAILED: '到达 KooDrive 的内容与文件不一致。KooSync 会自动重新上传此文件。',
    LINK_EXPIRED: '传输用时超过了 KooDrive 的限制。上传会自动重试，其他操作请再试一次。',
    TLS_FAILED: '与 KooDrive 的连接不安全：证书未被接受。请检查网络和代理，然后重试。',
    WRONG_SERVER: '此地址没有 KooDrive。请检查服务器地址。',
    SIGN_IN_NEEDED: '请登录 KooDrive 以继续。登录之前，更改会一直保留记录。',
    QUOTA_FULL: 'KooDrive 上的空间已满。请在那里删除一些内容或扩容，然后重试。',
    SPACE_UNAVAILABLE: '无法访问此空间。请向空间所有者确认你是否仍有权限。',
    NOT_PERMITTED: '你无权更改 KooDrive 上的这个文件或文件夹。请向空间所有者申请权限。',
    NOT_FOUND:
      '此文件或文件夹及其版本已不在 KooDrive 上。要重新上传，请选择“重试”，或使用“koosync bring-back”。',
    REMOTE_RECYCLED:
      '此文件或文件夹在 KooDrive 的回收站中。要将其连同版本一起移出回收站，请选择“重试”，或使用“koosync bring-back”。',
    DEPTH_EXCEEDED: '文件夹嵌套层数超过了 KooDrive 的限制。请把此文件或文件夹移到更上层的位置。',
    NAME_TAKEN: 'KooDrive 上已有同名的文件或文件夹。请重命名其中一个。',
    NAME_REFUSED: 'KooDrive 不接受此文件或文件夹的名称。请重命名。',
    REMOTE_BUSY: 'KooDrive 正在处理此文件或文件夹。上传会自动重试，其他操作请稍后再试。',
    REMOTE_LOCKED:
      '此文件或文件夹在 KooDrive 上被锁定，可能有人正在那里编辑。请在那里解除锁定，KooSync 会自动重试。',
    KIND_REFUSED:
      'KooDrive 不接受这种类型的文件。请将它放入压缩包（例如 .zip 文件），或在 .koosyncignore 中排除它。',
    LEGALLY_BLOCKED:
      '由于法律原因，KooDrive 无法收取或提供此文件。请将它移出同步文件夹，或联系 KooDrive 管理员。',
    PAYMENT_NEEDED: 'KooDrive 要求先付费，例如订阅已到期。请续订或联系 KooDrive 管理员，然后重试。',
    SERVER_FULL:
      'KooDrive 的存储已用尽，即使你的空间可能仍有余量。KooSync 会自动重试。如果一直如此，请联系 KooDrive 管理员。',
    UPDATE_NEEDED: 'KooDrive 已不再接受此版本的 KooSync。请安装最新版本。',
    PROXY_SIGN_IN:
      '代理需要用户名和密码。请将其写入代理地址（在 HTTPS_PROXY 或组织设置中）：http://USER:PASSWORD@HOST:PORT，然后重新启动 KooSync。',
    PROXY_REFUSED:
      '代理不允许 KooSync 连接 KooDrive。请联系代理管理员放行，或更正其地址（在 HTTPS_PROXY、系统设置或组织设置中），然后重新启动 KooSync。',
    PROXY_UNREACHABLE: '无法连接代理。请检查网络，以及代理地址（在 HTTPS_PROXY、系统设置或组织设置中）。',
    PROXY_SILENT:
      '代理未能及时将 KooSync 连接到 KooDrive。请稍后重试。如果一直如此，请联系代理管理员，或更正其地址（在 HTTPS_PROXY、系统设置或组织设置中）后重新启动 KooSync。',
    PROXY_CUT:
      '尚未到达 KooDrive，代理就关闭了连接。请向代理管理员确认是否放行 KooDrive，或更正其地址（在 HTTPS_PROXY、系统设置或组织设置中）后重新启动 KooSync。',
    PROXY_NO_WAY: '代理有应答，但无法通往 KooDrive。请稍后重试。如果一直如此，请联系代理管理员。',
    REQUEST_BLOCKED:
      '这台电脑与 KooDrive 之间有设备（例如代理或防火墙）不允许此请求通过。请更换网络，或请网络管理员放行 KooDrive。',
    REFUSED:
      'KooDrive 或途中的设备拒绝了此操作，且未说明原因。请稍后重试。如果一直如此，请联系网络或 KooDrive 的管理员。',
    REQUEST_REFUSED: 'KooDrive 拒绝了 KooSync 的请求。这是 KooSync 的问题，请附上日志反馈给我们。',
    FILE_CHANGED: '读取时文件发生了变化。KooSync 会自动重新读取。',
    FILE_BUSY: '另一个程序正在使用此文件。请在那里关闭它，之后 KooSync 会上传。',
    FILE_GONE: '文件在上传之前已不在原处。无需处理。',
    FILE_UNREADABLE: 'KooSync 无权读取此文件或文件夹。请更改其权限，然后重试。',
    PATH_TOO_LONG:
      '此文件或文件夹的路径超过了系统允许的长度。请将它移到更上层的位置，或缩短上级文件夹的名称。',
    LINK_LOOP: '通往此文件或文件夹的路径中有互相指向的链接。请删除其中一个链接，然后重试。',
    DISK_FAULTY: '磁盘在此文件或文件夹处报告错误。请将重要内容复制到其他磁盘，然后检查这个磁盘。',
    DRIVE_UNREACHABLE: '此文件或文件夹所在的驱动器或网络共享没有响应。请重新连接，上传会自动重试。',
    OPEN_FILES_LIMIT:
      '这台电脑当前打开的文件过多。上传会自动重试。如果一直如此，请关闭一些程序，或提高可打开文件数的上限。',
    MEMORY_SHORT: '这台电脑当前内存不足。上传会自动重试。如果一直如此，请关闭一些程序。',
    SYSTEM_REFUSED: '操作系统不允许 KooSync 使用此文件或文件夹。请检查它所在的驱动器，然后重试。',
    FILE_TOO_LARGE: '文件超过了 KooDrive 允许的大小。请拆分文件，或将它移出同步文件夹。',
    NAME_FORBIDDEN: '名称含有 KooDrive 不允许的字符（< > | : " * ? / \\）。请重命名此文件或文件夹。',
    NAME_RESERVED: '这是 Windows 的保留名称，在 Windows 上无法使用。请重命名此文件或文件夹。',
    NAME_ENDING: '名称以句点或空格结尾，Windows 会将其去掉。请重命名此文件或文件夹。',
    NAME_TOO_LONG: '名称超过了 KooDrive 允许的长度。请给此文件或文件夹换一个较短的名称。',
    NAME_NOT_UTF8: '名称不是有效的文字。请重命名此文件或文件夹。',
    NAME_CLASH: '这里有另一个文件或文件夹，名称仅大小写或重音符号不同。请重命名其中一个。',
    PAIR_RECYCLED:
      '此同步文件夹在 KooDrive 上已被移入回收站，因此不会上传任何内容。请在这里或用“koosync bring-back”将其移出回收站，其中的文件和版本都还在。',
    OTHER_ACCOUNT:
      '此文件夹与另一个账号同步，而不是当前登录的账号。请重新登录原来的账号，或运行“koosync take-over”，改为与当前账号同步。更改会被记录。',
    PAIR_GONE:
      '此同步文件夹在 KooDrive 上已被彻底删除，因此不会上传任何内容。如需重新上传全部内容，请移除此同步文件夹，然后再次添加。',
    ABOVE_FAILED: '此文件或文件夹的上级文件夹有问题。该问题解决后会自动上传。',
    FOLDER_MISSING:
      '文件夹已不在原处。如果它在移动硬盘上，请连接硬盘，然后重试。KooDrive 上没有删除任何内容。',
    DRIVE_AWAY:
      '此文件夹所在的磁盘当前没有挂载。请连接或挂载它，KooSync 会发现并自动继续。KooDrive 上没有删除任何内容。',
    FOLDER_UNREADABLE: 'KooSync 无权读取此文件夹。请更改其权限，然后重试。',
    NOT_A_FOLDER: '这不是文件夹。请选择一个文件夹。',
    LATE_WRITES: '恢复操作替换文件后，有程序仍在写入原来的文件。',
    BOTH_KEPT: '其他人同时在 KooDrive 上更改了此文件。两个版本都已保留，打开文件的版本列表即可查看。',
    DELETIONS_HELD:
      '缺失的文件似乎多于本意，因此 KooDrive 上没有删除任何内容。请查看已删除的文件，然后确认或撤销。',
    NESTED_PAIR: '此文件夹位于某个同步文件夹之内，或包含一个同步文件夹。请选择不重叠的文件夹。',
    NOT_IN_A_PAIR: '此文件不在同步文件夹中，因此没有版本。请把它移入同步文件夹，或添加它所在的文件夹。',
    FILE_IGNORED: '此文件被规则忽略，KooDrive 不会保留其现有内容。请将该版本另存为其他文件。',
    IS_A_FOLDER: '这是一个文件夹。只有文件才有版本。',
    NOT_YET_SYNCED: '此文件尚未到达 KooDrive。首次上传后会显示它的版本。',
    RULES_LIMITED: '此文件夹中 .koosyncignore 文件的部分规则未生效：规则过多，或某一条过长。请缩短该文件。',
    WATCH_LIMIT:
      'Linux 允许 KooSync 监视的文件夹太少，因此更改会较晚被发现。要提高上限，请运行：sudo sysctl fs.inotify.max_user_watches=1048576',
    DISK_FULL: '磁盘空间不足。请释放一些空间，然后重试。',
    DOWNLOAD_DAMAGED: '下载的版本已损坏并被丢弃，你的文件没有改动。请重试。',
    KEYRING_UNAVAILABLE:
      '无法使用系统密钥环，KooSync 没有安全的地方存放你的登录凭据。请启动或解锁密钥环，然后重试。',
    STATE_BROKEN:
      'KooSync 的数据库已损坏。请重新启动 KooSync 并选择“修复”，或运行“koosync repair”。你的文件没有改动。',
    STATE_REBUILT:
      'KooSync 丢失了同步文件夹的记录，正在将每个文件与 KooDrive 比较。不会重复上传，也不会删除任何内容。你此前刚在这里删除的内容会留在 KooDrive 上。',
    STATE_NEWER: '这里曾使用过更新版本的 KooSync。请安装该版本或更高版本。',
    STATE_LOCKED: 'KooSync 已在运行。请使用正在运行的那个，或先将其退出。',
    ENGINE_RESTARTING: 'KooSync 的同步进程意外停止，正在重新启动。请稍后重试。不会丢失任何内容。',
    SETTINGS_BROKEN:
      '无法读取 KooSync 的设置。请修复状态文件夹中的 settings.json，或将其移走以使用默认设置。',
    BAD_USAGE: 'KooSync 无法理解此请求。请重试。如果反复出现，请附上日志反馈给我们。',
    CANCELLED: '操作在完成前已停止。你可以随时重新开始。',
    UNEXPECTED: '发生了意外错误。请重试。如果反复出现，请附上日志反馈给我们。',
  },

  errorWith: {
    FILE_TOO_LARGE: '文件超过了 KooDrive 允许的 {{limit}}。请拆分文件，或将它移出同步文件夹。',
    SYSTEM_REFUSED:
      '操作系统不允许 KooSync 使用此文件或文件夹，原因代码为 {{system}}。请检查它所在的驱动器，然后重试。',
    REFUSED:
      'KooDrive 或途中的设备拒绝了此操作，编号为 {{status}}。请稍后重试。如果一直如此，请将编号告知网络或 KooDrive 的管理员。',
    TRANSFER_LIMITED:
      '这台电脑与 KooDrive 之间有设备（例如代理或防火墙）会在约 {{limit}} 处中断上传，而 KooSync 无法再拆分此文件。请更换网络，或请网络管理员提高限制。',
    PROXY_SIGN_IN:
      '代理 {{proxy}} 需要用户名和密码。请将其写入代理地址（在 HTTPS_PROXY 或组织设置中）：http://USER:PASSWORD@HOST:PORT，然后重新启动 KooSync。',
    PROXY_REFUSED:
      '代理 {{proxy}} 不允许 KooSync 连接 KooDrive，编号为 {{status}}。请联系代理管理员放行，或更正其地址（在 HTTPS_PROXY、系统设置或组织设置中），然后重新启动 KooSync。',
    PROXY_UNREACHABLE:
      '无法连接代理 {{proxy}}。请检查网络，以及代理地址（在 HTTPS_PROXY、系统设置或组织设置中）。',
    PROXY_SILENT:
      '代理 {{proxy}} 未能及时将 KooSync 连接到 KooDrive。请稍后重试。如果一直如此，请联系代理管理员，或更正其地址（在 HTTPS_PROXY、系统设置或组织设置中）后重新启动 KooSync。',
    PROXY_CUT:
      '尚未到达 KooDrive，代理 {{proxy}} 就关闭了连接。请向代理管理员确认是否放行 KooDrive，或更正其地址（在 HTTPS_PROXY、系统设置或组织设置中）后重新启动 KooSync。',
    PROXY_NO_WAY:
      '代理 {{proxy}} 有应答，但无法通往 KooDrive，编号为 {{status}}。请稍后重试。如果一直如此，请将编号告知代理管理员。',
    STORAGE_UNREACHABLE:
      'KooDrive 有应答，但它的存储 {{host}} 没有应答。请检查代理或防火墙是否阻止了它。上传会等待并自动继续。',
    NAME_FORBIDDEN:
      '名称含有 KooDrive 不允许的字符（{{chars}}）。请重命名此文件或文件夹，例如改为“{{proposal}}”。',
    NAME_RESERVED:
      '这是 Windows 的保留名称，在 Windows 上无法使用。请重命名此文件或文件夹，例如改为“{{proposal}}”。',
    NAME_ENDING: '名称以句点或空格结尾，Windows 会将其去掉。请重命名此文件或文件夹，例如改为“{{proposal}}”。',
    DELETIONS_HELD_other:
      '此文件夹缺失 {{count, number}} 个文件。在你确认或撤销删除之前，KooDrive 会保留它们。',
    NAME_TOO_LONG: '名称超过了 KooDrive 允许的 {{limit}} 个字符。请给此文件或文件夹换一个较短的名称。',
    NAME_CLASH: '名称与“{{other}}”仅大小写或重音符号不同。请重命名其中一个，例如改为“{{proposal}}”。',
    FOLDER_MISSING:
      '文件夹 {{folder}} 已不在原处。如果它在移动硬盘上，请连接硬盘，然后重试。KooDrive 上没有删除任何内容。',
    DRIVE_AWAY:
      '{{folder}} 所在的磁盘当前没有挂载。请连接或挂载它，KooSync 会发现并自动继续。KooDrive 上没有删除任何内容。',
    FOLDER_UNREADABLE: 'KooSync 无权读取 {{folder}}。请更改其权限，然后重试。',
    NOT_A_FOLDER: '{{folder}} 不是文件夹。请选择一个文件夹。',
    NESTED_PAIR: '此文件夹与已同步的 {{other}} 重叠。请选择其他文件夹。',
    NOT_IN_A_PAIR: '{{path}} 不在同步文件夹中，因此没有版本。请把它移入同步文件夹，或添加它所在的文件夹。',
    STATE_BROKEN:
      '数据库 {{path}} 已损坏，已保持原样。请让 KooSync 修复它，或运行“koosync repair”。修复不会改动你的文件及其版本。',
    STATE_NEWER:
      '{{path}} 曾被更新版本的 KooSync 使用。请安装该版本或更高版本，或用 KOOSYNC_HOME 指定其他状态文件夹。未作任何更改。',
  },
};
