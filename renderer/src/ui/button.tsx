import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger, type PressEvent } from 'react-aria-components';
import { Icon, type IconName } from './icon.tsx';

type Common = {
  readonly onPress?: (event: PressEvent) => void;
  readonly isDisabled?: boolean;
  /** busy: still focusable, but pressing does nothing */
  readonly isPending?: boolean;
};

export type ButtonProps = Common & {
  readonly children: ReactNode;
  readonly icon?: IconName;
  readonly tone?: 'accent' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'small' | 'normal' | 'large';
  readonly type?: 'button' | 'submit';
  /** a longer name for screen readers; begins with the visible words where the language allows */
  readonly label?: string | undefined;
  readonly autoFocus?: boolean;
  readonly slot?: string;
};

export function Button({
  children,
  icon,
  tone = 'plain',
  size = 'normal',
  type = 'button',
  label,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <AriaButton
      {...rest}
      type={type}
      className={`button button-${tone} button-${size}`}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {icon === undefined ? null : <Icon name={icon} size={size === 'small' ? 16 : 18} />}
      <span>{children}</span>
    </AriaButton>
  );
}

/** A button that is only a drawing: its name shows as a tooltip on hover and on keyboard focus. */
export function IconButton({
  icon,
  label,
  tooltip = label,
  ...rest
}: Common & { readonly icon: IconName; readonly label: string; readonly tooltip?: string }): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton {...rest} className="icon-button" aria-label={label}>
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {tooltip}
      </Tooltip>
    </TooltipTrigger>
  );
}
