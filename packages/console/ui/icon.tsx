// The icon set: 16 by 16, stroke 1.5, round ends, no fill; and the mark. Icons are silent for screen
// readers: the button or the words beside them speak.
import { memo } from 'react';

const paths = {
  inbox:
    '<path d="M2.5 9.5 4.2 3.7a1.2 1.2 0 0 1 1.15-.87h5.3a1.2 1.2 0 0 1 1.15.87l1.7 5.8v2.3a1.2 1.2 0 0 1-1.2 1.2H3.7a1.2 1.2 0 0 1-1.2-1.2z"/><path d="M2.7 9.5h3l.9 1.5h2.8l.9-1.5h3"/>',
  visitors:
    '<circle cx="6" cy="5.5" r="2.4"/><path d="M1.8 13c.3-2.6 2-3.9 4.2-3.9s3.9 1.3 4.2 3.9"/><path d="M10.6 3.3a2.3 2.3 0 0 1 0 4.4M12 9.6c1.3.5 2.1 1.6 2.3 3.4"/>',
  campaigns:
    '<path d="M2.5 6.4v3.2h2.2l6.1 3V3.4l-6.1 3z"/><path d="M5 9.7v2.8h1.8V10.7M13.4 6.5v3"/>',
  results: '<path d="M2.5 2.5v11h11"/><path d="m4.8 10.2 2.6-3.4 2.3 1.7 3.3-4.6"/>',
  team: '<circle cx="8" cy="4.8" r="2.2"/><path d="M3.8 13.2c.2-2.7 1.9-4.1 4.2-4.1s4 1.4 4.2 4.1z"/>',
  settings:
    '<path d="M2.5 4.5h5M11 4.5h2.5M2.5 11.5H5M8.500 11.500h5"/><circle cx="9.2" cy="4.5" r="1.7"/><circle cx="6.700" cy="11.500" r="1.700"/>',
  search: '<circle cx="7" cy="7" r="4.2"/><path d="m10.200 10.200 3.300 3.300"/>',
  filter: '<path d="M2.500 4.500h11M4.500 8h7M6.500 11.500h3"/>',
  plus: '<path d="M8 3v10M3 8h10"/>',
  close: '<path d="m4 4 8 8M12 4l-8 8"/>',
  check: '<path d="m3.200 8.400 3.200 3.200 6.400-7"/>',
  minus: '<path d="M4 8h8"/>',
  down: '<path d="m4 6 4 4 4-4"/>',
  up: '<path d="m4 10 4-4 4 4"/>',
  right: '<path d="m6 4 4 4-4 4"/>',
  left: '<path d="m10 4-4 4 4 4"/>',
  arrow: '<path d="M3 8h10M9.200 4.200 13 8l-3.800 3.800"/>',
  more: '<g fill="currentColor" stroke="none"><circle cx="3.500" cy="8" r="1.200"/><circle cx="8" cy="8" r="1.200"/><circle cx="12.500" cy="8" r="1.200"/></g>',
  chat: '<path d="M2.500 4.200a1.400 1.400 0 0 1 1.400-1.400h8.200a1.400 1.400 0 0 1 1.400 1.400v5.400a1.400 1.400 0 0 1-1.400 1.400H7.300L4.400 13.400V11h-.5a1.400 1.400 0 0 1-1.400-1.400z"/>',
  voice:
    '<path d="M3 3.900c0-.6.500-1.100 1.100-1.100h1.300c.4 0 .8.300.9.700l.5 1.800a1 1 0 0 1-.3 1l-.8.700a7.600 7.600 0 0 0 3.300 3.300l.7-.8a1 1 0 0 1 1-.3l1.800.5c.4.100.7.500.7.900v1.300c0 .6-.5 1.100-1.100 1.100A9.100 9.100 0 0 1 3 3.900z"/>',
  content:
    '<rect x="2.500" y="3" width="11" height="10" rx="1.400"/><path d="M5 6.200h6M5 8.500h6M5 10.700h3.500"/>',
  page: '<path d="M4 2.500h5l3 3v7a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z"/><path d="M8.800 2.700v3h3"/>',
  cart: '<path d="M1.800 3h1.700l1.500 7h6.700l1.500-5.200H4"/><circle cx="6" cy="12.600" r=".9"/><circle cx="11" cy="12.600" r=".9"/>',
  lock: '<rect x="3.500" y="7" width="9" height="6.200" rx="1.200"/><path d="M5.500 7V5.200a2.500 2.500 0 0 1 5 0V7"/>',
  verified:
    '<path d="M8 1.900 9.700 3l2-.1.6 1.900 1.700 1.100-.7 1.900.7 1.900-1.700 1.100-.6 1.900-2-.1L8 13.700l-1.700-1.100-2 .1-.6-1.900L2 9.700l.7-1.900L2 5.900l1.700-1.100.6-1.900 2 .1z"/><path d="m5.800 7.900 1.600 1.600 2.900-3.200"/>',
  clock: '<circle cx="8" cy="8" r="5.400"/><path d="M8 5v3.200l2 1.300"/>',
  transfer:
    '<path d="M2.800 5.500h9.400M9.600 2.800l2.700 2.700-2.700 2.700M13.200 10.500H3.800M6.400 7.800"/><path d="m6.400 13.200-2.700-2.700 2.700-2.700"/>',
  note: '<path d="M3.500 2.800h9a1 1 0 0 1 1 1v5.700l-3.700 3.700H3.500a1 1 0 0 1-1-1V3.800a1 1 0 0 1 1-1z"/><path d="M13.300 9.400H9.800v3.600"/>',
  send: '<path d="M13.500 2.600 2.500 6.900l4.600 2 2 4.600z"/><path d="m7.100 8.900 3-3"/>',
  attach:
    '<path d="m12.800 7.600-4.700 4.700a3 3 0 0 1-4.300-4.300l5-5a2 2 0 0 1 2.900 2.900l-4.900 4.900a1 1 0 0 1-1.500-1.400l4.400-4.400"/>',
  card: '<rect x="2.500" y="3" width="11" height="10" rx="1.400"/><path d="M2.500 8.600h11M5 10.900h3"/>',
  slash: '<rect x="2.500" y="2.500" width="11" height="11" rx="2"/><path d="m9.500 5-3 6"/>',
  smile:
    '<circle cx="8" cy="8" r="5.400"/><path d="M5.700 9.300c.5.900 1.300 1.400 2.300 1.400s1.800-.5 2.300-1.400M6.100 6.400v.2M9.900 6.400v.2"/>',
  end: '<circle cx="8" cy="8" r="5.400"/><path d="m5.600 8.200 1.700 1.700 3.200-3.600"/>',
  user: '<circle cx="8" cy="5.400" r="2.500"/><path d="M3.200 13.200c.4-2.600 2.300-3.900 4.800-3.900s4.400 1.300 4.800 3.900"/>',
  program:
    '<rect x="3" y="5.500" width="10" height="7.500" rx="1.400"/><path d="M8 5.500V2.800M6 8.600v1M10 8.600v1"/>',
  pin: '<path d="M8 13.500c3-3.200 4.300-5.300 4.300-7.200a4.300 4.300 0 0 0-8.600 0c0 1.900 1.300 4 4.300 7.200z"/><circle cx="8" cy="6.300" r="1.400"/>',
  device: '<rect x="2" y="3.200" width="12" height="7.600" rx="1.200"/><path d="M5.500 13h5"/>',
  phone: '<rect x="4.500" y="2" width="7" height="12" rx="1.500"/><path d="M7.200 11.900h1.600"/>',
  copy: '<rect x="5.500" y="5.500" width="8" height="8" rx="1.300"/><path d="M10.500 3.400v-.1a.8.800 0 0 0-.8-.8H3.300a.8.800 0 0 0-.8.800v6.400c0 .4.400.8.800.8h.1"/>',
  key: '<circle cx="5.400" cy="10.600" r="2.700"/><path d="m7.400 8.600 5.800-5.800M11 5l1.700 1.700M9.300 6.700l1.200 1.200"/>',
  alert: '<path d="M8 2.600 14 13H2z"/><path d="M8 6.500v3M8 11.200v.1"/>',
  info: '<circle cx="8" cy="8" r="5.400"/><path d="M8 7.500v3.200M8 5.200v.1"/>',
  pause: '<path d="M5.800 3.500v9M10.200 3.500v9"/>',
  play: '<path d="M5 3.300v9.400l7.500-4.700z"/>',
  flask:
    '<path d="M6.300 2.500h3.400M6.900 2.500v4L3.300 12a1 1 0 0 0 .9 1.500h7.600a1 1 0 0 0 .9-1.500L9.100 6.500v-4"/>',
  goal: '<circle cx="8" cy="8" r="5.400"/><circle cx="8" cy="8" r="2.200"/>',
  calendar:
    '<rect x="2.500" y="3.500" width="11" height="10" rx="1.300"/><path d="M2.500 6.700h11M5.500 2.200v2.500M10.500 2.200v2.500"/>',
  eye: '<path d="M1.800 8C3.300 5.200 5.400 3.800 8 3.800s4.700 1.400 6.200 4.200c-1.500 2.800-3.600 4.200-6.200 4.200S3.300 10.800 1.800 8z"/><circle cx="8" cy="8" r="1.800"/>',
  scale:
    '<path d="M8 2.800v10.400M4.500 13.200h7M3 4.600h10M3.800 4.600 2 9h3.600zM12.200 4.600 10.400 9H14z"/>',
  table:
    '<rect x="2.500" y="3" width="11" height="10" rx="1.300"/><path d="M2.500 6.500h11M2.500 9.800h11M7 6.500V13"/>',
  merge:
    '<path d="M4 2.800v2.400c0 1.700 1 2.700 2.400 3.300L8 9.200m4-6.400v2.400c0 1.700-1 2.700-2.400 3.300L8 9.200m0 0v4"/><path d="m6.200 11.500 1.800 1.800 1.800-1.800"/>',
  refresh: '<path d="M13 8a5 5 0 1 1-1.600-3.700M13 2.600v2.600h-2.600"/>',
  external:
    '<path d="M9.500 2.800h3.700v3.700M13 3 7.700 8.300M11.500 9.500v2.700a1 1 0 0 1-1 1H3.800a1 1 0 0 1-1-1V5.500a1 1 0 0 1 1-1h2.700"/>',
  star: '<path d="m8 2.400 1.700 3.500 3.900.5-2.800 2.700.7 3.800L8 11.100l-3.500 1.800.7-3.800-2.800-2.700 3.900-.5z"/>',
  truck:
    '<path d="M1.800 4h7.400v7H1.800zM9.200 6.500h2.600l2.400 2.300V11h-5z"/><circle cx="4.600" cy="11.800" r="1.300"/><circle cx="11.300" cy="11.800" r="1.300"/>',
  bell: '<path d="M4 11.200V7a4 4 0 0 1 8 0v4.200l1.200 1H2.800zM6.800 13.900h2.400"/>',
  menu: '<path d="M2.500 4.500h11M2.500 8h11M2.500 11.500h11"/>',
  bolt: '<path d="M8.800 2 3.800 9.200h3.700L7.200 14l5-7.200H8.500z"/>',
  desktop:
    '<rect x="2" y="2.800" width="12" height="8.200" rx="1.200"/><path d="M6 13.400h4M8 11v2.400"/>',
  trash: '<path d="M3 4.500h10M6.200 4.300V3h3.600v1.300M4.300 4.500l.5 8.500h6.400l.5-8.500"/>',
  code: '<path d="m5.500 4.500-3.500 3.500 3.500 3.500M10.500 4.500l3.500 3.500-3.500 3.500"/>',
  offline:
    '<path d="M2 2l12 12M4.300 6.700A6 6 0 0 1 6 5.700M8 5.200c1.400 0 2.700.5 3.700 1.500M6 9.100A3 3 0 0 1 8 8.400M8 11.700v.1M2.500 4.900l.8-.6M8 2.700c2.100 0 4 .8 5.500 2.200"/>',
  sound:
    '<path d="M2.5 6.2v3.6h2.3l3.700 3V3.200l-3.700 3zM10.800 5.800a3.200 3.200 0 0 1 0 4.400M12.600 4a5.600 5.600 0 0 1 0 8"/>',
  block: '<circle cx="8" cy="8" r="5.400"/><path d="m4.200 4.200 7.600 7.600"/>',
  web: '<circle cx="8" cy="8" r="5.600"/><path d="M2.400 8h11.200M8 2.400c1.700 1.500 2.500 3.400 2.500 5.600S9.700 12.100 8 13.600C6.300 12.100 5.500 10.200 5.500 8S6.300 3.900 8 2.400z"/>',
  checks: '<path d="m1.500 8.400 2.900 3 5.300-6.600M7.200 10.800l.7.700 6.400-7.300"/>',
  mail: '<rect x="2.500" y="3.500" width="11" height="9" rx="1.300"/><path d="m3 4.500 5 4.300 5-4.300"/>',
  leave:
    '<path d="M6.500 2.800H4a1 1 0 0 0-1 1v8.400a1 1 0 0 0 1 1h2.500M10.200 5 13.200 8l-3 3M13 8H6.500"/>',
  sun: '<circle cx="8" cy="8" r="2.600"/><path d="M8 2v1.200M8 12.800V14M2 8h1.200M12.800 8H14M3.800 3.800l.8.800M11.400 11.400l.8.800M12.200 3.800l-.8.800M4.600 11.400l-.8.800"/>',
  moon: '<path d="M13 9.600A5.400 5.400 0 0 1 6.400 3 5.400 5.400 0 1 0 13 9.600z"/>',
} as const;

export type IconName = keyof typeof paths;
/** These point along the line of reading, whichever way it runs. */
const turning: readonly IconName[] = ['left', 'right', 'send', 'leave'];

export const Icon = memo(function Icon(props: {
  name: IconName;
  size?: number;
  className?: string;
}) {
  const { name, size = 16, className } = props;
  return (
    <svg
      className={['icon', turning.includes(name) ? 'turning' : '', className ?? '']
        .filter(Boolean)
        .join(' ')}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: paths[name] }}
    />
  );
});

/** A ring left open where the moment comes, and the moment. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M13.8 4.2A8 8 0 1 0 19.8 10.2"
        stroke="currentColor"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="18" cy="6" r="2.9" fill="var(--accent)" />
    </svg>
  );
}
