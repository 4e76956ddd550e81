/** All rows, by the name that `--only` takes. */
import type { Row } from '../measurement.ts';
import { history } from '../history/measure.ts';
import { burst, rest, siblings, slope } from './rest.ts';
import { mainLoop } from './main-loop.ts';
import { saves } from './saves.ts';
import { move, remove, rename, renameInTree, touch } from './trees.ts';
import { farAway, large, small } from './uploads.ts';

export const rows: Readonly<Record<string, Row>> = {
  small,
  large,
  saves,
  rename,
  'rename-in-tree': renameInTree,
  move,
  remove,
  touch,
  rest,
  'far-away': farAway,
  siblings,
  burst,
  slope,
  history,
  'main-loop': mainLoop,
};
