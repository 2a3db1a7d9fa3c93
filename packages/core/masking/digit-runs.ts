// The runs of digits of a text: groups with at most a few gaps between them, as people write long
// numbers. Anything else ends a run: a letter, a comma, a slash, a bracket.
import { kind, readSign } from './digits.ts';

export interface Group {
  /** Its first digit among those of the run, and how many it has. */
  readonly from: number;
  size: number;
  /** Where it stands in the text, in code units. */
  readonly start: number;
  end: number;
  /** What stands before it: `+` of a telephone number, one full stop, or something else. */
  readonly after: 'plus' | 'stop' | 'other';
}

export interface Run {
  readonly digits: number[];
  readonly groups: Group[];
}

/** A part of a text in code units; the end is not of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Gaps in a row that still belong to one number: a line break with an indent does. */
const gapsInARow = 4;

/** The runs in their order. `apart`, in order, are spans that belong to no run. */
export function digitRuns(text: string, encoded: boolean, apart: readonly Span[]): readonly Run[] {
  const runs: Run[] = [];
  const sign = { kind: 0, length: 1 };
  let run: Run | null = null;
  let group: Group | null = null;
  let gaps = 0;
  let nextApart = 0;
  for (let at = 0; at < text.length;) {
    const span = apart[nextApart];
    if (span !== undefined && at >= span.start) {
      at = Math.max(at, span.end);
      nextApart++;
      run = group = null;
      continue;
    }
    readSign(text, at, encoded, sign);
    if (sign.kind < 10) {
      if (run === null) runs.push((run = { digits: [], groups: [] }));
      if (group === null) {
        const after = signBefore(text, at);
        group = { from: run.digits.length, size: 0, start: at, end: at, after };
        run.groups.push(group);
      }
      run.digits.push(sign.kind);
      group.size++;
      group.end = at + sign.length;
      gaps = 0;
    } else if (sign.kind === kind.gap || isJoint(text, at)) {
      group = null;
      if (++gaps > gapsInARow) run = null;
    } else {
      run = group = null;
    }
    at += sign.length;
  }
  return runs;
}

function signBefore(text: string, at: number): Group['after'] {
  const before = text[at - 1];
  if (before === '+') return isJoint(text, at - 1) ? 'other' : 'plus';
  return before === '.' && /[0-9]/.test(text[at - 2] ?? '') ? 'stop' : 'other';
}

/** A plus between two digits is a space, as forms encode it. */
function isJoint(text: string, at: number): boolean {
  return text[at] === '+' && /[0-9]/.test(text[at - 1] ?? '') && /[0-9]/.test(text[at + 1] ?? '');
}
