/** All rows, by the name that `--only` takes. */
import type { Row } from '../measurement.ts';
import { history, history1000 } from '../history/measure.ts';
import { appStart } from './app-start.ts';
import { peersRow } from './peers.ts';
import { burst, rest, siblings, slope } from './rest.ts';
import { mainLoop } from './main-loop.ts';
import { migrate } from './migrate.ts';
import { saves } from './saves.ts';
import { move, remove, rename, renameInTree, touch } from './trees.ts';
import { curve, million } from './tree-sizes.ts';
import { editLarge, farAway, large, small } from './uploads.ts';

export const rows: Readonly<Record<string, Row>> = {
  small,
  large,
  'edit-large': editLarge,
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
  'history-1000': history1000,
  'app-start': appStart,
  migrate,
  peers: peersRow,
  million,
  curve,
};
