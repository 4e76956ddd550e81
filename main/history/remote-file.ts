/** Which file on the server a history is of. */
export type RemoteFile = { readonly containerId: string; readonly fileId: string };
