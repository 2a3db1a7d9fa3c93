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

/**
 * Reads the runs of at least so many digits in their order, one at a time, so that a text of many is not
 * held as many. `apart`, in order, are spans that belong to no run. No generator: its variables would be
 * read from memory and written back for each sign, which made it half as fast.
 */
export class DigitRuns {
  readonly #text: string;
  readonly #encoded: boolean;
  readonly #apart: readonly Span[];
  readonly #least: number;
  #at = 0;
  #nextApart = 0;

  constructor(text: string, encoded: boolean, apart: readonly Span[], least: number) {
    this.#text = text;
    this.#encoded = encoded;
    this.#apart = apart;
    this.#least = least;
  }

  /** The next run; null behind the last. */
  next(): Run | null {
    const [text, encoded, least] = [this.#text, this.#encoded, this.#least];
    const sign = { kind: 0, length: 1 };
    // Most runs are short, such as the 2 of `%2F`: what they leave is used again.
    const run: Run = { digits: [], groups: [] };
    let group: Group | null = null;
    let gaps = 0;
    let apartAt = this.#apart[this.#nextApart]?.start ?? Infinity;
    for (let at = this.#at; at < text.length; at += sign.length) {
      const isApart = at >= apartAt;
      if (isApart) {
        sign.kind = kind.other;
        sign.length = Math.max(0, (this.#apart[this.#nextApart]?.end ?? at) - at);
        this.#nextApart++;
        apartAt = this.#apart[this.#nextApart]?.start ?? Infinity;
      } else readSign(text, at, encoded, sign);
      if (sign.kind < 10) {
        if (group === null) {
          const after = signBefore(text, at);
          group = { from: run.digits.length, size: 0, start: at, end: at, after };
          run.groups.push(group);
        }
        run.digits.push(sign.kind);
        group.size++;
        group.end = at + sign.length;
        gaps = 0;
        continue;
      }
      group = null;
      if (run.digits.length === 0) continue;
      const goesOn = !isApart && (sign.kind === kind.gap || isJoint(text, at));
      if (goesOn && ++gaps <= gapsInARow) continue;
      if (run.digits.length >= least) {
        this.#at = at + sign.length;
        return run;
      }
      run.digits.length = 0;
      run.groups.length = 0;
    }
    this.#at = text.length;
    return run.digits.length >= least ? run : null;
  }
}

function signBefore(text: string, at: number): Group['after'] {
  const before = text.charCodeAt(at - 1);
  if (before === plus) return isJoint(text, at - 1) ? 'other' : 'plus';
  return before === stop && isDigit(text.charCodeAt(at - 2)) ? 'stop' : 'other';
}

/** A plus between two digits is a space, as forms encode it. */
function isJoint(text: string, at: number): boolean {
  return (
    text.charCodeAt(at) === plus &&
    isDigit(text.charCodeAt(at - 1)) &&
    isDigit(text.charCodeAt(at + 1))
  );
}

const plus = 0x2b;
const stop = 0x2e;

/** Of ASCII; what lies outside the text is none. */
function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
