/** Rows as the tables of database.ts hold them. Sizes in bytes, times in epoch ms, flags 0 or 1. */
export type SpaceRow = {
  containerId: string;
  type: string;
  status: string;
  ownerId: string;
  rootId: string;
  sboxId: string;
  capacity: number;
  used: number;
  createdAt: number;
};

export type NodeRow = {
  fileId: string;
  containerId: string;
  parentId: string | null;
  name: string;
  isFolder: number;
  fileType: string;
  mimeType: string | null;
  state: number;
  recycled: number;
  recycledAt: number | null;
  recycledPath: string | null;
  assetId: string;
  size: number;
  sha256: string | null;
  createdAt: number;
  editedAt: number;
  description: string | null;
};

export type RevisionRow = {
  fileId: string;
  version: number;
  versionId: string;
  size: number;
  sha256: string;
  createReason: number;
  keepForever: number;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
};

export type UploadRow = {
  fileId: string;
  uploadId: string;
  kind: 'file' | 'revision';
  versionId: string;
  length: number;
  sha256: string | null;
  preHash: string | null;
  autoRename: number;
  keepForever: number;
  userId: string;
};

export type PartRow = {
  uploadId: string;
  number: number;
  size: number;
  offset: number | null;
  words: string | null;
  stored: string | null;
  sha256: string | null;
  head: string | null;
  endWords: string | null;
};

export type ContentRow = { sha256: string; size: number; preHash: string };

export type JobRow = {
  jobId: string;
  userId: string;
  taskType: number;
  actionType: number | null;
  status: number;
  taskResultCode: number | null;
  request: string;
  items: string;
  containerId: string;
  createdAt: number;
  beganAt: number | null;
  endedAt: number | null;
};
