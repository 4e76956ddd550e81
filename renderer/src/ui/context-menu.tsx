import { useRef, type ReactNode } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import { Icon, type IconName } from './icon.tsx';

export type MenuCommand<Id extends string> = {
  readonly id: Id;
  readonly text: string;
  readonly icon: IconName;
  /** the key that does the same */
  readonly keys?: string | undefined;
  /** a line above it */
  readonly begins?: boolean | undefined;
  readonly isDangerous?: boolean | undefined;
};

/** A menu at the pointer, or below what was pressed. */
export function ContextMenu<Id extends string>({
  label,
  commands,
  at,
  onCommand,
  onClose,
}: {
  readonly label: string;
  readonly commands: readonly MenuCommand<Id>[];
  /** undefined: closed */
  readonly at: DOMRect | undefined;
  readonly onCommand: (id: Id) => void;
  readonly onClose: () => void;
}): ReactNode {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        className="menu-anchor"
        aria-hidden="true"
        style={{ left: at?.left, top: at?.top, width: at?.width, height: at?.height }}
      />
      <Popover
        className="popover"
        aria-label={label}
        triggerRef={anchor}
        isOpen={at !== undefined}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
        placement="bottom start"
        offset={2}
      >
        <Menu
          className="menu"
          aria-label={label}
          autoFocus="first"
          onClose={onClose}
          onAction={(key) => {
            const command = commands.find(({ id }) => id === key);
            if (command !== undefined) onCommand(command.id);
          }}
        >
          {commands.flatMap(({ id, text, icon, keys, begins, isDangerous }) => [
            ...(begins === true ? [<Separator key={`${id} line`} className="menu-line" />] : []),
            <MenuItem
              key={id}
              id={id}
              textValue={text}
              className={isDangerous === true ? 'menu-item menu-danger' : 'menu-item'}
            >
              <Icon name={icon} size={16} />
              <span className="menu-text">{text}</span>
              {keys === undefined ? null : <kbd className="menu-keys">{keys}</kbd>}
            </MenuItem>,
          ])}
        </Menu>
      </Popover>
    </>
  );
}
