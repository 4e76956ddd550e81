import { Children, type ReactNode } from 'react';

/** A few facts in a line, a dot between two of them. Where the line wraps, no dot is left at its end or beginning. */
export function Facts({
  className,
  children,
}: {
  readonly className: string;
  /** one fact each; `null` is none */
  readonly children: ReactNode;
}): ReactNode {
  return (
    <p className={`fact-line ${className}`}>
      <span className="fact-list">
        {Children.toArray(children).map((fact, index) => (
          <span className="fact-item" key={index}>
            {fact}
          </span>
        ))}
      </span>
    </p>
  );
}
