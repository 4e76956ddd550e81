/**
 * SHA-256 with its chaining state in the open, for `hashCtx` (API section 14): node:crypto does not show it.
 * Pure; used only for uploads of more than one part.
 */
const roundConstants = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

/** The state before any byte: h0..h7 of FIPS 180-4. */
export const initialWords: readonly number[] = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

const schedule = new Int32Array(64);

/** Takes whole blocks of 64 bytes in [from, to) of `bytes` into `state` (eight words, changed in place). */
const compress = (state: Int32Array, bytes: Uint8Array, from: number, to: number): void => {
  const w = schedule;
  const k = roundConstants;
  // `as number`: an index inside a typed array's bounds is never undefined.
  let s0 = state[0] as number;
  let s1 = state[1] as number;
  let s2 = state[2] as number;
  let s3 = state[3] as number;
  let s4 = state[4] as number;
  let s5 = state[5] as number;
  let s6 = state[6] as number;
  let s7 = state[7] as number;
  for (let p = from; p < to; p += 64) {
    for (let i = 0, q = p; i < 16; i += 1, q += 4) {
      w[i] =
        ((bytes[q] as number) << 24) |
        ((bytes[q + 1] as number) << 16) |
        ((bytes[q + 2] as number) << 8) |
        (bytes[q + 3] as number);
    }
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15] as number;
      const y = w[i - 2] as number;
      const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (low + (w[i - 7] as number) + high + (w[i - 16] as number)) | 0;
    }
    let a = s0;
    let b = s1;
    let c = s2;
    let d = s3;
    let e = s4;
    let f = s5;
    let g = s6;
    let h = s7;
    for (let i = 0; i < 64; i += 1) {
      const turnE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const first = (h + turnE + (g ^ (e & (f ^ g))) + (k[i] as number) + (w[i] as number)) | 0;
      const turnA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const second = (turnA + ((a & b) | (c & (a | b)))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    s0 = (s0 + a) | 0;
    s1 = (s1 + b) | 0;
    s2 = (s2 + c) | 0;
    s3 = (s3 + d) | 0;
    s4 = (s4 + e) | 0;
    s5 = (s5 + f) | 0;
    s6 = (s6 + g) | 0;
    s7 = (s7 + h) | 0;
  }
  state.set([s0, s1, s2, s3, s4, s5, s6, s7]);
};

/** A running SHA-256 that can be read and carried on anywhere on a 64-byte border. */
export class RunningSha256 {
  readonly #state: Int32Array;
  readonly #rest = new Uint8Array(64);
  #restLength = 0;

  /** `words`: eight unsigned 32-bit words, the state to carry on from. */
  constructor(words: readonly number[] = initialWords) {
    this.#state = Int32Array.from(words, (word) => word | 0);
  }

  update(bytes: Uint8Array): void {
    let from = 0;
    if (this.#restLength > 0) {
      const taken = Math.min(64 - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, taken), this.#restLength);
      this.#restLength += taken;
      from = taken;
      if (this.#restLength < 64) return;
      compress(this.#state, this.#rest, 0, 64);
      this.#restLength = 0;
    }
    const whole = from + ((bytes.length - from) & ~63);
    compress(this.#state, bytes, from, whole);
    this.#rest.set(bytes.subarray(whole), 0);
    this.#restLength = bytes.length - whole;
  }

  /** The eight words, or undefined when the bytes so far do not end on a 64-byte border (no such state exists then). */
  words(): number[] | undefined {
    return this.#restLength === 0 ? Array.from(this.#state, (word) => word >>> 0) : undefined;
  }
}
