import { useState, type ReactNode } from 'react';
import { useNavigation } from '../navigation/navigation-context.ts';
import { useAccount } from '../state/use-account.ts';
import { useIsFixed } from '../state/use-policy.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { useNotices } from '../ui/notices.tsx';
import { FixedNote } from './fixed-note.tsx';

export function AccountSettings(): ReactNode {
  const { t } = useStrings();
  const bridge = useBridge();
  const { say } = useNotices();
  const textOf = useFailureText();
  const { go } = useNavigation();
  const { account, setAccount } = useAccount();
  const [open, setOpen] = useState(false);
  const isServerFixed = useIsFixed('server');
  if (account === undefined) return null;

  const signOut = async (): Promise<void> => {
    const result = await bridge.signOut();
    if (result.ok) setAccount(result.value);
    else say(textOf(result.error), 'failed');
  };

  return (
    <section className="section" aria-labelledby="account-heading">
      <div className="section-head">
        <h2 id="account-heading">{t('settings.account')}</h2>
      </div>
      <div className="card settings">
        <div className="setting account-setting">
          <dl className="facts">
            {account.userId === '' ? null : <Fact name={t('settings.userId')} value={account.userId} />}
            <Fact
              name={t('settings.server')}
              value={account.server}
              note={<FixedNote id="server-fixed" isFixed={isServerFixed} />}
            />
            <Fact name={t('settings.vault')} value={account.vault} />
          </dl>
          {account.signedIn ? (
            <Button
              size="small"
              onPress={() => {
                setOpen(true);
              }}
            >
              {t('settings.signOut')}
            </Button>
          ) : (
            <Button
              size="small"
              tone="accent"
              onPress={() => {
                go({ screen: 'sign-in' });
              }}
            >
              {t('common.signIn')}
            </Button>
          )}
        </div>
      </div>
      <Confirm
        isOpen={open}
        onClose={() => {
          setOpen(false);
        }}
        title={t('settings.signOutTitle')}
        body={t('settings.signOutBody', { vault: account.vault })}
        confirm={t('settings.signOut')}
        danger
        onConfirm={signOut}
      />
    </section>
  );
}

type FactProps = { readonly name: string; readonly value: string; readonly note?: ReactNode };

function Fact({ name, value, note }: FactProps): ReactNode {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>
        {value}
        {note}
      </dd>
    </div>
  );
}
