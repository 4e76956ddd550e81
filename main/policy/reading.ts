/** What was found where a policy may stand. */
export type PolicyReading =
  | { readonly kind: 'none' }
  /** `path`: of the file, or of the key in the registry */
  | { readonly kind: 'found'; readonly path: string; readonly values: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'unusable';
      readonly path: string;
      /**
       * `untrusted`: others than an administrator may change it, at `at`; `unreadable`: the system did not give it, for
       * the reason `system`; `broken`: it is there, and no JSON object
       */
      readonly why: 'untrusted' | 'unreadable' | 'broken';
      readonly at?: string | undefined;
      readonly system?: string | undefined;
    };

/** One place where a policy may stand. Never throws. */
export type PolicySource = { read(): Promise<PolicyReading> };

export const noPolicy: PolicyReading = { kind: 'none' };

/** The first place that has anything counts alone, right or wrong: nobody has to know how two would be mixed. */
export const firstOf = (sources: readonly PolicySource[]): PolicySource => ({
  read: async () => {
    for (const source of sources) {
      const reading = await source.read();
      if (reading.kind !== 'none') return reading;
    }
    return noPolicy;
  },
});

/** Text of a JSON file. Editors on Windows begin it with a mark. */
export const readingOfJson = (path: string, text: string): PolicyReading => {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return { kind: 'unusable', path, why: 'broken' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'unusable', path, why: 'broken' };
  return { kind: 'found', path, values: value as Record<string, unknown> };
};
