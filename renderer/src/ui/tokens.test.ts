/** Reads the colours where they are written: vitest gives every imported style sheet as empty. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Rgb = readonly [number, number, number];

/** `--name: light-dark(#a, #b)` or `--name: #a`, for the opaque ones */
function token(name: string, scheme: 'light' | 'dark'): Rgb {
  const value = new RegExp(`--${name}: (?:light-dark\\()?(#\\w{6})(?:, (#\\w{6}))?`).exec(css);
  const hex = (scheme === 'dark' ? value?.[2] : undefined) ?? value?.[1];
  if (hex === undefined) throw new Error(`no colour ${name}`);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

const luminance = (colour: Rgb): number => {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('in the %s scheme', (scheme) => {
  it.each([
    ...['text', 'text-soft', 'text-faint'].flatMap((text) =>
      ['ground', 'card', 'raised', 'well'].map((ground) => [text, ground] as const),
    ),
    ['text-soft', 'side'],
    ['accent', 'ground'],
    ['accent', 'card'],
    ['accent', 'accent-ground'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['text', 'accent-ground'],
    ['text-soft', 'accent-ground'],
    ['text', 'accent-glow'],
    ['alert', 'card'],
    ['alert', 'alert-ground'],
    ['danger', 'card'],
    ['danger', 'danger-ground'],
    ['on-danger', 'danger-fill'],
    ['on-danger', 'danger-fill-strong'],
  ] as const)('%s can be read on %s', (text, ground) => {
    expect(contrast(token(text, scheme), token(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });
});
