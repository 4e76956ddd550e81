/** Space calls (API section 4). */
import { z } from 'zod';
import { filled, read, text, whole } from '../http/body.ts';
import type { Call, Route } from '../call.ts';
import { ApiFailure, badParameter } from '../rules/failure.ts';
import type { SpaceRow } from '../store/rows.ts';
import { requireSpace, spaceInfo } from '../work/spaces.ts';
import type { World } from '../world.ts';

const ownSpace = (world: World, call: Call): object => {
  const query = read(z.object({ type: filled, containerId: text.optional() }), call.query);
  const found = world.db
    .all<SpaceRow>(
      'SELECT * FROM spaces WHERE ownerId = ? AND type = ? ORDER BY containerId',
      call.params['ownerId'] ?? '',
      query.type,
    )
    .filter((space) => query.containerId === undefined || space.containerId === query.containerId);
  const [space, second] = found;
  if (!space) throw new ApiFailure(13000301);
  if (second) throw badParameter('containerId is needed: the user has several spaces');
  if (space.type === '1' && space.ownerId !== call.caller.userId) throw new ApiFailure(13000410);
  return world.switches.variant.flatSpace ? spaceInfo(space) : { data: spaceInfo(space) };
};

const allSpaces = (world: World, call: Call): object => {
  const { type } = read(z.object({ type: text.optional() }), call.query);
  const ownerId = call.params['ownerId'] ?? '';
  if (ownerId !== call.caller.userId) throw new ApiFailure(13000410);
  const found = world.db.all<SpaceRow>(
    'SELECT * FROM spaces WHERE ownerId = ? ORDER BY createdAt, containerId',
    ownerId,
  );
  return { data: found.filter((space) => type === undefined || space.type === type).map(spaceInfo) };
};

const byContainer = (world: World, call: Call): object => ({
  data: spaceInfo(requireSpace(world, call.params['containerId'] ?? '', call.caller)),
});

const teamQuery = z.object({
  offset: whole,
  limit: whole,
  keyWord: text.optional(),
  teamType: text.optional(),
});

const teams = (world: World, call: Call): object => {
  const query = read(teamQuery, call.query);
  if (query.offset < 0 || query.limit < 1 || query.limit > 100) throw badParameter('offset or limit');
  const type = query.teamType === '0' ? '0' : query.teamType === undefined ? undefined : '2';
  const found = world.db
    .all<SpaceRow>("SELECT * FROM spaces WHERE type <> '1' ORDER BY createdAt, containerId")
    .filter((space) => type === undefined || space.type === type)
    .filter((space) => query.keyWord === undefined || space.ownerId.includes(query.keyWord));
  return {
    total: String(found.length),
    teams: found.slice(query.offset, query.offset + query.limit).map((space) => ({
      id: space.ownerId,
      status: space.status,
      capacity: space.capacity,
      spaceUsed: space.used,
      containerId: space.containerId,
      userNum: 1,
      ownerId: space.ownerId,
      ownerName: space.ownerId,
    })),
  };
};

export const spaceRoutes = (world: World): Route[] => [
  {
    method: 'GET',
    path: '/v1/space/:ownerId',
    operation: 'getSpace',
    access: 'user',
    handle: (call) => ownSpace(world, call),
  },
  {
    method: 'GET',
    path: '/v2/space/:ownerId',
    operation: 'listSpaces',
    access: 'user',
    handle: (call) => allSpaces(world, call),
  },
  {
    method: 'GET',
    path: '/v1/space/container/:containerId',
    operation: 'getContainer',
    access: 'user',
    handle: (call) => byContainer(world, call),
  },
  {
    method: 'GET',
    path: '/v1/space/teamList',
    operation: 'listTeams',
    access: 'user',
    handle: (call) => teams(world, call),
  },
];
