import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { visibleProps } from './visible-props.ts';

const bad = 'photo\u202Egpj.exe';
const Named = ({ name, children }: { readonly name: string; readonly children?: string }) => (
  <p title={name}>
    {name} and {children}
    {[name, 'b']}
  </p>
);

test('what is drawn by JSX shows what turns letters around, wherever it comes from', () => {
  const html = renderToStaticMarkup(<Named name={bad}>{bad}</Named>);
  const shown = String.raw`photo\u202egpj.exe`;
  expect(html).toBe(`<p title="${shown}">${shown} and ${shown}${shown}b</p>`);
});

test('a value that goes back to the main process, and one that is typed, stay as they are', () => {
  const field = renderToStaticMarkup(<input data-path={bad} defaultValue={bad} aria-label={bad} />);
  expect(field).toContain(`value="${bad}"`);
  expect(field).toContain(`data-path="${bad}"`);
  expect(field).toContain(String.raw`aria-label="photo\u202egpj.exe"`);
});

test('props in which there is nothing to show are the very same', () => {
  const props = { children: ['a', { b: 1 }], title: 'c' };
  expect(visibleProps(props)).toBe(props);
  expect(visibleProps(null)).toBe(null);
});
