// Icons of the window: 16 grid, stroke 1.5, round ends. Hidden from screen readers; their buttons
// have words.
const paths = {
  minus: 'M4 8h8',
  phone:
    'M5.2 2.8 3.7 3.3c-.7.2-1 .9-.9 1.6.7 4 3.3 6.6 7.3 7.3.7.1 1.4-.2 1.6-.9l.5-1.5c.1-.4 0-.8-.4-1L9.9 7.700c-.4-.2-.8-.1-1.1.2l-.6.7A6 6 0 0 1 6.4 6.800l.7-.6c.3-.3.4-.7.2-1.100L6.2 3.200c-.2-.4-.6-.5-1-.4z',
  back: 'M9.8 3.5 5.3 8l4.5 4.5',
  close: 'm4 4 8 8M12 4l-8 8',
  send: 'M13.5 2.6 2.5 6.9l4.6 2 2 4.6zm-6.4 6.3 3-3',
  clock: 'M13.4 8A5.4 5.4 0 1 1 2.6 8a5.4 5.4 0 0 1 10.8 0zM8 5v3.2l2 1.3',
  offline:
    'M2 2l12 12M4.3 6.7A6 6 0 0 1 6 5.7M8 5.2c1.4 0 2.7.5 3.7 1.5M6 9.1A3 3 0 0 1 8 8.4M8 11.7v.1M2.5 4.9l.8-.6M8 2.7c2.1 0 4 .8 5.5 2.2',
  alert: 'M8 2.6 14 13H2zM8 6.5v3M8 11.2v.1',
  check: 'm3.2 8.4 3.2 3.2 6.4-7',
  lock: 'M4 7h8v6H4zM5.6 7V5.2a2.4 2.4 0 0 1 4.8 0V7',
  smile:
    'M13.4 8A5.4 5.4 0 1 1 2.6 8a5.4 5.4 0 0 1 10.8 0zM5.8 9.4a2.6 2.6 0 0 0 4.4 0M6.2 6.4v.1M9.8 6.4v.1',
  attach:
    'm12.8 7.6-4.7 4.7a3 3 0 0 1-4.3-4.3l5-5a2 2 0 0 1 2.9 2.9l-4.9 4.9a1 1 0 0 1-1.5-1.4l4.4-4.4',
  chat: 'M2.5 4.2a1.4 1.4 0 0 1 1.4-1.4h8.2a1.4 1.4 0 0 1 1.4 1.4v5.4a1.4 1.4 0 0 1-1.4 1.4H7.3L4.4 13.4V11h-.5a1.4 1.4 0 0 1-1.4-1.4z',
} as const;

export type IconName = keyof typeof paths;

interface IconProps {
  readonly name: IconName;
  readonly size?: number | undefined;
}

export function Icon({ name, size = 16 }: IconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
