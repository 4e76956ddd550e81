/** The chosen version: what it is, what can be done with it, what is in it, and what changed. */
import { useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import { Tab, TabList, TabPanel, Tabs, ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { ListedVersion } from '../../../shared/views.ts';
import { useAccount } from '../state/use-account.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import { Icon } from '../ui/icon.tsx';
import { Picker } from '../ui/picker.tsx';
import { neededFor, type Against, type Chosen } from './against.ts';
import { authorWords, reasonWords } from './author.ts';
import { LabelEditor } from './label-editor.tsx';
import { PreviewArea } from './preview-area.tsx';
import type { PreviewHandle } from './preview-frame.tsx';
import type { CommandId } from './version-commands.ts';
import type { VersionActions } from './use-version-actions.ts';

export type PaneHandle = { readonly focus: () => void };

type PaneProps = {
  readonly path: string;
  readonly chosen: Chosen;
  readonly version: ListedVersion | undefined;
  readonly versions: readonly ListedVersion[];
  readonly against: Against;
  readonly isDeleted: boolean;
  readonly asOf: string;
  readonly actions: VersionActions;
  readonly isLabelling: boolean;
  readonly onLabelled: () => void;
  readonly onCommand: (id: CommandId, version: ListedVersion) => void;
  readonly onMenu: (version: ListedVersion, at: DOMRect) => void;
  readonly onAgainst: (against: Against) => void;
  /** the second version is being chosen in the list */
  readonly isPicking: boolean;
  readonly onPick: () => void;
  readonly tab: 'preview' | 'changes';
  readonly onTab: (tab: 'preview' | 'changes') => void;
  readonly onLeave: () => void;
  readonly ref: Ref<PaneHandle>;
};

export function VersionPane(props: PaneProps): ReactNode {
  const { path, chosen, versions, against, tab, ref } = props;
  const { t } = useStrings();
  const { platform } = useBridge();
  const area = useRef<HTMLDivElement>(null);
  const frame = useRef<PreviewHandle>(null);
  useImperativeHandle(
    ref,
    () => ({
      // into the frame, where keys scroll; where there is none, into what stands in its place
      focus: () => (area.current?.querySelector('iframe') ?? area.current)?.focus(),
    }),
    [],
  );

  return (
    <section
      className="pane"
      aria-label={t('history.chosen')}
      data-testid="pane"
      onKeyDown={(event) => {
        const command = platform === 'darwin' ? event.metaKey : event.ctrlKey;
        if (event.defaultPrevented) return;
        if (command && event.key === 'f' && frame.current !== null) frame.current.find();
        else if (event.key === 'Escape') props.onLeave();
        else return;
        event.preventDefault();
      }}
    >
      <PaneHead {...props} />
      <Tabs
        className="pane-tabs"
        selectedKey={tab}
        onSelectionChange={(key) => {
          props.onTab(key === 'changes' ? 'changes' : 'preview');
        }}
      >
        <div className="pane-tabs-line">
          <TabList className="pane-tab-list" aria-label={t('history.chosen')}>
            <Tab id="preview" className="pane-tab">
              {t('history.preview')}
            </Tab>
            <Tab id="changes" className="pane-tab">
              {t('history.changes')}
            </Tab>
          </TabList>
          {tab === 'changes' ? <AgainstPicker {...props} /> : null}
        </div>
        {(['preview', 'changes'] as const).map((mode) => (
          <TabPanel key={mode} id={mode} className="pane-panel">
            <div ref={area} className="pane-area" tabIndex={-1} role="group" aria-label={t(tabWords[mode])}>
              <PreviewArea
                path={path}
                mode={mode}
                needed={neededFor(mode, chosen, against, versions)}
                versions={versions}
                asOf={props.asOf}
                onTake={props.actions.takeText}
                onLeave={props.onLeave}
                frame={frame}
              />
            </div>
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}

const tabWords = { preview: 'history.preview', changes: 'history.changes' } as const;

function PaneHead(props: PaneProps): ReactNode {
  const { version, actions, isLabelling } = props;
  const { t, formats } = useStrings();
  const { account } = useAccount();
  if (version === undefined)
    return (
      <header className="pane-head">
        <h2 className="pane-title">{t('history.presentTitle')}</h2>
      </header>
    );
  const { createdAt } = version;
  const { restoring } = actions;
  return (
    <header className="pane-head">
      <div className="pane-words">
        <h2 className="pane-title">
          {createdAt === undefined ? (
            t('history.version', { number: version.revisionVersion ?? 0 })
          ) : (
            <>
              <span className="pane-day">{formats.day(createdAt)}</span>
              <time dateTime={new Date(createdAt).toISOString()}>{formats.clockToSecond(createdAt)}</time>
            </>
          )}
        </h2>
        {isLabelling ? (
          <LabelEditor
            key={version.revisionId}
            version={version}
            onSave={(label) => {
              actions.label(version, label);
            }}
            onClose={props.onLabelled}
          />
        ) : version.label === undefined || version.label === '' ? null : (
          <button
            type="button"
            className="pane-label"
            title={t('history.labelHint')}
            onClick={() => {
              props.onCommand('label', version);
            }}
          >
            <Icon name="label" size={14} />
            <bdi>{version.label}</bdi>
          </button>
        )}
        {restoring === undefined ? (
          <Facts className="pane-facts">
            {version.revisionVersion === undefined || createdAt === undefined
              ? null
              : t('history.version', { number: version.revisionVersion })}
            {reasonWords(version, t)}
            {authorWords(version, account?.userId, t)}
            {version.size === undefined ? null : formats.size(version.size)}
          </Facts>
        ) : (
          <p className="pane-restoring" role="status">
            {restoring.words}
          </p>
        )}
      </div>
      <PaneTools {...props} version={version} />
    </header>
  );
}

function PaneTools({
  version,
  actions,
  isDeleted,
  onCommand,
  onMenu,
}: PaneProps & { readonly version: ListedVersion }): ReactNode {
  const { t, formats } = useStrings();
  const more = useRef<HTMLSpanElement>(null);
  const number = version.revisionVersion ?? 0;
  const when = version.createdAt === undefined ? '' : formats.exact(version.createdAt);
  const isKept = version.keepForever === true;
  return (
    <div className="pane-tools">
      {actions.restoring !== undefined ? (
        <Button icon="close" onPress={actions.stopRestore} label={t('history.stopRestore')}>
          {t('common.cancel')}
        </Button>
      ) : version.latest === true || isDeleted ? null : (
        <Button
          icon="restore"
          tone="accent"
          label={t('history.restoreVersion', { number, when })}
          onPress={() => {
            onCommand('restore', version);
          }}
        >
          {t('history.restore')}
        </Button>
      )}
      <IconButton
        icon="open"
        label={t('history.openVersion', { number })}
        tooltip={t('history.open')}
        onPress={() => {
          onCommand('open', version);
        }}
      />
      <IconButton
        icon="save"
        label={t('history.saveVersion', { number })}
        tooltip={t('history.saveAs')}
        onPress={() => {
          onCommand('saveAs', version);
        }}
      />
      <TooltipTrigger delay={500} closeDelay={0}>
        <ToggleButton
          className="icon-button icon-toggle"
          aria-label={t('history.keepVersion', { number })}
          isSelected={isKept}
          onChange={(keep) => {
            onCommand(keep ? 'keep' : 'release', version);
          }}
        >
          <Icon name="pin" />
        </ToggleButton>
        <Tooltip className="tooltip" offset={6}>
          {isKept ? t('history.release') : t('history.keep')}
        </Tooltip>
      </TooltipTrigger>
      <span ref={more}>
        <IconButton
          icon="more"
          label={t('history.moreFor', { number })}
          tooltip={t('history.more')}
          onPress={() => {
            const at = more.current?.getBoundingClientRect();
            if (at !== undefined) onMenu(version, at);
          }}
        />
      </span>
    </div>
  );
}

/** The version before, the file on disk, or one that is chosen in the list. */
function AgainstPicker({ against, versions, chosen, isPicking, onAgainst, onPick }: PaneProps): ReactNode {
  const { t, formats } = useStrings();
  const second =
    against.kind === 'version'
      ? versions.find((version) => version.revisionId === against.revisionId)
      : undefined;
  return (
    <div
      className="against"
      onFocus={() => {
        // closing the picker gives it the focus back, and the list is where one goes on
        if (isPicking) onPick();
      }}
    >
      <Picker
        label={t('history.against')}
        hideLabel
        value={against.kind}
        options={[
          { value: 'before', text: t('history.againstBefore') },
          ...(chosen.kind === 'present' ? [] : [{ value: 'disk', text: t('history.againstDisk') }]),
          ...(second === undefined
            ? []
            : [
                {
                  value: 'version',
                  text: t('history.againstNumber', {
                    number: second.revisionVersion ?? 0,
                    when: second.createdAt === undefined ? '' : formats.exact(second.createdAt),
                  }),
                },
              ]),
          { value: 'other', text: t('history.againstOther') },
        ]}
        onChange={(value) => {
          if (value === 'other') onPick();
          else if (value === 'before' || value === 'disk') onAgainst({ kind: value });
        }}
      />
    </div>
  );
}
