/**
 * The environment as this process was given it, and as it is from then on for its children and its libraries: without our secrets,
 * and without the switch by which Node would take any certificate. Who is started by Chromium or by a library gets what
 * `process.env` has then. The block that the kernel keeps of the start cannot be taken back; only this user may read it.
 */
import { isSecretVariable } from './programs.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Node heeds it wherever nobody said whether certificates count. */
const certificateSwitch = 'NODE_TLS_REJECT_UNAUTHORIZED';

export const asksForAnyCertificate = (env: Environment): boolean => env[certificateSwitch] === '0';

export type OwnEnvironment = {
  /** as it was given */
  readonly env: Environment;
  /** Puts the secrets back, for a process that takes the place of this one. */
  giveBack(): void;
};

/** `own`: process.env, which is changed. */
export function takeEnvironment(own: NodeJS.ProcessEnv = process.env): OwnEnvironment {
  const env = { ...own };
  const secrets = Object.entries(env).filter(([name]) => isSecretVariable(name));
  for (const [name] of secrets) Reflect.deleteProperty(own, name);
  if (asksForAnyCertificate(env)) Reflect.deleteProperty(own, certificateSwitch);
  return {
    env,
    giveBack: () => {
      Object.assign(own, Object.fromEntries(secrets));
    },
  };
}
