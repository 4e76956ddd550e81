import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

/** A few choices side by side, one of them taken: a radio group that looks like one control. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
  isDisabled = false,
  note,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
  readonly hideLabel?: boolean;
  readonly isDisabled?: boolean;
  /** below its name */
  readonly note?: ReactNode;
}): ReactNode {
  return (
    <RadioGroup
      className="choice"
      value={value}
      isDisabled={isDisabled}
      orientation="horizontal"
      onChange={(chosen) => {
        const option = options.find((each) => each.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
    >
      <div className="choice-name">
        <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
        {note}
      </div>
      <div className="choice-options">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="choice-option">
            {option.text}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
