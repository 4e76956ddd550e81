import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';

/** One line to type in, with its name above and what is wrong with it below. */
export function Field({
  label,
  value,
  onChange,
  hint,
  error,
  secret = false,
  ...rest
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** dots instead of letters, and nothing that remembers it */
  readonly secret?: boolean;
  readonly name?: string;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
}): ReactNode {
  return (
    <TextField
      {...rest}
      className="field"
      type={secret ? 'password' : 'text'}
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      autoComplete={secret ? 'off' : 'on'}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      <Input className="field-input" spellCheck={false} autoCapitalize="off" />
      {hint === undefined || error !== undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
