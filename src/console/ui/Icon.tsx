import type { ReactNode } from 'react'

/** Drawn on 16 by 16 with a line of 1.5, in the colour of the text around. */
const DRAWINGS = {
  transaction: (
    <>
      <circle cx="3.5" cy="8" r="1.75" />
      <circle cx="12.5" cy="8" r="1.75" />
      <path d="M5.5 8h4.6M8.6 6.2L10.4 8 8.6 9.8" />
    </>
  ),
  tools: (
    <path d="M13.9 4.3l-2 2-2.2-2.2 2-2a3.9 3.9 0 0 0-5 5L2.3 11.5a1.55 1.55 0 0 0 2.2 2.2l4.4-4.4a3.9 3.9 0 0 0 5-5z" />
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
    </>
  ),
  executing: (
    <>
      <circle cx="8" cy="8" r="6.25" opacity=".3" />
      <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" />
    </>
  ),
  'timed-out': (
    <>
      <path d="M3.2 3.9A6.25 6.25 0 1 0 8 1.75" />
      <path d="M8 4.6V8l2.3 1.5" />
      <path d="M5.2 1.4L3 3.9l2.5 1.9" />
    </>
  ),
  'due-now': (
    <>
      <circle cx="8" cy="8" r="6.25" strokeDasharray="2.6 1.6" />
      <path d="M8 4.8V8l2.2 1.4" />
    </>
  ),
  'non-retryable': (
    <>
      <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4z" />
      <path d="M5.2 8h5.6" />
    </>
  ),
  unrecoverable: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M3.6 12.4l8.8-8.8" />
    </>
  ),
  succeeded: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M5.2 8.2l2 2 3.7-4.2" />
    </>
  ),
  deleted: (
    <>
      <path d="M2.5 4.25h11M6.25 4V2.25h3.5V4M4 4.25l.6 9.5h6.8l.6-9.5" />
      <path d="M6.6 7v4M9.4 7v4" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M6.2 6.4a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.8.5-.8 1.1M8 11.4v.1" />
    </>
  ),
  list: (
    <>
      <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5" />
      <path d="M1.75 6.25h12.5M1.75 9.75h12.5M5.75 6.25v7" />
    </>
  ),
  copy: (
    <>
      <rect x="5.25" y="5.25" width="8.5" height="8.5" rx="1.5" />
      <path d="M10.75 5.25v-1.5a1.5 1.5 0 0 0-1.5-1.5h-5.5a1.5 1.5 0 0 0-1.5 1.5v5.5a1.5 1.5 0 0 0 1.5 1.5h1.5" />
    </>
  ),
  check: <path d="M3 8.5l3.3 3.3L13 4.7" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.75" />
      <path d="M10.6 10.6l3.2 3.2" />
    </>
  ),
  close: <path d="M3.75 3.75l8.5 8.5M12.25 3.75l-8.5 8.5" />,
  plus: <path d="M8 3v10M3 8h10" />,
  left: <path d="M9.75 3.5L5.25 8l4.5 4.5" />,
  right: <path d="M6.25 3.5L10.75 8l-4.5 4.5" />,
  down: <path d="M3.5 6.25L8 10.75l4.5-4.5" />,
  up: <path d="M3.5 9.75L8 5.25l4.5 4.5" />,
  more: (
    <g fill="currentColor" stroke="none">
      <circle cx="3.25" cy="8" r="1.25" />
      <circle cx="8" cy="8" r="1.25" />
      <circle cx="12.75" cy="8" r="1.25" />
    </g>
  ),
  preferences: (
    <>
      <path d="M1.75 4.75h6.5M12.25 4.75h2M1.75 11.25h2M7.75 11.25h6.5" />
      <circle cx="10.25" cy="4.75" r="2" />
      <circle cx="5.75" cy="11.25" r="2" />
    </>
  ),
  light: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1.25v1.5M8 13.25v1.5M1.25 8h1.5M13.25 8h1.5M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1" />
    </>
  ),
  dark: <path d="M13.6 9.6A6 6 0 0 1 6.4 2.4a6 6 0 1 0 7.2 7.2z" />,
  system: (
    <>
      <rect x="1.75" y="2.75" width="12.5" height="8.5" rx="1.5" />
      <path d="M5.5 13.75h5M8 11.25v2.5" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.5V8l2.4 1.5" />
    </>
  ),
  warning: (
    <>
      <path d="M8 2.25l6.25 11.25H1.75z" />
      <path d="M8 6.5v3.25M8 11.6v.15" />
    </>
  ),
  refresh: (
    <>
      <path d="M13.4 6.4A5.75 5.75 0 0 0 3 5.2L2.25 6.5M2.6 9.6A5.75 5.75 0 0 0 13 10.8l.75-1.3" />
      <path d="M2 3.25V6.6h3.35M14 12.75V9.4h-3.35" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof DRAWINGS

/** Decoration beside a word; without a word the button around it carries the name. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      className={className === undefined ? 'icon' : `icon ${className}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {DRAWINGS[name]}
    </svg>
  )
}
