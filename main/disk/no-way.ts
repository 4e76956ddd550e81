/** What the system says of a way that leads through something that is no folder: a link is none. */
export const noWay = (path: string): Error =>
  Object.assign(new Error(`ENOTDIR: a link is in the way, '${path}'`), { code: 'ENOTDIR', path });
