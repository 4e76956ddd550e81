import type { ReactNode } from 'react';
import type { Preferences } from '../../../shared/preferences.ts';
import type { StringKey } from '../../../shared/strings/index.ts';
import type { UpdateMode } from '../../../shared/updates.ts';
import { usePreferences } from '../state/use-preferences.ts';
import { useIsFixed } from '../state/use-policy.ts';
import { useUpdates } from '../state/use-updates.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNotices } from '../ui/notices.tsx';
import { FixedNote } from './fixed-note.tsx';
import { updateWords, type UpdateAct } from './update-words.ts';

const hints = {
  automatic: 'updates.hintAutomatic',
  ask: 'updates.hintAsk',
  off: 'updates.hintOff',
} as const satisfies Record<UpdateMode, StringKey>;

const actWords = {
  check: 'updates.check',
  download: 'updates.download',
  restart: 'updates.restart',
  putOff: 'updates.putOff',
} as const satisfies Record<UpdateAct, StringKey>;

/** Which version this is, what is known of newer ones, and what the user wishes of them. */
export function UpdateSettings(): ReactNode {
  const { t, formats } = useStrings();
  const { say } = useNotices();
  const textOf = useFailureText();
  const { preferences, change } = usePreferences();
  const { view, act } = useUpdates();
  const isModeFixed = useIsFixed('updates');
  const isChannelFixed = useIsFixed('updateChannel');
  if (view === undefined) return null;

  const words = updateWords(view, t, formats);
  const takesUpdates = view.phase.kind !== 'none';
  const set = async (wanted: Partial<Preferences>): Promise<void> => {
    const failure = await change(wanted);
    if (failure !== undefined) say(textOf(failure), 'failed');
  };
  const press = async (wanted: UpdateAct): Promise<void> => {
    const failure = await act(wanted);
    if (failure !== undefined) say(textOf(failure), 'failed');
  };

  return (
    <section className="section" aria-labelledby="updates-heading">
      <div className="section-head">
        <h2 id="updates-heading">{t('updates.heading')}</h2>
      </div>
      <div className="card settings">
        <div className="setting update-setting">
          <div className="update-words" role="status" data-testid="updates">
            <p className="update-state">{words.state}</p>
            {words.problem === undefined ? null : (
              <p className={words.isSerious ? 'update-problem' : 'setting-hint'}>
                {words.isSerious ? <Icon name="alert" size={16} /> : null}
                {words.problem}
              </p>
            )}
          </div>
          {words.act === undefined ? null : <Act act={words.act} press={press} />}
        </div>
        {takesUpdates ? (
          <>
            <div className="setting">
              <Choice
                label={t('updates.mode')}
                value={preferences.updates}
                options={[
                  { value: 'automatic', text: t('updates.modeAutomatic') },
                  { value: 'ask', text: t('updates.modeAsk') },
                  { value: 'off', text: t('updates.modeOff') },
                ]}
                isDisabled={isModeFixed}
                note={<FixedNote id="updates-fixed" isFixed={isModeFixed} />}
                onChange={(updates) => void set({ updates })}
              />
              <p className="setting-hint">{t(hints[preferences.updates])}</p>
            </div>
            <div className="setting">
              <Choice
                label={t('updates.channel')}
                value={preferences.updateChannel}
                options={[
                  { value: 'stable', text: t('updates.stable') },
                  { value: 'beta', text: t('updates.beta') },
                ]}
                isDisabled={isChannelFixed}
                note={<FixedNote id="update-channel-fixed" isFixed={isChannelFixed} />}
                onChange={(updateChannel) => void set({ updateChannel })}
              />
              <p className="setting-hint">{t('updates.betaHint')}</p>
            </div>
          </>
        ) : null}
      </div>
    </section>
  );
}

function Act({
  act,
  press,
}: {
  readonly act: UpdateAct;
  readonly press: (act: UpdateAct) => Promise<void>;
}): ReactNode {
  const { t } = useStrings();
  const isAnswer = act === 'download' || act === 'restart';
  return (
    <Button size="small" tone={isAnswer ? 'accent' : 'plain'} onPress={() => void press(act)}>
      {t(actWords[act])}
    </Button>
  );
}
