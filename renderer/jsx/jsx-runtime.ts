/** What JSX of the window and the preview becomes (`jsxImportSource` of renderer/tsconfig.json): React's, with visible texts. */
import { jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime';
import { visibleProps } from './visible-props.ts';

export { Fragment, type JSX } from 'react/jsx-runtime';

export const jsx: typeof reactJsx = (type, props, key) => reactJsx(type, visibleProps(props), key);
export const jsxs: typeof reactJsxs = (type, props, key) => reactJsxs(type, visibleProps(props), key);
