import type { ReactNode } from 'react';
import { useBridge } from '../state/bridge-context.ts';
import { useStrings } from '../strings/use-strings.ts';
import { ContextMenu } from '../ui/context-menu.tsx';
import { shortcuts, shortcutText, type Command, type CommandId } from './version-commands.ts';

/** The menu of one version. */
export function VersionMenu({
  commands,
  ...menu
}: {
  readonly label: string;
  readonly commands: readonly Command[];
  readonly at: DOMRect | undefined;
  readonly onCommand: (id: CommandId) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useStrings();
  const { platform } = useBridge();
  return (
    <ContextMenu
      {...menu}
      commands={commands.map(({ id, words, icon, begins }) => {
        const shortcut = shortcuts[id];
        return {
          id,
          text: t(words),
          icon,
          begins,
          keys: shortcut === undefined ? undefined : shortcutText(shortcut, platform === 'darwin'),
          isDangerous: id === 'deleteVersion',
        };
      })}
    />
  );
}
