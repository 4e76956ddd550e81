/**
 * Every answer of KooDrive, read from `unknown` into the types of api.ts by the tolerant reading of the open points.
 * Strict where it is about safety (ids, names, links, sizes), lax in all else; unknown fields are ignored.
 */
import { z } from 'zod';
import type {
  JobState,
  ListedRevision,
  PartLink,
  RemoteEntry,
  RemoteUser,
  Revision,
  RevisionPage,
  Space,
  UploadTicket,
  UserInfo,
} from './api.ts';
import {
  amount,
  bytes,
  cursor,
  fileName,
  flag,
  flat,
  heldName,
  id,
  looseSha256,
  looseTime,
  maybe,
  sha256,
  textual,
  time,
  userId,
} from './fields.ts';
import { FOLDER_TYPE, SMART_FOLDER_TYPE } from './file-type.ts';

/** The part that every answer may have: `code` as number, text or missing (open points 1 and 2). */
export const envelope = z.object({
  code: z.unknown().optional(),
  msg: z.unknown().optional(),
  error_code: z.unknown().optional(),
  error_msg: z.unknown().optional(),
});

/** For calls whose answer is `code` and `msg` alone. */
export const nothing = z.object({}).transform((): void => undefined);

const oneOrMany = <T extends z.ZodType>(schema: T) =>
  z.union([z.array(schema), schema.transform((one) => [one])]);

// -- sign-in ---------------------------------------------------------------------------------------------------

const userFields = z.object({
  userId: maybe(userId),
  userName: maybe(textual),
  firstname: maybe(textual),
  surname: maybe(textual),
});

const asUser = (fields: z.infer<typeof userFields>): UserInfo | undefined =>
  fields.userId === undefined
    ? undefined
    : {
        userId: fields.userId,
        name:
          fields.userName ??
          ([fields.firstname, fields.surname].filter((part) => part !== undefined).join(' ') ||
            fields.userId),
      };

/** GET session/auth: user info in `data`, on an older page at the top; `userInfo` inside it as createSession has it. */
export const userInfo = flat(
  userFields.extend({ userInfo: maybe(userFields) }).transform((fields, context): UserInfo => {
    const user = asUser(fields) ?? (fields.userInfo === undefined ? undefined : asUser(fields.userInfo));
    if (user !== undefined) return { ...user, name: fields.userInfo?.userName ?? user.name };
    context.addIssue({ code: 'custom', message: 'no userId' });
    return z.NEVER;
  }),
);

/** A secret from the server: one line, no surprises for a header. */
const token = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e][\x20-\x7e]{0,8191}$/);

export type SessionAnswer = {
  readonly accessToken: string;
  readonly sessionId: string | undefined;
  readonly refreshToken: string | undefined;
  readonly user: UserInfo | undefined;
};

const sessionFields = z.object({
  accessToken: maybe(token),
  sessionId: maybe(token),
  refreshToken: maybe(token),
});

/** createSession, both refreshes and the carrier login: the tokens in `data`, in `data.sessionInfo` or at the top. */
export const session = flat(
  userFields
    .extend(sessionFields.shape)
    .extend({ userInfo: maybe(userFields), sessionInfo: maybe(sessionFields) })
    .transform((fields, context): SessionAnswer => {
      const tokens = fields.sessionInfo ?? fields;
      const accessToken = tokens.accessToken ?? fields.accessToken;
      if (accessToken === undefined) {
        context.addIssue({ code: 'custom', message: 'no accessToken' });
        return z.NEVER;
      }
      const user = asUser(fields) ?? (fields.userInfo === undefined ? undefined : asUser(fields.userInfo));
      return {
        accessToken,
        sessionId: tokens.sessionId,
        refreshToken: tokens.refreshToken,
        user: user === undefined ? undefined : { ...user, name: fields.userInfo?.userName ?? user.name },
      };
    }),
);

