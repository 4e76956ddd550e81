/** Settings that the organisation fixed (main/policy): they hold in the place of what settings.json says. Pure. */
import { KooError } from '../model/errors.ts';
import type { SettingsChange, SettingsValues } from './schema.ts';

export type FixedSettings = {
  /** The settings among it that are fixed; the same object for as long as they are the same. Never throws. */
  values(): Partial<SettingsValues>;
  /** Looks for changes while somebody listens. Gives what ends the listening. */
  onChange(listener: () => void): () => void;
};

const none = {};
export const nothingFixed: FixedSettings = { values: () => none, onChange: () => () => undefined };

/** A sign-in that was made at another server than the fixed one is none: its secret is for that other server. */
export const underFixed = (values: SettingsValues, fixed: Partial<SettingsValues>): SettingsValues => {
  const isElsewhere = fixed.server !== undefined && values.server !== fixed.server;
  return { ...values, ...fixed, ...(isElsewhere ? { signIn: undefined, signedInAt: undefined } : {}) };
};

/** Throws BAD_USAGE where the change is about what is fixed, unless it is what holds anyway. */
export const refuseFixed = (change: SettingsChange, fixed: Partial<SettingsValues>): void => {
  for (const [key, value] of Object.entries(change)) {
    const held = (fixed as Readonly<Record<string, unknown>>)[key];
    if (held !== undefined && value !== undefined && value !== held) throw setByPolicy(key);
  }
};

export const setByPolicy = (name: string): KooError =>
  new KooError('BAD_USAGE', `${name} is set by policy`, {
    detail: { values: { say: 'sentence.setByPolicy', name } },
  });
