/** Versions as a table on a terminal. */
import type { Version } from '../../shared/views.ts';
import type { Cli } from './context.ts';
import { formatSize, formatTime, printable } from './format.ts';
import { table } from './table.ts';

/** `withIds`: what scripts and `--revision` go by, beside the number. */
export function versionTable(
  { say }: Pick<Cli, 'say'>,
  versions: readonly Version[],
  withIds: boolean,
): string {
  const hasAuthors = versions.some((version) => version.author !== undefined);
  return table(
    [
      ...(withIds ? [{ title: say('column.revision') }] : []),
      { title: say('column.number'), right: true },
      { title: say('column.when') },
      { title: say('column.size'), right: true },
      ...(withIds ? [{ title: say('column.sha256') }] : []),
      ...(hasAuthors ? [{ title: say('column.author') }] : []),
      { title: say('column.marks') },
    ],
    versions.map((version) => [
      ...(withIds ? [version.revisionId] : []),
      String(version.revisionVersion),
      formatTime(version.createdAt),
      formatSize(version.size),
      ...(withIds ? [version.sha256.slice(0, 16)] : []),
      ...(hasAuthors ? [printable(version.author ?? '')] : []),
      marksOf({ say }, version).join(', '),
    ]),
  );
}

function marksOf({ say }: Pick<Cli, 'say'>, version: Version): string[] {
  const { reason, restoredFrom, label } = version;
  return [
    ...(version.latest ? [say('mark.latest')] : []),
    ...(version.keepForever ? [say('mark.kept')] : []),
    ...(reason === 'restored'
      ? [
          restoredFrom === undefined
            ? say('mark.restored')
            : say('mark.restoredFrom', { number: restoredFrom }),
        ]
      : []),
    ...(reason === 'kept-both' ? [say('mark.keptBoth')] : []),
    ...(label === undefined ? [] : [`"${printable(label)}"`]),
  ];
}