/** The sign-in page's address; its field name is unconfirmed, `data` likely. */
export const signInUrl = z
  .object({
    data: z.unknown().optional(),
    url: z.unknown().optional(),
    authCodeURL: z.unknown().optional(),
    authCodeUrl: z.unknown().optional(),
  })
  .transform((fields, context): string => {
    const nested = typeof fields.data === 'object' && fields.data !== null ? Object.values(fields.data) : [];
    for (const each of [
      fields.data,
      fields.url,
      fields.authCodeURL,
      fields.authCodeUrl,
      ...(nested as unknown[]),
    ])
      if (typeof each === 'string' && /^https?:\/\/[^\s]+$/.test(each)) return each;
    context.addIssue({ code: 'custom', message: 'no address' });
    return z.NEVER;
  });

// -- spaces ----------------------------------------------------------------------------------------------------

const spaceInfo = z
  .object({
    type: textual.optional(),
    status: maybe(textual),
    ownerId: maybe(textual),
    containerId: id,
    bizRootFileId: maybe(id),
    rootFileId: maybe(id),
    capacity: maybe(amount),
    spaceUsed: maybe(amount),
  })
  .transform((info): Space => ({
    containerId: info.containerId,
    // `root` is what the API itself takes for "the root" where the id is not told
    rootFolderId: info.bizRootFileId ?? info.rootFileId ?? 'root',
    type: info.type ?? '',
    ownerId: info.ownerId ?? '',
    capacity: info.capacity ?? 0,
    used: info.spaceUsed ?? 0,
    active: (info.status ?? '0') === '0',
  }));

/** One space; in `data` or at the top (nesting unconfirmed). */
export const oneSpace = flat(spaceInfo);
export const spaceList = z
  .object({ data: z.preprocess((data) => data ?? [], oneOrMany(spaceInfo)) })
  .transform((it) => it.data);

// -- files -----------------------------------------------------------------------------------------------------

const entryFields = z.object({
  id: maybe(id),
  fileId: maybe(id),
  fileName: maybe(heldName),
  name: maybe(heldName),
  fileType: maybe(textual),
  mimeType: maybe(textual),
  recycled: maybe(flag),
  parentFolder: maybe(oneOrMany(id)),
  size: maybe(bytes),
  length: maybe(bytes),
  sha256: looseSha256,
  editedTime: looseTime,
  updateTime: looseTime,
});

/** Metadata of a file or folder, in lists, details and after createFolder. */
export const entry = entryFields.transform((fields, context): RemoteEntry => {
  const fileId = fields.id ?? fields.fileId;
  const name = fields.fileName ?? fields.name;
  if (fileId === undefined || name === undefined) {
    context.addIssue({ code: 'custom', message: 'no id or no name' });
    return z.NEVER;
  }
  return {
    fileId,
    name: name.usable,
    isFolder:
      fields.fileType === undefined
        ? /folder/i.test(fields.mimeType ?? '')
        : fields.fileType === FOLDER_TYPE || fields.fileType === SMART_FOLDER_TYPE,
    recycled: fields.recycled ?? false,
    parentId: fields.parentFolder?.[0],
    size: fields.size ?? fields.length,
    sha256: fields.sha256,
    editedAt: fields.editedTime ?? fields.updateTime,
  };
});
/** A user in a detail; what has no name tells nothing. */
const user = z
  .object({ userId: maybe(textual), id: maybe(textual), me: maybe(flag), displayName: maybe(textual) })
  .transform((fields): RemoteUser | undefined =>
    fields.displayName === undefined
      ? undefined
      : {
          userId: fields.userId ?? fields.id,
          me: fields.me ?? false,
          name: fields.displayName.slice(0, 250),
        },
  );
/** Nothing that is wrong with a user may keep the file from being read. */
const users = z
  .preprocess((raw) => (Array.isArray(raw) ? raw.slice(0, 100) : [raw]), z.array(user.catch(undefined)))
  .transform((all) => all.filter((one) => one !== undefined));
const entryUsers = z.object({ owners: users, lastEditor: users });

/** One file or folder, with the users that its details name. */
export const oneEntry = flat(
  z.intersection(
    entry,
    entryUsers.transform(({ owners, lastEditor }) => ({ users: [...owners, ...lastEditor] })),
  ),
);
/** The answer to createFolder: the name may be left out (the rest of that page is cut), the id not. */
export const newFolder = flat(
  z
    .object({
      id: maybe(id),
      fileId: maybe(id),
      fileName: maybe(fileName),
      parentFolder: maybe(oneOrMany(id)),
    })
    .refine((fields) => fields.id !== undefined || fields.fileId !== undefined, 'no id')
    .transform((fields) => ({
      fileId: fields.id ?? fields.fileId ?? '',
      name: fields.fileName,
      parentId: fields.parentFolder?.[0],
    })),
);

