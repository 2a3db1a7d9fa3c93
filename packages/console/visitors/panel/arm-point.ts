// The point of a decision in a visitor's timeline: the mark of its arm, as lists and results draw it.

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

/** The class of the point; none for a value that names no arm. */
export function armPoint(value: string | number | null): string {
  return typeof value === 'string' && isArm(value) ? points[value] : '';
}
