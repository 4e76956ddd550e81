import type { ReactNode } from 'react';

/** Grey rows where a list will be. Shown only after a moment, so that quick answers do not flicker. */
export function Skeleton({ label, rows = 4 }: { readonly label: string; readonly rows?: number }): ReactNode {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row">
          <span className="skeleton-dot" />
          <span className="skeleton-lines">
            <span className="skeleton-line" />
            <span className="skeleton-line skeleton-line-short" />
          </span>
        </div>
      ))}
    </div>
  );
}