export type EntryPage = {
  readonly entries: readonly RemoteEntry[];
  readonly nextCursor: string | undefined;
};

const listed = maybe(z.array(entry));

/** Either envelope of a listing (open point 9): `files` or `fileList`, `nextCursor` or `nextPageCursor`. */
export const entryPage = flat(
  z
    .object({
      files: listed,
      fileList: listed,
      nextCursor: cursor,
      nextPageCursor: cursor,
    })
    // a page without any list is some other answer, and must not read as an empty folder
    .refine(
      (page) => page.files !== undefined || page.fileList !== undefined || page.nextCursor !== undefined,
      'no list',
    )
    .transform((page): EntryPage => ({
      entries: page.files ?? page.fileList ?? [],
      nextCursor: page.nextCursor ?? page.nextPageCursor,
    })),
);

/** GET files/path. */
export const idPath = flat(
  z
    .object({ fileIdPath: z.string().regex(/^(\/[^/\s\p{Cc}]+)+$/u) })
    .transform((fields) => fields.fileIdPath),
);

// -- uploads ---------------------------------------------------------------------------------------------------

const multiParts = maybe(
  z
    .array(z.object({ partNumber: amount, uploadUrl: maybe(z.string().max(16_384)) }))
    .transform((parts) =>
      parts.flatMap((part): PartLink[] =>
        part.uploadUrl === undefined ? [] : [{ number: part.partNumber, url: part.uploadUrl }],
      ),
    ),
);

export type TicketAnswer = Omit<UploadTicket, 'fileId'> & { readonly fileId: string | undefined };

/** createFile and createRevision: every field optional (open point 4). */
export const ticket = flat(
  z
    .object({
      fileId: maybe(id),
      id: maybe(id),
      versionId: maybe(id),
      fileName: maybe(fileName),
      rapidUpload: maybe(flag),
      matchedPreHash: maybe(flag),
      multiParts,
    })
    .transform((fields): TicketAnswer => ({
      fileId: fields.fileId,
      rapid: fields.rapidUpload ?? false,
      matchedPreHash: fields.matchedPreHash ?? false,
      links: fields.multiParts ?? [],
      revisionId:
        fields.id === undefined || fields.versionId === undefined
          ? undefined
          : `${fields.id}.${fields.versionId}`,
      name: fields.fileName,
    }))
    .refine(
      (answer) => answer.rapid || answer.matchedPreHash || answer.links.length > 0,
      'neither part links nor a flash upload',
    ),
);

export const partLinks = flat(z.object({ multiParts }).transform((fields) => fields.multiParts ?? []));

// -- versions --------------------------------------------------------------------------------------------------

const createdBy = maybe(textual);
/** RevisionCreateReason (section 17); a value that the document does not know says nothing. */
const createReason = z
  .unknown()
  .transform((value): 'created' | 'restored' | undefined => {
    const number = amount.safeParse(value).data;
    return number === 1 ? 'created' : number === 2 ? 'restored' : undefined;
  })
  .optional();

const listedRevision = z
  .object({
    revisionId: id,
    revisionVersion: maybe(amount),
    createdAt: looseTime,
    size: maybe(bytes),
    sha256: looseSha256,
    latestVersion: maybe(flag),
    keepForever: maybe(flag),
    createdBy,
    createReason,
    updatedAt: looseTime,
  })
  .transform((fields): ListedRevision => ({
    revisionId: fields.revisionId,
    revisionVersion: fields.revisionVersion,
    createdAt: fields.createdAt,
    size: fields.size,
    sha256: fields.sha256,
    latest: fields.latestVersion,
    keepForever: fields.keepForever,
    createdBy: fields.createdBy,
    createReason: fields.createReason,
    updatedAt: fields.updatedAt,
  }));

export const revisionPage = flat(
  z
    .object({ revisionList: z.array(listedRevision).nullish(), nextPageCursor: cursor, nextCursor: cursor })
    .refine((page) => page.revisionList !== undefined, 'no revisionList')
    .transform((page): RevisionPage => ({
      revisions: page.revisionList ?? [],
      nextCursor: page.nextPageCursor ?? page.nextCursor,
    })),
);

