/** Sign-in check and spaces (API sections 2 and 4). */
import type { CallOptions, KooDrive, Space, UserInfo } from './api.ts';
import { requireCredentials } from './credentials.ts';
import type { Caller } from './request.ts';
import { oneSpace, spaceList, userInfo } from './schemas.ts';
import { isClosedCall } from './server-errors.ts';

export type SpaceCalls = Pick<KooDrive, 'checkSession' | 'spaces' | 'space'>;

export function createSpaces(caller: Caller): SpaceCalls {
  const own = (userId: string, options?: CallOptions): Promise<readonly Space[]> =>
    caller.call({ call: 'spaces', method: 'GET', path: ['v2', 'space', userId], schema: spaceList }, options);

  return {
    async checkSession(options): Promise<UserInfo> {
      const credentials = await requireCredentials(caller.credentials);
      if (credentials.kind === 'token')
        return caller.call(
          { call: 'checkSession', method: 'GET', path: ['v1', 'session', 'auth'], schema: userInfo },
          options,
        );
      // session calls do not take app signatures (section 2): a call that does tells as much
      await own(credentials.userId, options);
      return { userId: credentials.userId, name: credentials.userId };
    },

    async spaces(options) {
      const { userId } = await requireCredentials(caller.credentials);
      return own(userId, options);
    },

    async space(containerId, options) {
      try {
        return await caller.call(
          { call: 'space', method: 'GET', path: ['v1', 'space', 'container', containerId], schema: oneSpace },
          options,
        );
      } catch (error) {
        // that call is "for machine use": where it is closed to a user, the space is one of their own
        if (!isClosedCall(error)) throw error;
        const { userId } = await requireCredentials(caller.credentials);
        const found = (await own(userId, options)).find((space) => space.containerId === containerId);
        if (found === undefined) throw error;
        return found;
      }
    },
  };
}
