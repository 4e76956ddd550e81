import { useMemo, useState, type ReactNode, type RefObject } from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import { DensityStrip } from './density-strip.tsx';
import { TimelineList, type TimelineHandle, type TimelineListProps } from './timeline-list.tsx';
import type { Row } from './timeline.ts';
import { useDetails } from './use-details.ts';

/** The list and its strip: which rows are in sight concerns these two alone, and changes with every turn of a wheel. */
export function TimelineBody({
  path,
  drawn,
  isLoading,
  list,
  onDetails,
  ...rest
}: Omit<TimelineListProps, 'onSight' | 'ref'> & {
  readonly path: string;
  /** the versions that the strip tells of */
  readonly drawn: readonly ListedVersion[];
  readonly isLoading: boolean;
  readonly list: RefObject<TimelineHandle | null>;
  readonly onDetails: (details: readonly ListedVersion[]) => void;
}): ReactNode {
  const [sight, setSight] = useState<readonly Row[]>([]);
  const inSight = useMemo(
    () => sight.flatMap((row) => (row.kind === 'version' ? [row.version] : [])),
    [sight],
  );
  useDetails(path, inSight, onDetails);
  return (
    <div className="timeline-body">
      <TimelineList {...rest} ref={list} onSight={setSight} />
      <DensityStrip
        versions={drawn}
        at={inSight[0]?.createdAt}
        isLoading={isLoading}
        onJump={(revisionId) => {
          list.current?.show(revisionId, 'start');
        }}
      />
    </div>
  );
}
