/**
 * From an older shape of settings.json to the current one, as pure functions. `steps[i]` takes version i + 1 to
 * i + 2; it gets and gives plain values of the file and knows neither disk nor time. A step once released is never
 * changed again: a later mistake is mended by a later step.
 */
export type Migration = (values: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Version 1 is the first that was released, so there is none yet. */
const migrations: readonly Migration[] = [];

/** The version a file says it has; one without a number was written by hand and is taken as the first. */
export const versionOf = (values: Readonly<Record<string, unknown>>): number =>
  typeof values['version'] === 'number' && Number.isInteger(values['version']) && values['version'] >= 1
    ? values['version']
    : 1;

/** `values` brought to the newest version that `steps` reach; a newer file is given back untouched. */
export const migrate = (
  values: Readonly<Record<string, unknown>>,
  steps: readonly Migration[] = migrations,
): Record<string, unknown> => {
  const from = versionOf(values);
  let migrated: Record<string, unknown> = { ...values };
  for (const [i, step] of steps.entries()) {
    if (i + 1 >= from) migrated = { ...step(migrated), version: i + 2 };
  }
  return migrated;
};
