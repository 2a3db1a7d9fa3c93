// The mark of a decision in a visitor's timeline: that of its arm, as in lists and results.

const points = {
  treatment: 'treatment',
  always: 'treatment',
  optimise: 'optimise',
  control: 'control',
} as const;

export type TimelineArm = keyof typeof points;

export function isArm(value: string): value is TimelineArm {
  return Object.hasOwn(points, value);
}

/** The CSS class of the mark; empty for a value that names no arm. */
export function armPoint(value: string | number | null): string {
  return typeof value === 'string' && isArm(value) ? points[value] : '';
}
