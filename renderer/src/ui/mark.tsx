import type { ReactNode } from 'react';

/** KooSync's own mark: a page, and the versions behind it. */
export function Mark({ size }: { readonly size: number }): ReactNode {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <rect className="mark-ground" width="40" height="40" rx="10" />
      <path className="mark-back" d="M12 24.5v-11A2.5 2.5 0 0 1 14.5 11h9" />
      <path
        className="mark-front"
        d="M16.5 18a2.5 2.5 0 0 1 2.5-2.5h6.5a2.5 2.5 0 0 1 2.5 2.5v8.5a2.5 2.5 0 0 1-2.5 2.5H19a2.5 2.5 0 0 1-2.5-2.5z"
      />
      <path className="mark-tick" d="m19.6 22.4 2 2 3.6-4" />
    </svg>
  );
}
