import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Dialog,
  DialogTrigger,
  Heading,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  Text,
} from 'react-aria-components';
import type { ListedVersion } from '../../../shared/views.ts';
import { placeOf } from '../format/place.ts';
import { baseName } from '../format/path.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { sectionOf, sectionWords, type HistoryRoute } from '../navigation/route.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useStatus } from '../state/use-status.ts';
import { useEngineActions } from '../status/use-engine-actions.ts';
import { useStrings } from '../strings/use-strings.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { PageTitle } from '../ui/page.tsx';
import { sumOf } from './timeline.ts';
import type { VersionActions } from './use-version-actions.ts';
import { shortcuts, shortcutText } from './version-commands.ts';

/** Whose history it is: name, place, what it costs, and what can be done with all of it. */
export function HistoryHead({
  route,
  icon,
  versions = [],
  isDeleted = false,
  actions,
  onRefresh,
}: {
  readonly route: HistoryRoute;
  readonly icon: IconName;
  readonly versions?: readonly ListedVersion[];
  readonly isDeleted?: boolean;
  /** absent for a folder */
  readonly actions?: VersionActions;
  readonly onRefresh?: () => void;
}): ReactNode {
  const { path, from } = route;
  const { t, formats } = useStrings();
  const { go } = useNavigation();
  const engine = useEngineActions();
  const back = from.screen === 'history' ? baseName(from.path) : t(sectionWords[sectionOf(from)]);
  return (
    <header className="history-head">
      <IconButton
        icon="back"
        label={back}
        onPress={() => {
          go(from);
        }}
      />
      <span className="history-icon">
        <Icon name={icon} size={20} />
      </span>
      <div className="history-words">
        <PageTitle className="history-title">
          <bdi>{baseName(path)}</bdi>
        </PageTitle>
        <div className="history-place">
          <Where path={path} />
          {versions.length === 0 ? null : (
            <p className="history-sum">
              <span>{t('history.count', { count: versions.length })}</span>
              <span className="separator" />
              <span>{t('history.total', { size: formats.size(sumOf(versions)) })}</span>
            </p>
          )}
        </div>
      </div>
      {isDeleted ? null : (
        <IconButton
          icon="reveal"
          label={t('common.reveal')}
          onPress={() => {
            engine.reveal(path);
          }}
        />
      )}
      {actions === undefined ? null : (
        <>
          <KeysHelp />
          <MoreMenu
            actions={actions}
            hasVersions={versions.length > 0}
            {...(onRefresh === undefined ? {} : { onRefresh })}
          />
        </>
      )}
    </header>
  );
}

/** The folders that lead to the file, beginning with the synced one; the whole path for files outside of any. */
function Where({ path }: { readonly path: string }): ReactNode {
  const status = useStatus();
  const place = placeOf(status?.pairs ?? [], path);
  if (place === undefined)
    return (
      <p className="crumbs ellipsis" title={path}>
        <bdi>{path}</bdi>
      </p>
    );
  return (
    <p className="crumbs" title={path}>
      {place.crumbs.map((crumb, index) => (
        <span key={index} className="crumb">
          {index === 0 ? null : <Icon name="right" size={12} />}
          <bdi className="ellipsis">{crumb}</bdi>
        </span>
      ))}
    </p>
  );
}

function MoreMenu({
  actions,
  hasVersions,
  onRefresh,
}: {
  readonly actions: VersionActions;
  readonly hasVersions: boolean;
  readonly onRefresh?: () => void;
}): ReactNode {
  const { t } = useStrings();
  const item = (id: string, icon: IconName, text: string, onAction: () => void): ReactNode => (
    <MenuItem id={id} textValue={text} className="menu-item" onAction={onAction}>
      <Icon name={icon} size={16} />
      <Text slot="label" className="menu-text">
        {text}
      </Text>
    </MenuItem>
  );
  return (
    <MenuTrigger>
      <AriaButton className="icon-button" aria-label={t('history.more')}>
        <Icon name="more" />
      </AriaButton>
      <Popover className="popover" placement="bottom end" offset={6}>
        <Menu className="menu" aria-label={t('history.more')}>
          {hasVersions ? item('export', 'save', t('history.exportAll'), actions.exportAll) : null}
          {item('link', 'link', t('history.copyLink'), actions.copyLink)}
          {onRefresh === undefined ? null : item('refresh', 'sync', t('history.refresh'), onRefresh)}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** What the keyboard does here: nobody has to find it out. */
function KeysHelp(): ReactNode {
  const { t } = useStrings();
  const { platform } = useBridge();
  const isMac = platform === 'darwin';
  const keys = (shortcut = ''): string => shortcutText(shortcut, isMac);
  const rows: readonly (readonly [string, string])[] = [
    ['↑ ↓', t('history.keyMove')],
    ['← →', t('history.keyFold')],
    [t('history.keyTypeKeys'), t('history.keyType')],
    [keys('Enter'), t('history.keyPreview')],
    [keys(shortcuts.restore), t('history.restore')],
    [keys('Mod+Z'), t('history.keyUndo')],
    [keys(shortcuts.open), t('history.open')],
    [keys(shortcuts.saveAs), t('history.saveAs')],
    [keys(shortcuts.keep), t('history.keep')],
    [keys(shortcuts.label), t('history.label')],
    [keys(shortcuts.deleteVersion), t('history.deleteVersion')],
    [keys(shortcuts.copyLink), t('history.copyLink')],
    [keys('Shift+F10'), t('history.keyMenu')],
    [keys('Mod+F'), t('history.search')],
    [keys('Esc'), t('history.keyBack')],
  ];
  return (
    <DialogTrigger>
      <AriaButton className="icon-button keys-button" aria-label={t('history.keysTitle')}>
        <Icon name="keys" />
      </AriaButton>
      <Popover className="popover" placement="bottom end" offset={6}>
        <Dialog className="keys">
          <Heading slot="title" className="keys-title">
            {t('history.keysTitle')}
          </Heading>
          <dl className="keys-list">
            {rows.map(([key, words]) => (
              <div key={words}>
                <dt>{words}</dt>
                <dd>
                  <kbd>{key}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
