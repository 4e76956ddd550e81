import type { ReactNode } from 'react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
} from 'react-aria-components';
import { Icon } from './icon.tsx';

/** One of a list that may be long: a button that opens it. */
export function Picker({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly text: string; readonly detail?: string }[];
  readonly onChange: (value: string) => void;
  readonly hideLabel?: boolean;
}): ReactNode {
  return (
    <Select
      className="picker"
      value={value ?? null}
      onChange={(key) => {
        if (typeof key === 'string') onChange(key);
      }}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className="picker-button">
        <SelectValue className="picker-value" />
        <Icon name="down" size={16} />
      </Button>
      <Popover className="popover" offset={6}>
        <ListBox className="picker-list">
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.text}
              className="picker-option"
            >
              <span className="picker-check">
                <Icon name="check" size={16} />
              </span>
              <span className="picker-words">
                <Text slot="label">{option.text}</Text>
                {option.detail === undefined ? null : (
                  <Text slot="description" className="picker-detail">
                    {option.detail}
                  </Text>
                )}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
