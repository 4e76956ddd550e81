/** The few pieces that all views share. */
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { Icon, type IconName } from '../../src/ui/icon.tsx';
import { useWords } from './words.ts';

/** A line above the content: it is not all here, or not as it seems. */
export function Note({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className="note" role="note">
      <Icon name="alert" size={15} />
      <span>{children}</span>
    </p>
  );
}

/** Facts in one quiet line below the content. */
export function FactLine({ facts }: { readonly facts: readonly (string | undefined)[] }): ReactNode {
  const known = facts.filter((fact) => fact !== undefined);
  if (known.length === 0) return null;
  return (
    <footer className="fact-bar">
      <div className="fact-line">
        <div className="fact-list">
          {known.map((fact, n) => (
            <span key={n}>{fact}</span>
          ))}
        </div>
      </div>
    </footer>
  );
}

/** A content that is described instead of shown: what it is, why it is not shown, and what is known of it. */
export function Described({
  icon,
  title,
  children,
  facts,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly facts: readonly (readonly [name: string, value: string | undefined])[];
}): ReactNode {
  return (
    <div className="described scroll" tabIndex={0}>
      <div className="described-icon">
        <Icon name={icon} size={28} />
      </div>
      <h1>{title}</h1>
      {children === undefined ? null : <p className="described-why">{children}</p>}
      <dl>
        {facts.map(([name, value]) =>
          value === undefined || value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}

export function ToolButton({
  icon,
  label,
  onPress,
  disabled = false,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
  readonly disabled?: boolean;
}): ReactNode {
  return (
    <button
      type="button"
      className="tool"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon name={icon} size={17} />
    </button>
  );
}

/** One of a few. */
export function Switch<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, text: string])[];
  readonly onChange: (value: T) => void;
}): ReactNode {
  return (
    <div className="switch" role="group" aria-label={label}>
      {options.map(([option, text]) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => {
            onChange(option);
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

/** An address for bytes, for as long as something is drawn from it. */
export function useBlobUrl(bytes: Uint8Array<ArrayBuffer> | undefined, mime: string): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (bytes === undefined) return undefined;
    const made = URL.createObjectURL(new Blob([bytes], { type: mime }));
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [bytes, mime]);
  return url;
}

/** Are there columns enough for two things side by side? */
export function useWide(width: number): boolean {
  const [wide, setWide] = useState(window.innerWidth >= width);
  useEffect(() => {
    const look = (): void => {
      setWide(window.innerWidth >= width);
    };
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('resize', look);
    };
  }, [width]);
  return wide;
}

/** Is somebody looking for words? Views that draw only what is in sight then draw all that can be found. */
export const FindingContext = createContext(false);
export const useFinding = (): boolean => useContext(FindingContext);

export function Reading(): ReactNode {
  const { t } = useWords();
  return (
    <p className="reading" role="status">
      {t('preview.reading')}
    </p>
  );
}
