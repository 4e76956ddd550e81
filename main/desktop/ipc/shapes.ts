/**
 * The shapes that arguments of the window's calls are made of, each with its bound. The conformance test knows them by
 * identity and gives real values for them (a file's path, a revision of it): a new call that uses them is tried with
 * something that is there.
 */
import * as z from 'zod';

export const absolutePath = z.string().min(1).max(32_768);
export const pairId = z.number().int();
export const containerId = z.string().min(1).max(64);
export const revisionId = z.string().min(1).max(256);
export const deletionIds = z.array(z.number().int()).max(1000);
export const nothing = z.undefined();
