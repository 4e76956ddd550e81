/** Names and codes of API section 15; the text goes out as `msg`. */
const messages: Record<number, string> = {
  13000101: 'Bad Request',
  13000102: 'PARAMETER_INVALID',
  13000201: 'inner server invoke failure',
  13000301: 'CONTAINER_NOT_EXIST_OR_STATE_ERROR',
  13000302: 'FILE_NOT_IN_SPECIFIED_CONTAINER',
  13000303: 'file is not in the recycle bin',
  13000304: 'target folder is abnormal',
  13000305: 'target folder is in the recycle bin',
  13000306: 'file is in the recycle bin',
  13000307: 'folders are nested in each other',
  13000308: 'file metadata is wrong',
  13000309: 'resource not found',
  13000310: 'folder depth is over the limit',
  13000311: 'not enough space',
  13000312: 'already in the target folder',
  13000401: 'NOT_EXIST_UPLOAD_TASK',
  13000402: 'FILE_COMPLETE_CHECK_FAILURE',
  13000403: 'CHANGE_FILE_STATE_FAILURE',
  13000404: 'upload parent is in the recycle bin',
  13000405: 'duplicate file name',
  13000406: 'not possible on a folder',
  13000407: 'no download address',
  13000408: 'download failed',
  13000409: 'upload failed',
  13000410: 'user has no right on the space',
  13000411: 'file is not in this space',
  13000412: 'space is not active',
};

/** A refusal as the API answers it: `code` and `msg` in the body at HTTP `status` (400 for business errors). */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: number | string;
  constructor(code: number | string, detail?: string, status = 400) {
    const known = typeof code === 'number' ? messages[code] : undefined;
    super([known, detail].filter((text) => text !== undefined).join(': '));
    this.code = code;
    this.status = status;
  }
}

/** A refusal of the sign-in; the code of an expired token is not documented, 401 is expected (API section 2). */
export const notSignedIn = (detail: string): ApiFailure =>
  new ApiFailure('APIGW.0301', `Incorrect authentication information: ${detail}`, 401);

/** A parameter that breaks a rule: 13000102. */
export const badParameter = (detail: string): ApiFailure => new ApiFailure(13000102, detail);

/** A refusal of the object storage behind presigned links: XML, as such storages answer. */
export class StorageFailure extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
