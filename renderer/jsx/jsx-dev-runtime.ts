/** The same for `vite dev` and for tests. */
import { jsxDEV as reactJsxDev } from 'react/jsx-dev-runtime';
import { visibleProps } from './visible-props.ts';

export { Fragment, type JSX } from 'react/jsx-dev-runtime';

export const jsxDEV: typeof reactJsxDev = (type, props, ...rest) =>
  reactJsxDev(type, visibleProps(props), ...rest);
