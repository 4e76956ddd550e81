import { useRef, useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import type { Failure } from '../../../shared/result.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { Mark } from '../ui/mark.tsx';
import { PageTitle } from '../ui/page.tsx';
import { useAccount } from '../state/use-account.ts';
import { usePolicy } from '../state/use-policy.ts';
import { saidNo } from '../state/said-no.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { draftFrom, errorsOf, formOf, withServer, type Draft } from './sign-in-form.ts';

export function SignInPage(): ReactNode {
  const { t } = useStrings();
  const bridge = useBridge();
  const textOf = useFailureText();
  const { go } = useNavigation();
  const { account, setAccount } = useAccount();
  const { server: fixedServer } = usePolicy();
  const [typed, setDraft] = useState(() => draftFrom(account));
  const draft = withServer(typed, fixedServer);
  /** nothing is called wrong before it was sent once */
  const [sent, setSent] = useState(false);
  const [working, setWorking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [refused, setRefused] = useState<string>();

  const errors = sent ? errorsOf(draft) : {};
  const errorText = (field: keyof typeof errors): string | undefined => {
    const key = errors[field];
    return key === undefined ? undefined : t(key);
  };
  /** While signing in, "sign in to continue" helps nobody, and there are no changes to remember. */
  const refusalOf = (error: Failure): string => {
    if (error.code === 'SIGN_IN_NEEDED') return t('signIn.refused');
    if (error.code === 'OFFLINE') return t('signIn.unreachable');
    return textOf(error);
  };
  const set = (change: Partial<Draft>): void => {
    setDraft((current) => ({ ...current, ...change }));
    setRefused(undefined);
  };

  const submit = async (): Promise<void> => {
    setSent(true);
    setRefused(undefined);
    if (Object.keys(errorsOf(draft)).length > 0) {
      // once the fields are marked, typing goes on in the first of them
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    setWorking(true);
    const result = await bridge.signIn(formOf(draft));
    setWorking(false);
    if (result.ok) {
      setAccount(result.value);
      go({ screen: 'status' });
    } else if (!saidNo(result.error)) {
      setRefused(refusalOf(result.error));
    }
  };

  return (
    <div className="sign-in">
      <Mark size={52} />
      <PageTitle>{t('signIn.title')}</PageTitle>
      <p className="sign-in-lead">{t('signIn.lead')}</p>
      <Form
        ref={form}
        className="card form"
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {fixedServer === undefined ? null : (
          <Field
            label={t('signIn.server')}
            name="server"
            value={fixedServer}
            hint={t('policy.fixed')}
            isDisabled
            onChange={() => undefined}
          />
        )}
        {fixedServer !== undefined ? null : (
          <Choice
            label={t('signIn.server')}
            value={draft.choice}
            options={[
              { value: 'china', text: t('signIn.china') },
              { value: 'international', text: t('signIn.international') },
              { value: 'other', text: t('signIn.other') },
            ]}
            onChange={(choice) => {
              set({ choice });
            }}
          />
        )}
        {draft.choice === 'other' && fixedServer === undefined ? (
          <Field
            label={t('signIn.serverAddress')}
            name="server"
            value={draft.address}
            hint={t('signIn.serverHint')}
            error={errorText('address')}
            onChange={(address) => {
              set({ address });
            }}
          />
        ) : null}
        <Field
          label={t('signIn.userId')}
          name="userId"
          value={draft.userId}
          error={errorText('userId')}
          onChange={(userId) => {
            set({ userId });
          }}
        />
        <Choice
          label={t('signIn.method')}
          value={draft.method}
          options={[
            { value: 'token', text: t('signIn.token') },
            { value: 'app', text: t('signIn.app') },
          ]}
          onChange={(method) => {
            set({ method });
          }}
        />
        {draft.method === 'token' ? (
          <Field
            secret
            label={t('signIn.token')}
            name="token"
            value={draft.token}
            error={errorText('token')}
            onChange={(token) => {
              set({ token });
            }}
          />
        ) : (
          <>
            <Field
              label={t('signIn.appId')}
              name="appId"
              value={draft.appId}
              error={errorText('appId')}
              onChange={(appId) => {
                set({ appId });
              }}
            />
            <Field
              secret
              label={t('signIn.appSecret')}
              name="appSecret"
              value={draft.appSecret}
              error={errorText('appSecret')}
              onChange={(appSecret) => {
                set({ appSecret });
              }}
            />
          </>
        )}
        {refused === undefined ? null : (
          <p className="form-error" role="alert">
            <Icon name="alert" />
            <span>{refused}</span>
          </p>
        )}
        <Button type="submit" tone="accent" size="large" isPending={working}>
          {working ? t('signIn.submitting') : t('signIn.submit')}
        </Button>
      </Form>
      {account === undefined ? null : (
        <p className="sign-in-vault">
          <Icon name="shield" size={16} />
          <span>{t('signIn.vault', { vault: account.vault })}</span>
        </p>
      )}
    </div>
  );
}
