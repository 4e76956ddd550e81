/** The policy as window and command line show it: words in place of faults, and no secrets. */
import { fixableKeys, type PolicyView } from '../../shared/policy.ts';
import { KooError, type SentenceValues } from '../model/errors.ts';
import type { JudgedPolicy, PolicyFault } from './judge.ts';
import type { Policy } from './schema.ts';

/** `sentence`: what a user reads for an error. */
export const viewOf = (
  { path, values, faults }: JudgedPolicy,
  sentence: (error: KooError) => string,
): PolicyView => ({
  ...(path === undefined ? {} : { path }),
  fixed: fixableKeys.filter((key) => values[key] !== undefined),
  ...(values.server === undefined ? {} : { server: values.server }),
  faults: faults.map((fault) => sentence(faultError(fault))),
});

/** What a user is told of a fault. */
export const faultError = (fault: PolicyFault): KooError =>
  new KooError('SETTINGS_BROKEN', `policy: ${fault.kind}`, {
    detail: { path: fault.path, values: sentenceOf(fault) },
  });

function sentenceOf(fault: PolicyFault): SentenceValues {
  const { path } = fault;
  switch (fault.kind) {
    case 'untrusted':
      return { say: 'sentence.policyUntrusted', path, at: fault.at };
    case 'unreadable':
      return { say: 'sentence.policyUnreadable', path, system: fault.system };
    case 'broken':
      return { say: 'sentence.policyBroken', path };
    case 'unknown':
      return { say: 'sentence.policyUnknown', path, names: fault.names.join(', ') };
    case 'value':
      return { say: 'sentence.policyValue', path, names: fault.names.join(', ') };
    case 'server':
      return { say: 'sentence.policyServer', path };
  }
}

/** The values without what signs in to a proxy. */
export const withoutSecrets = (values: Policy): Policy => {
  const { proxy } = values;
  if (proxy === undefined || !URL.canParse(proxy)) return values;
  const url = new URL(proxy);
  return url.username === '' ? values : { ...values, proxy: `${url.protocol}//***@${url.host}` };
};
