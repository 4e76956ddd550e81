/** Who is signed in, as the window and the command line show it, and what signs somebody in. */
import * as z from 'zod';

export const account = z.object({
  signedIn: z.boolean(),
  server: z.string(),
  userId: z.string(),
  /** where the secret lives, in words for a user */
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

export type Account = z.infer<typeof account>;
export type SignInForm = z.infer<typeof signInForm>;
