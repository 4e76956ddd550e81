/** Reads the colours where they are written: vitest gives every imported style sheet as empty. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = ['../src/ui/tokens.css', 'preview.css', 'text.css', 'changes.css']
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('\n');

type Scheme = 'light' | 'dark';
type Rgb = readonly [number, number, number];

const rgb = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

/** `light-dark(#a, #b)`, or one colour for both */
function inScheme(value: string, scheme: Scheme): Rgb {
  const [light = '', dark = light] = value.match(/#\w{6}/gu) ?? [];
  return rgb(scheme === 'dark' ? dark : light);
}

const token = (name: string, scheme: Scheme): Rgb =>
  inScheme(new RegExp(`--${name}: ([^;]*);`, 'u').exec(css)?.[1] ?? '', scheme);

function luminance(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Every colour of code, as `[data-colour='x'] { color: light-dark(...) }` has it. */
const colours = [...css.matchAll(/\[data-colour='([\w-]+)'\] \{\s*color: (light-dark\([^)]*\))/gu)].map(
  ([, name = '', value = '']) => [name, value] as const,
);

describe.each(['light', 'dark'] as const)('in the %s scheme', (scheme) => {
  it('code has colours', () => {
    expect(colours.length).toBeGreaterThan(4);
  });

  it.each(colours)('%s in code can be read', (_name, value) => {
    expect(contrast(inScheme(value, scheme), token('card', scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['text', 'added'],
    ['text', 'added-strong'],
    ['text', 'removed'],
    ['text', 'removed-strong'],
    ['text-soft', 'added'],
    ['text-soft', 'removed'],
    ['danger', 'removed'],
    ['alert', 'alert-ground'],
    ['text-faint', 'well'],
  ] as const)('%s can be read on %s', (text, ground) => {
    expect(contrast(token(text, scheme), token(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it('what was found can be read', () => {
    const ground = /::highlight\(found\) \{\s*background: ([^;]*);/u.exec(css)?.[1] ?? '';
    expect(contrast(token('text', scheme), inScheme(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });
});
