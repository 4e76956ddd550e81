/** Opens the policy of this machine, the same for both shells. */
import { parseProxy } from './koodrive/proxies.ts';
import { parseServer } from './koodrive/server-address.ts';
import { realClock } from './lib/clock.ts';
import type { Log } from './lib/logger.ts';
import { userName } from './lib/user-home.ts';
import { openPolicy, type PolicyInForce } from './policy/policy.ts';
import { machinePolicy, type PolicyPlaces } from './policy/sources.ts';

export type OpenMachinePolicy = {
  /** the state folder */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** where it stands; default: where each system has it */
  readonly places?: PolicyPlaces | undefined;
};

/** Never throws: what is wrong with it stands in what it gives. */
export const openMachinePolicy = ({ home, env, log, places }: OpenMachinePolicy): Promise<PolicyInForce> =>
  openPolicy({
    places: places ?? machinePolicy({ platform: process.platform, env, userName: userName(), scratch: home }),
    home,
    clock: realClock,
    log,
    checks: {
      parseServer: (text) => parseServer(text).origin,
      parseProxy: (text) => parseProxy(text),
    },
  });
