/** The only room that speaks HTTP. Everything others may use of it. */
export type * from './api.ts';
export { createKooDrive, type KooDriveOptions } from './client.ts';
export { defaultTimeouts, type ConnectionOptions, type Timeouts } from './connection.ts';
export { fixedSource, sourceFromVault, type CredentialSource } from './credentials.ts';
export { MAX_NAME, nameProblem } from './names.ts';
export { parseServer, type ServerAddress } from './server-address.ts';
export { createSessions, type Sessions, type SignedIn } from './sessions.ts';
export { createSyncDirectories, type SyncDirectories, type SyncDirectory } from './sync-directories.ts';
