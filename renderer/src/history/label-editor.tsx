import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import { useStrings } from '../strings/use-strings.ts';
import { IconButton } from '../ui/button.tsx';

/** What a label may hold; longer ones are no labels. */
const longest = 120;

/** A version's label, edited in place: Enter saves, Escape leaves it as it was. */
export function LabelEditor({
  version,
  onSave,
  onClose,
}: {
  readonly version: ListedVersion;
  readonly onSave: (label: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useStrings();
  const [text, setText] = useState(version.label ?? '');
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    box.current?.select();
  }, []);

  const save = (): void => {
    if (text.trim() !== (version.label ?? '')) onSave(text.trim());
    onClose();
  };
  return (
    <span className="label-editor">
      <input
        ref={box}
        className="field-input"
        aria-label={t('history.labelVersion', { number: version.revisionVersion ?? 0 })}
        placeholder={t('history.labelHint')}
        title={t('history.labelHint')}
        value={text}
        maxLength={longest}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === 'Enter') save();
          else onClose();
        }}
      />
      <IconButton icon="check" label={t('history.labelSave')} onPress={save} />
    </span>
  );
}
