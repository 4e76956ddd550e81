/** Our own drawings: 20 by 20, one stroke of 1.5, round ends, the colour of the text around them. */
import type { ReactNode } from 'react';

const drawings = {
  pulse: <path d="M2.5 10.5h3l2.2-5.5 4 10.5 2.3-5h3.5" />,
  files: (
    <>
      <path d="M3 15.5v-11h4.6l1.8 2.2H17v8.8z" />
      <path d="M3 9.5h14" />
    </>
  ),
  sliders: (
    <>
      <path d="M3 6h7.5M14.5 6H17M3 14h2.5M9.5 14H17" />
      <circle cx="12.5" cy="6" r="2" />
      <circle cx="7.5" cy="14" r="2" />
    </>
  ),
  check: <path d="M4.5 10.5 8.2 14l7.3-8" />,
  sync: (
    <>
      <path d="M16.5 9a6.6 6.6 0 0 0-12-2.6M3.5 11a6.6 6.6 0 0 0 12 2.6" />
      <path d="M4.3 3v3.6h3.6M15.7 17v-3.6h-3.6" />
    </>
  ),
  pause: <path d="M7 4.5v11M13 4.5v11" />,
  play: <path d="M6.5 4.3v11.4l9-5.7z" />,
  offline: (
    <>
      <path d="M7.2 6.1A4.6 4.6 0 0 1 14.3 9a3.4 3.4 0 0 1 2.1 5.6M12.8 15.5H5.9a3.3 3.3 0 0 1-.5-6.5" />
      <path d="m3.5 3.5 13 13" />
    </>
  ),
  alert: (
    <>
      <path d="M10 3.2 17.6 16H2.4z" />
      <path d="M10 8.2v3.6M10 13.8v.1" />
    </>
  ),
  key: (
    <>
      <circle cx="6.8" cy="13.2" r="3.3" />
      <path d="m9.2 10.8 7.3-7.3M13.6 6.4l2.4 2.4" />
    </>
  ),
  folder: <path d="M2.8 15.8V4.4h4.9l1.8 2.2h7.7v9.2z" />,
  file: (
    <>
      <path d="M5 2.8h6.2L15 6.6v10.6H5z" />
      <path d="M11 2.8v4h4" />
    </>
  ),
  'file-new': (
    <>
      <path d="M5 2.8h6.2L15 6.6v10.6H5z" />
      <path d="M10 9.2v4.6M7.7 11.5h4.6" />
    </>
  ),
  versions: (
    <>
      <path d="M6.5 5.8h6L16 9.2v7.5H6.5z" />
      <path d="M4 13.8V3.3h7.5" />
    </>
  ),
  rename: (
    <>
      <path d="m4 16 .8-3.4 8.4-8.4 2.6 2.6-8.4 8.4z" />
      <path d="m11.5 5.9 2.6 2.6" />
    </>
  ),
  archive: (
    <>
      <path d="M3 4h14v3.4H3zM4.3 7.4V16h11.4V7.4" />
      <path d="M8 10.5h4" />
    </>
  ),
  restore: (
    <>
      <path d="M3.8 10A6.2 6.2 0 1 0 6 5.2" />
      <path d="M3.6 3.4v3.4H7M10 6.8V10l2.4 1.6" />
    </>
  ),
  save: (
    <>
      <path d="M10 3v9M6.4 8.6 10 12.2l3.6-3.6" />
      <path d="M3.5 13.5v3h13v-3" />
    </>
  ),
  pin: <path d="M7 3h6l-.6 5 2.6 2.6v1.6H5v-1.6L7.6 8zM10 12.2V17" />,
  search: (
    <>
      <circle cx="9" cy="9" r="5.2" />
      <path d="m13 13 3.8 3.8" />
    </>
  ),
  close: <path d="m5 5 10 10M15 5 5 15" />,
  back: <path d="M16.5 10h-13M9 4.5 3.5 10 9 15.5" />,
  right: <path d="m7.5 4.5 5.5 5.5-5.5 5.5" />,
  down: <path d="m4.5 7.5 5.5 5.5 5.5-5.5" />,
  plus: <path d="M10 4v12M4 10h12" />,
  minus: <path d="M4 10h12" />,
  up: <path d="M10 16.5v-13M4.5 9 10 3.5 15.5 9" />,
  reveal: (
    <>
      <path d="M2.8 15.8V4.4h4.6l1.8 2.2h6.3V9" />
      <path d="M2.8 15.8 5.4 9h12.2L15 15.8z" />
    </>
  ),
  skip: (
    <>
      <circle cx="10" cy="10" r="6.6" />
      <path d="m5.4 14.6 9.2-9.2" />
    </>
  ),
  shield: (
    <>
      <path d="M10 2.8 16 5v5c0 3.6-2.5 6-6 7.4C6.5 16 4 13.6 4 10V5z" />
      <path d="m7.5 10 1.9 1.9 3.3-3.5" />
    </>
  ),
  filter: <path d="M3 5h14M5.8 10h8.4M8.4 15h3.2" />,
  more: (
    <>
      <circle cx="4.5" cy="10" r=".9" fill="currentColor" />
      <circle cx="10" cy="10" r=".9" fill="currentColor" />
      <circle cx="15.5" cy="10" r=".9" fill="currentColor" />
    </>
  ),
  open: (
    <>
      <path d="M11.5 3.5h5v5M16.2 3.8 9.5 10.5" />
      <path d="M8.5 4.5H4v11.5h11.5v-4.5" />
    </>
  ),
  label: (
    <>
      <path d="M3.2 3.8v5.6l7.4 7.4 6-6-7.4-7.4H3.8z" />
      <path d="M6.6 7v.1" />
    </>
  ),
  trash: (
    <>
      <path d="M3.5 5.5h13M8 5.3V3.2h4v2.1M5 5.5l.8 11.3h8.4L15 5.5" />
      <path d="M8.4 8.8v4.8M11.6 8.8v4.8" />
    </>
  ),
  copy: (
    <>
      <path d="M7 6.5h9.5v10.3H7z" />
      <path d="M4 13.5V3.2h9" />
    </>
  ),
  link: (
    <>
      <path d="M8.6 11.4a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1" />
      <path d="M11.4 8.6a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1" />
    </>
  ),
  keys: (
    <>
      <path d="M2.5 5.5h15v9h-15z" />
      <path d="M5.5 8.5v.1M8.5 8.5v.1M11.5 8.5v.1M14.5 8.5v.1M6.5 11.6h7" />
    </>
  ),
  compare: <path d="M10 3v14M3.5 5.5h3.8v9H3.5M16.5 5.5h-3.8v9h3.8" />,
  upload: (
    <>
      <path d="M10 13V4M6.4 7.4 10 3.8l3.6 3.6" />
      <path d="M3.5 13.5v3h13v-3" />
    </>
  ),
  cloud: <path d="M5.9 15.5a3.5 3.5 0 0 1-.4-7 4.8 4.8 0 0 1 9.1.8 3.2 3.2 0 0 1-.3 6.2z" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof drawings;

/** Always beside words or inside something that has a name, so hidden from screen readers. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {drawings[name]}
    </svg>
  );
}
