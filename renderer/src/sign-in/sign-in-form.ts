/** The sign-in form as plain values: what is chosen, what is wrong, what is sent. Pure. */
import type { SignInForm } from '../../../shared/account.ts';

export const servers = {
  china: 'https://cn.myhuaweicloud-koodrive.com',
  international: 'https://intl.myhuaweicloud-koodrive.com',
} as const;

export type ServerChoice = keyof typeof servers | 'other';
export type Method = SignInForm['kind'];

export type Draft = {
  readonly choice: ServerChoice;
  readonly address: string;
  readonly method: Method;
  readonly userId: string;
  readonly token: string;
  readonly appId: string;
  readonly appSecret: string;
};

export type DraftErrors = Partial<
  Record<'address' | 'userId' | 'token' | 'appId' | 'appSecret', 'signIn.required' | 'signIn.badAddress'>
>;

/** The form as it was left last time: the server and user that are known, never a secret. */
export function draftFrom(known: { readonly server: string; readonly userId: string } | undefined): Draft {
  const server = known?.server.replace(/\/+$/, '') ?? '';
  const choice: ServerChoice =
    server === servers.international
      ? 'international'
      : server === '' || server === servers.china
        ? 'china'
        : 'other';
  return {
    choice,
    address: choice === 'other' ? server : '',
    method: 'token',
    userId: known?.userId ?? '',
    token: '',
    appId: '',
    appSecret: '',
  };
}

/** The form where the organisation fixed the server: whatever was chosen before counts no more. */
export const withServer = (draft: Draft, server: string | undefined): Draft => {
  if (server === undefined) return draft;
  const { choice, address } = draftFrom({ server, userId: '' });
  return { ...draft, choice, address };
};

const serverOf = (draft: Draft): string =>
  draft.choice === 'other' ? addressOf(draft.address) : servers[draft.choice];

/** A host name without a scheme means https, as in the main process. */
function addressOf(typed: string): string {
  const address = typed.trim().replace(/\/+$/, '');
  return /^([^\s/:]+\.[^\s/:]+|localhost)(:\d+)?$/i.test(address) ? `https://${address}` : address;
}

/** http is let through: which addresses may do without TLS is for the main process to say. */
function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

export function errorsOf(draft: Draft): DraftErrors {
  const errors: DraftErrors = {};
  const missing = (text: string): boolean => text.trim() === '';
  if (draft.choice === 'other') {
    if (missing(draft.address)) errors.address = 'signIn.required';
    else if (!isAddress(serverOf(draft))) errors.address = 'signIn.badAddress';
  }
  if (missing(draft.userId)) errors.userId = 'signIn.required';
  if (draft.method === 'token') {
    if (missing(draft.token)) errors.token = 'signIn.required';
  } else {
    if (missing(draft.appId)) errors.appId = 'signIn.required';
    if (missing(draft.appSecret)) errors.appSecret = 'signIn.required';
  }
  return errors;
}

/** Pasted values bring spaces and line ends along. */
export function formOf(draft: Draft): SignInForm {
  const common = { server: serverOf(draft), userId: draft.userId.trim() };
  return draft.method === 'token'
    ? { kind: 'token', ...common, token: draft.token.trim() }
    : { kind: 'app', ...common, appId: draft.appId.trim(), appSecret: draft.appSecret.trim() };
}
