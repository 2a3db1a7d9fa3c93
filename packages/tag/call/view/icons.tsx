// Icons of a call: as those of the window, 16 grid, stroke 1.5, round ends, hidden from screen readers.
const paths = {
  microphone:
    'M8 2.2a1.9 1.9 0 0 1 1.9 1.9v3.6a1.9 1.9 0 0 1-3.8 0V4.1A1.9 1.9 0 0 1 8 2.2zM3.9 7.6a4.1 4.1 0 0 0 8.2 0M8 11.7v2.1',
  muted:
    'M6.1 6.1v1.6a1.9 1.9 0 0 0 2.9 1.6M9.9 7V4.1a1.9 1.9 0 0 0-3.6-.8M3.9 7.6a4.1 4.1 0 0 0 6.5 3.3M12.1 7.6c0 .5-.1 1-.3 1.4M8 11.7v2.1M2.4 2.4l11.2 11.2',
  end: 'M2.3 10.3c-.5-1-.5-2 .4-2.7 3-2.3 7.6-2.3 10.6 0 .9.7.9 1.7.4 2.700l-.3.500c-.2.3-.6.5-1 .300l-2-.700a.9.9 0 0 1-.5-.900V8.300c-1.2-.3-2.6-.3-3.8 0v1.200c0 .4-.2.7-.5.900l-2 .700c-.4.2-.8 0-1-.300z',
  speaker:
    'M2.6 6.2h2.200l3-2.500v8.600l-3-2.500H2.600zM10.3 6a2.8 2.8 0 0 1 0 4M12.1 4.200a5.4 5.4 0 0 1 0 7.6',
  phone:
    'M5.2 2.8 3.7 3.300c-.7.2-1 .9-.9 1.6.7 4 3.3 6.6 7.3 7.3.7.1 1.4-.2 1.6-.9l.5-1.500c.1-.4 0-.8-.4-1L9.9 7.700c-.4-.2-.8-.1-1.1.2l-.6.7A6 6 0 0 1 6.4 6.800l.7-.6c.3-.3.4-.7.2-1.100L6.2 3.200c-.2-.4-.6-.5-1-.4z',
  chat: 'M2.5 4.200a1.4 1.4 0 0 1 1.4-1.400h8.200a1.4 1.4 0 0 1 1.4 1.400v5.400a1.4 1.4 0 0 1-1.4 1.400H7.300L4.4 13.400V11h-.5a1.4 1.4 0 0 1-1.4-1.400z',
  network:
    'M2 6.300a8.7 8.7 0 0 1 12 0M4.2 8.800a5.5 5.5 0 0 1 7.6 0M8 12v.100M6.2 10.700a2.6 2.6 0 0 1 3.6 0',
} as const;

interface SignProps {
  readonly name: keyof typeof paths;
  readonly size?: number;
}

export function Sign({ name, size = 16 }: SignProps) {
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

/** Bars of a good or a weak line. */
export function Bars({ isWeak }: { readonly isWeak: boolean }) {
  return (
    <svg width="16" height="12" viewBox="0 0 16 12" fill="currentColor" aria-hidden="true">
      {[3, 6, 9, 12].map((height, at) => (
        <rect
          key={height}
          x={at * 4}
          y={12 - height}
          width="3"
          height={height}
          rx="1"
          opacity={isWeak && at > 0 ? 0.35 : 1}
        />
      ))}
    </svg>
  );
}
