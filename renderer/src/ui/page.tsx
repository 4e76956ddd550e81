import { useContext, useEffect, useRef, createContext, type ReactNode } from 'react';

/** true while a page is shown because the user went there, so that its title takes the focus */
export const ArrivedContext = createContext(false);

/** The page's first heading. After going to a page, reading starts here. */
export function PageTitle({
  children,
  testId,
  className = 'page-title',
}: {
  readonly children: ReactNode;
  readonly testId?: string;
  readonly className?: string;
}): ReactNode {
  const arrived = useContext(ArrivedContext);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
  }, [arrived]);
  return (
    <h1 ref={heading} tabIndex={-1} className={className} data-testid={testId}>
      {children}
    </h1>
  );
}
