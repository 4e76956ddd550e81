/**
 * How the parts of one content go up (API section 7, open point 27). In sequence: one part at a time, in order, and the server
 * hashes along. At once: several parts, each with its offset and the state of the hash before it, which costs the client
 * a slower hash. Chosen once for an upload, and never mixed within one.
 */

export type UploadMode = 'sequential' | 'concurrent';

/** Bytes per ms; undefined: not measured. */
export type MeasuredRates = Readonly<Record<UploadMode, number | undefined>>;

/** At this rate, bytes per ms, the hash that parts at once need would be what holds them up. */
const fastEnough = 100_000;
/** Several connections have to carry so much more than one to be worth their hash. */
const worthIt = 1.2;

/** `refused`: the storage takes parts only with offset and state. */
export function chooseMode({ sequential, concurrent }: MeasuredRates, refused: boolean): UploadMode {
  if (refused) return 'concurrent';
  if (sequential === undefined || sequential >= fastEnough) return 'sequential';
  // a line that is slow for one connection may be so for all, or it may have much room: that is tried
  if (concurrent === undefined) return 'concurrent';
  return concurrent > worthIt * sequential ? 'concurrent' : 'sequential';
}
