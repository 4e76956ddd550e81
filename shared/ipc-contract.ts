/**
 * Everything that crosses the wall between the window and the main process: one row each. A new row here needs one
 * function in main/desktop/ipc/handlers.ts and one in main/preload/bridge.ts; tests/conformance/ipc.test.ts fails if
 * either is missing.
 */
import * as z from 'zod';
import { deletion, engineStatus, fileEntry, version } from './views.ts';

const absolutePath = z.string().min(1).max(32_768);
const nothing = z.undefined();

const language = z.enum(['system', 'en', 'zh']);
const theme = z.enum(['system', 'light', 'dark']);

export const account = z.object({
  signedIn: z.boolean(),
  server: z.string(),
  userId: z.string(),
  /** where the secret lives, in words for a person */
  vault: z.string(),
});

/** What the sign-in form sends. The secret goes straight into the keyring and is never sent back. */
export const signInForm = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('token'),
    server: z.string().min(1).max(2048),
    userId: z.string().min(1).max(256),
    token: z.string().min(1).max(8192),
  }),
  z.object({
    kind: z.literal('app'),
    server: z.string().min(1).max(2048),
    userId: z.string().min(1).max(256),
    appId: z.string().min(1).max(256),
    appSecret: z.string().min(1).max(1024),
  }),
]);

export const preferences = z.object({ language, theme, launchAtLogin: z.boolean() });

/** Calls from the window that are answered: arguments in, value out (as Result). */
export const calls = {
  'status:get': { args: z.tuple([]), value: engineStatus },
  'engine:pause': { args: z.tuple([]), value: nothing },
  'engine:resume': { args: z.tuple([]), value: nothing },
  'engine:retry': { args: z.tuple([]), value: nothing },
  /** asks for a folder in the system's dialog, then pairs it; undefined when the person closed the dialog */
  'pairs:add': {
    args: z.tuple([
      z.object({ containerId: z.string().min(1).max(64), remote: z.string().max(250).optional() }),
    ]),
    value: z.string().optional(),
  },
  /** forgets the pair; touches neither the folder nor the server */
  'pairs:remove': { args: z.tuple([z.number().int()]), value: nothing },
  'spaces:list': {
    args: z.tuple([]),
    value: z.array(
      z.object({ containerId: z.string(), name: z.string(), used: z.number(), capacity: z.number() }),
    ),
  },
  'files:list': {
    args: z.tuple([
      z.object({
        pairId: z.number().int(),
        query: z.string().max(512),
        limit: z.number().int().min(1).max(1000),
      }),
    ]),
    value: z.array(fileEntry),
  },
  'history:list': { args: z.tuple([absolutePath]), value: z.array(version) },
  /** the file becomes that revision; what is on disk now is itself a revision first */
  'history:restore': { args: z.tuple([absolutePath, z.string().min(1).max(256)]), value: nothing },
  /** asks where in the system's dialog; undefined when the person closed it, else the path written */
  'history:save-as': {
    args: z.tuple([absolutePath, z.string().min(1).max(256)]),
    value: z.string().optional(),
  },
  'history:keep-forever': {
    args: z.tuple([absolutePath, z.string().min(1).max(256), z.boolean()]),
    value: nothing,
  },
  'deletions:list': { args: z.tuple([]), value: z.array(deletion) },
  /** what is held may go into the recycle bin */
  'deletions:approve': { args: z.tuple([z.array(z.number().int()).max(1000)]), value: nothing },
  /** what is gone comes back to this disk, out of the recycle bin where it is there already */
  'deletions:restore': { args: z.tuple([z.array(z.number().int()).max(1000)]), value: nothing },
  'file:reveal': { args: z.tuple([absolutePath]), value: nothing },
  'account:get': { args: z.tuple([]), value: account },
  'account:sign-in': { args: z.tuple([signInForm]), value: account },
  'account:sign-out': { args: z.tuple([]), value: account },
  'preferences:get': { args: z.tuple([]), value: preferences },
  'preferences:set': { args: z.tuple([preferences.partial()]), value: preferences },
  /** what the app was opened for, asked once by the window when it is ready to show it */
  'open-request:take': { args: z.tuple([]), value: z.string().optional() },
} as const;

/** What the main process tells the window unasked. */
export const events = {
  'status:changed': engineStatus,
  /** absolute path of the file whose history the person asked for */
  'history:open': absolutePath,
  /** the history of this file has a new revision */
  'history:changed': absolutePath,
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallArgs<C extends CallName> = z.infer<Calls[C]['args']>;
export type CallValue<C extends CallName> = z.infer<Calls[C]['value']>;
export type Events = typeof events;
export type EventName = keyof Events;
export type EventValue<E extends EventName> = z.infer<Events[E]>;
export type Account = z.infer<typeof account>;
export type SignInForm = z.infer<typeof signInForm>;
export type Preferences = z.infer<typeof preferences>;