export const oneRevision = flat(
  z
    .object({
      revisionId: id,
      revisionVersion: amount,
      createdAt: time,
      size: bytes,
      sha256,
      latestVersion: maybe(flag),
      keepForever: maybe(flag),
      createdBy,
      createReason,
      updatedAt: looseTime,
      downloadUrl: maybe(z.string().max(16_384)),
    })
    .transform((fields): Revision & { readonly downloadUrl: string | undefined } => ({
      revisionId: fields.revisionId,
      revisionVersion: fields.revisionVersion,
      createdAt: fields.createdAt,
      size: fields.size,
      sha256: fields.sha256,
      latest: fields.latestVersion ?? false,
      keepForever: fields.keepForever ?? false,
      createdBy: fields.createdBy,
      createReason: fields.createReason,
      updatedAt: fields.updatedAt,
      downloadUrl: fields.downloadUrl,
    })),
);

// -- jobs ------------------------------------------------------------------------------------------------------

/** POST jobs: the id is `data` itself, or a field of it. */
export const jobId = flat(
  z
    .object({ data: z.unknown().optional(), taskId: maybe(id), jobId: maybe(id), id: maybe(id) })
    .transform((fields, context): string => {
      const found = fields.taskId ?? fields.jobId ?? fields.id ?? id.safeParse(fields.data).data;
      if (found !== undefined) return found;
      context.addIssue({ code: 'custom', message: 'no job id' });
      return z.NEVER;
    }),
);

const jobFields = z.object({
  status: maybe(amount),
  taskResultCode: maybe(amount),
  resultCode: maybe(textual),
});
export type JobAnswer = JobState & { readonly cancelled: boolean; readonly resultCode: string | undefined };

/** Details of a job: `data.jobInfo`, tolerantly `data`. status 2 = finished, 3 = cancelled; result 1 all, 2 some, 3 none. */
export const job = flat(
  jobFields.extend({ jobInfo: maybe(jobFields) }).transform((fields, context): JobAnswer => {
    const info = fields.jobInfo ?? fields;
    if (info.status === undefined) {
      context.addIssue({ code: 'custom', message: 'no status' });
      return z.NEVER;
    }
    const done = info.status === 2;
    return {
      done,
      succeeded: done && info.taskResultCode === 1,
      partly: done && info.taskResultCode === 2,
      cancelled: info.status === 3,
      resultCode: info.resultCode,
    };
  }),
);

// -- sync directories ------------------------------------------------------------------------------------------

export const syncDirectory = flat(
  z.object({ fileId: id, fileName: maybe(fileName), exist: maybe(flag) }).transform((fields) => ({
    syncDirId: fields.fileId,
    name: fields.fileName,
    existed: fields.exist ?? false,
  })),
);
export const startCursor = flat(z.object({ startCursor: textual }).transform((fields) => fields.startCursor));

export type Change = {
  readonly fileId: string;
  readonly removed: boolean;
  readonly deviceId: string | undefined;
};
export type ChangePage = {
  readonly changes: readonly Change[];
  readonly nextCursor: string | undefined;
  readonly hasMore: boolean;
};

/** changeType's values are unknown (open point 24): a change says which id to read again, and whether it is in the bin. */
export const changePage = flat(
  z
    .object({
      fileChangeList: maybe(
        z.array(
          z.object({
            deviceId: maybe(textual),
            fileInfo: z.object({ id: maybe(id), fileId: maybe(id), recycled: maybe(flag) }),
          }),
        ),
      ),
      nextCursor: cursor,
      nextPageCursor: cursor,
      hasMore: maybe(flag),
    })
    .transform((page): ChangePage => ({
      changes: (page.fileChangeList ?? []).flatMap((change): Change[] => {
        const fileId = change.fileInfo.id ?? change.fileInfo.fileId;
        return fileId === undefined
          ? []
          : [{ fileId, removed: change.fileInfo.recycled ?? false, deviceId: change.deviceId }];
      }),
      nextCursor: page.nextCursor ?? page.nextPageCursor,
      hasMore: page.hasMore ?? false,
    })),
);
