/** The KooDrive of api.ts over HTTPS: puts the calls of the files beside this one together. */
import type { KooDrive } from './api.ts';
import { openConnection, type ConnectionOptions } from './connection.ts';
import type { CredentialSource } from './credentials.ts';
import { download } from './download.ts';
import { createFiles } from './files.ts';
import { createJobs } from './jobs.ts';
import { createProber } from './probe.ts';
import { putPart } from './put-part.ts';
import { createCaller } from './request.ts';
import { createRevisions } from './revisions.ts';
import { sessionsOver } from './sessions.ts';
import { createSpaces } from './spaces.ts';
import { createUploads } from './uploads.ts';

export type KooDriveOptions = ConnectionOptions & { readonly credentials: CredentialSource };

/** Throws BAD_USAGE for a server address that parseServer refuses or an unreadable proxy; asks the server nothing yet. */
export function createKooDrive(options: KooDriveOptions): KooDrive & { close(): Promise<void> } {
  const connection = openConnection(options);
  const sessions = sessionsOver(connection);
  const caller = createCaller(connection, options.credentials, (dead) => sessions.refresh(dead));
  const spaces = createSpaces(caller);
  const files = createFiles(caller, (containerId, callOptions) => spaces.space(containerId, callOptions));
  const { probe, remember } = createProber(connection, { ...spaces, ...files });
  return {
    ...spaces,
    ...files,
    probe,
    ...createUploads(caller),
    ...createRevisions(caller),
    ...createJobs(caller, (containerId, fileId, callOptions) =>
      files.detail(containerId, fileId, callOptions),
    ),
    putPart: (link, body, callOptions) => {
      remember(link.url);
      return putPart(connection, link, body, callOptions);
    },
    download: (url, callOptions) => {
      remember(url);
      return download(connection, url, callOptions);
    },
    /** Ends every call in flight (OFFLINE). A dispatcher that was passed in stays open. */
    close: () => connection.close(),
  };
}
