import { useCallback, useState, type ReactNode } from 'react';
import { useNavigation } from '../navigation/navigation-context.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { useStrings } from '../strings/use-strings.ts';
import { baseName } from '../format/path.ts';
import { Button } from '../ui/button.tsx';
import { useNotices } from '../ui/notices.tsx';
import { Picker } from '../ui/picker.tsx';

/** Chooses a space, then a folder in the system's own dialog. `onAdded` is called with the folder. */
export function AddFolder({ onAdded }: { readonly onAdded?: (folder: string) => void }): ReactNode {
  const { t, formats } = useStrings();
  const bridge = useBridge();
  const { go } = useNavigation();
  const { say } = useNotices();
  const textOf = useFailureText();
  const { loaded, reload } = useLoaded(useCallback(() => bridge.spaces(), [bridge]));
  const [chosen, setChosen] = useState<string>();
  const [working, setWorking] = useState(false);
  const [refused, setRefused] = useState<string>();

  if (loaded.state === 'loading') return <p className="muted add-note">{t('common.loading')}</p>;
  if (loaded.state === 'failed' || loaded.value.length === 0) {
    return (
      <div className="add-failed">
        <p role="alert">{loaded.state === 'failed' ? textOf(loaded.error) : t('addFolder.noSpaces')}</p>
        <div className="button-row">
          <Button icon="sync" onPress={reload}>
            {t('common.retry')}
          </Button>
          {loaded.state === 'failed' && loaded.error.code === 'SIGN_IN_NEEDED' ? (
            <Button
              icon="key"
              tone="accent"
              onPress={() => {
                go({ screen: 'sign-in' });
              }}
            >
              {t('common.signIn')}
            </Button>
          ) : null}
        </div>
      </div>
    );
  }

  const spaces = loaded.value;
  const space = spaces.find((each) => each.containerId === chosen) ?? spaces[0];

  const choose = async (containerId: string): Promise<void> => {
    setWorking(true);
    setRefused(undefined);
    const result = await bridge.addPair({ containerId });
    setWorking(false);
    if (!result.ok) setRefused(textOf(result.error));
    else if (result.value !== undefined) {
      say(t('addFolder.added', { name: baseName(result.value) }));
      onAdded?.(result.value);
    }
  };

  return (
    <div className="add">
      <Picker
        label={t('addFolder.space')}
        value={space?.containerId}
        options={spaces.map((each) => ({
          value: each.containerId,
          text: each.name,
          detail: t('addFolder.used', {
            used: formats.size(each.used),
            capacity: formats.size(each.capacity),
          }),
        }))}
        onChange={setChosen}
      />
      {refused === undefined ? null : (
        <p className="form-error" role="alert">
          {refused}
        </p>
      )}
      <Button
        tone="accent"
        size="large"
        icon="folder"
        isPending={working}
        onPress={() => {
          if (space !== undefined) void choose(space.containerId);
        }}
      >
        {t('addFolder.choose')}
      </Button>
    </div>
  );
}
