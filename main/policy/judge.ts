/** What of a policy is right, key by key, and what holds where a key is wrong. Pure. */
import { isPolicyKey, policySchema, type Policy, type PolicyKey } from './schema.ts';
import type { PolicyReading } from './reading.ts';

export type PolicyFault =
  | { readonly kind: 'untrusted'; readonly path: string; readonly at: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly system: string }
  | { readonly kind: 'broken'; readonly path: string }
  /** keys that no policy has */
  | { readonly kind: 'unknown'; readonly path: string; readonly names: readonly string[] }
  /** keys whose values make no sense; `server` is not among them when nothing was known before */
  | { readonly kind: 'value'; readonly path: string; readonly names: readonly PolicyKey[] }
  /** which server is meant cannot be known, so none is asked */
  | { readonly kind: 'server'; readonly path: string };

export type JudgedPolicy = {
  /** where it stands; undefined: there is none */
  readonly path: string | undefined;
  /** what is fixed */
  readonly values: Policy;
  /** a server is fixed, and it cannot be known which: no other may be asked */
  readonly isServerUnknown: boolean;
  readonly faults: readonly PolicyFault[];
  /** what holds at later mistakes: values that were right, now or before */
  readonly right: Policy;
};

export type Checks = {
  /** normal form of an address; throws where it is none */
  readonly parseServer: (text: string) => string;
  /** the same of a proxy; `system` and `none` are not asked about */
  readonly parseProxy: (text: string) => string;
};

/**
 * A key that is wrong holds what it held when it was last right (`before`: read at another time, or at another start). Where
 * there is no such value the user's own holds, save for two keys: an update that the organisation may not want is not
 * installed, and files do not go to a server that it may not have meant.
 */
export function judge(reading: PolicyReading, before: Policy, checks: Checks): JudgedPolicy {
  if (reading.kind === 'none') return noneFixed;
  const { path } = reading;
  if (reading.kind === 'unusable')
    return { path, values: before, isServerUnknown: false, faults: [faultOf(reading)], right: before };

  const right: Record<string, unknown> = {};
  const unknown: string[] = [];
  const wrong: PolicyKey[] = [];
  for (const [key, given] of Object.entries(reading.values)) {
    if (!isPolicyKey(key)) {
      unknown.push(key);
      continue;
    }
    const value = rightValue(key, given, checks);
    if (value === undefined) wrong.push(key);
    const held = value ?? before[key];
    if (held !== undefined) right[key] = held;
  }
  const stands = Object.entries(failSafe).filter(([key]) => wrong.some((one) => one === key));
  const isServerUnknown = wrong.includes('server') && right['server'] === undefined;
  const said = wrong.filter((key) => key !== 'server' || !isServerUnknown);
  return {
    path,
    values: { ...Object.fromEntries(stands), ...right },
    right,
    isServerUnknown,
    faults: [
      ...(unknown.length > 0 ? [{ kind: 'unknown', path, names: unknown } as const] : []),
      ...(said.length > 0 ? [{ kind: 'value', path, names: said } as const] : []),
      ...(isServerUnknown ? [{ kind: 'server', path } as const] : []),
    ],
  };
}

export const noneFixed: JudgedPolicy = {
  path: undefined,
  values: {},
  isServerUnknown: false,
  faults: [],
  right: {},
};

const failSafe: Policy = { updates: 'off' };

function faultOf(reading: Extract<PolicyReading, { kind: 'unusable' }>): PolicyFault {
  const { path, why, at = path, system = '' } = reading;
  if (why === 'untrusted') return { kind: why, path, at };
  return why === 'unreadable' ? { kind: why, path, system } : { kind: why, path };
}

/** In the form in which it is used; undefined: it is wrong. */
function rightValue<K extends PolicyKey>(key: K, given: unknown, checks: Checks): unknown {
  const parsed = policySchema.shape[key].safeParse(given);
  if (!parsed.success) return undefined;
  const value = parsed.data;
  try {
    if (key === 'server') return checks.parseServer(String(value));
    if (key === 'proxy' && value !== 'system' && value !== 'none') return checks.parseProxy(String(value));
  } catch {
    return undefined;
  }
  return value;
}
