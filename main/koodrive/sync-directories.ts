/**
 * The change feed of a sync directory (API section 13), the only one KooDrive documents. KooSync sends local changes
 * up and does not need it yet; a client that also brings remote changes down will.
 */
import type { CallOptions } from './api.ts';
import type { ConnectionOptions } from './connection.ts';
import { openConnection } from './connection.ts';
import type { CredentialSource } from './credentials.ts';
import { createCaller } from './request.ts';
import { changePage, nothing, startCursor, syncDirectory, type ChangePage } from './schemas.ts';
import { sessionsOver } from './sessions.ts';
import { newTraceId } from './trace-id.ts';

export type SyncDirectory = {
  readonly syncDirId: string;
  /** check it: an older server takes an existing folder, a newer one makes another name (open point 19) */
  readonly name: string | undefined;
  readonly existed: boolean;
};

export type SyncDirectories = {
  /** Turns an existing folder into a sync directory. Look the folder up first and pass its id (open point 19). */
  adopt(containerId: string, folderId: string, options?: CallOptions): Promise<SyncDirectory>;
  /** Makes a new folder under the root, and a sync directory of it. */
  create(containerId: string, name: string, options?: CallOptions): Promise<SyncDirectory>;
  /** Stops being a sync directory; the folder stays. */
  closeDirectory(containerId: string, syncDirId: string, options?: CallOptions): Promise<void>;
  startCursor(containerId: string, syncDirId: string, options?: CallOptions): Promise<string>;
  /** One page (at most 100). A cursor that is refused means: list everything afresh (open point 24). */
  listChanges(
    request: { containerId: string; syncDirId: string; deviceId: string; cursor: string },
    options?: CallOptions,
  ): Promise<ChangePage>;
  close(): Promise<void>;
};

const PAGE_SIZE = 100;

export function createSyncDirectories(
  options: ConnectionOptions & { readonly credentials: CredentialSource },
): SyncDirectories {
  const connection = openConnection(options);
  const sessions = sessionsOver(connection);
  const caller = createCaller(connection, options.credentials, (dead) => sessions.refresh(dead));
  const make = (body: object, callOptions: CallOptions | undefined): Promise<SyncDirectory> =>
    caller.call(
      {
        call: 'createSyncDir',
        path: ['v1', 'syncDir', 'create'],
        // this one call names its trace header otherwise in its newest form (section 1)
        headers: { 'x-hw-trace-id': newTraceId() },
        body,
        schema: syncDirectory,
        named: true,
      },
      callOptions,
    );
  return {
    // `container`, not `containerId`, in all four (open point 11)
    adopt: (containerId, folderId, callOptions) =>
      make({ container: containerId, fileId: folderId }, callOptions),
    create: (containerId, name, callOptions) => make({ container: containerId, fileName: name }, callOptions),
    closeDirectory: (containerId, syncDirId, callOptions) =>
      caller.call(
        {
          call: 'closeSyncDir',
          path: ['v1', 'syncDir', 'close'],
          body: { container: containerId, syncDirId },
          schema: nothing,
        },
        callOptions,
      ),
    startCursor: (containerId, syncDirId, callOptions) =>
      caller.call(
        {
          call: 'getStartCursor',
          path: ['v1', 'syncDir', 'getStartCursor'],
          body: { container: containerId, fileId: syncDirId },
          schema: startCursor,
        },
        callOptions,
      ),
    listChanges: ({ containerId, syncDirId, deviceId, cursor }, callOptions) =>
      caller.call(
        {
          call: 'listChange',
          path: ['v1', 'syncDir', 'listChange'],
          body: { container: containerId, syncDirId, deviceId, cursor, pageSize: PAGE_SIZE },
          schema: changePage,
        },
        callOptions,
      ),
    close: () => connection.close(),
  };
}
