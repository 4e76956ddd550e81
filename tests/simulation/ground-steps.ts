/** Steps that change the ground under a running client: ground.ts does them. */
export type GroundStep =
  /** the drive of the pair's folder is unmounted for so long, and mounted again with the number that it had */
  | { readonly do: 'remount'; readonly awayMs: number }
  /** the client ends, its database is lost, or is as it was so many commits before, and it starts again */
  | { readonly do: 'lost-database'; readonly back: number | undefined; readonly downMs: number };

/** In a program in which it goes and comes the pair's folder is on this drive. */
export const rootDrive = 'uuid:root';
