/**
 * The shapes that arguments of the window's calls are made of, each with its bound. The conformance test knows them by
 * identity and gives real values for them (a file's path, a revision of it): a new call that uses them is tried with
 * something that is there.
 */
import * as z from 'zod';

export const absolutePath = z.string().min(1).max(32_768);
/** a pair's folder, or one in it */
export const syncedFolder = z.string().min(1).max(32_768);
export const pairId = z.number().int();
export const containerId = z.string().min(1).max(64);
export const revisionId = z.string().min(1).max(256);
export const revisionIds = z.array(revisionId).max(50);
/** a page's `next`: ours, with a cursor of the server's in it */
export const pageToken = z.string().min(1).max(16_384);
export const encoding = z.string().min(1).max(40);
/** of what a file has on disk, hex */
export const presentSha256 = z.string().max(64);
export const label = z.string().max(1000);
export const deletionIds = z.array(z.number().int()).max(1000);
export const nothing = z.undefined();
