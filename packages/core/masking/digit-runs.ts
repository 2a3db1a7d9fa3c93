// The runs of digits of a text: groups with at most a few gaps between them, as people write long
// numbers. Anything else ends a run: a letter, a comma, a slash, a bracket.
import { appendDigit } from './card-schemes.ts';
import { kind, signAt } from './digits.ts';

/** A part of a text in code units; the end is not of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Gaps in a row that still belong to one number: a line break with an indent does. */
const gapsInARow = 4;
/** At first: enough for most numbers. */
const room = { digits: 64, groups: 16 } as const;

/**
 * Reads the runs of at least so many digits in their order, one at a time, so that a text of many is not
 * held as many: it is the run that was read last. `apart`, in order, are spans that belong to no run.
 * What is known of it stands in typed arrays, written over by the next run: lists that grow by one number
 * at a time take a hundred times as long as reading the digits.
 */
export class DigitRuns {
  /** Digits of the run, and how many there are. What stands behind them is of runs before. */
  digits: Uint8Array = new Uint8Array(room.digits);
  count = 0;
  /** The check sums before each digit, and behind the last. */
  sums: Uint8Array = new Uint8Array(room.digits);
  /** How many groups it has. */
  groups = 0;
  readonly #text: string;
  readonly #encoded: boolean;
  readonly #apart: readonly Span[];
  readonly #least: number;
  /** Of each group its first digit among those of the run, and where it begins and ends in the text. */
  #firsts: Uint32Array = new Uint32Array(room.groups);
  #starts: Uint32Array = new Uint32Array(room.groups);
  #ends: Uint32Array = new Uint32Array(room.groups);
  #at: number;
  #nextApart = 0;
  #apartAt: number;

  /** Nothing before `from` is of a run. */
  constructor(text: string, encoded: boolean, apart: readonly Span[], least: number, from = 0) {
    this.#text = text;
    this.#encoded = encoded;
    this.#apart = apart;
    this.#least = least;
    this.#at = from;
    this.#apartAt = apart[0]?.start ?? text.length;
  }

  /** Reads the next run; false behind the last. */
  next(): boolean {
    while (this.#skip()) {
      this.#read();
      if (this.count >= this.#least) return true;
    }
    return false;
  }

  /** A group's first digit among those of the run; of the one behind the last, the number of digits. */
  first(group: number): number {
    return group < this.groups ? (this.#firsts[group] ?? 0) : this.count;
  }

  /** How many digits a group has. */
  size(group: number): number {
    return this.first(group + 1) - this.first(group);
  }

  start(group: number): number {
    return this.#starts[group] ?? 0;
  }

  end(group: number): number {
    return this.#ends[group] ?? 0;
  }

  /** Whether the `+` of a telephone number stands before a group. */
  isAfterPlus(group: number): boolean {
    const before = this.start(group) - 1;
    return this.#text.charCodeAt(before) === plus && !isJoint(this.#text, before);
  }

  /** Whether one full stop stands before it, between digits. */
  isAfterStop(group: number): boolean {
    const before = this.start(group) - 1;
    return this.#text.charCodeAt(before) === stop && isDigit(this.#text.charCodeAt(before - 1));
  }

  /** Goes on to the next digit; false at the end of the text. */
  #skip(): boolean {
    const [text, encoded] = [this.#text, this.#encoded];
    let at = this.#at;
    while (at < text.length) {
      if (at >= this.#apartAt) {
        at = this.#leaveApart(at);
        continue;
      }
      const sign = signAt(text, at, encoded);
      if ((sign & 15) < 10) break;
      at += sign >> 4;
    }
    this.#at = at;
    return at < text.length;
  }

  /** Reads the run that begins here, and the sign that ends it. Fields are read once: they cost more. */
  #read(): void {
    const [text, encoded, apartAt] = [this.#text, this.#encoded, this.#apartAt];
    let { digits, sums } = this;
    let [firsts, starts, ends] = [this.#firsts, this.#starts, this.#ends];
    const until = text.length;
    let [at, count, groups, gaps, sum] = [this.#at, 0, 0, -1, 0];
    while (at < until && at < apartAt) {
      const sign = signAt(text, at, encoded);
      const start = at;
      at += sign >> 4;
      if ((sign & 15) < 10) {
        if (gaps !== 0) {
          if (groups === firsts.length) [firsts, starts, ends] = this.#widenGroups();
          firsts[groups] = count;
          starts[groups] = start;
          groups++;
          gaps = 0;
        }
        if (count + 1 === sums.length) [digits, sums] = this.#widenDigits();
        digits[count] = sign & 15;
        sum = appendDigit(sum, sign & 15);
        count++;
        sums[count] = sum;
        ends[groups - 1] = at;
      } else {
        const goesOn = (sign & 15) === kind.gap || isJoint(text, start);
        if (!goesOn || ++gaps > gapsInARow) break;
      }
    }
    this.count = count;
    this.groups = groups;
    this.#at = at;
  }

  #widenDigits(): readonly [Uint8Array, Uint8Array] {
    this.digits = widened(this.digits, Uint8Array);
    this.sums = widened(this.sums, Uint8Array);
    return [this.digits, this.sums];
  }

  #widenGroups(): readonly [Uint32Array, Uint32Array, Uint32Array] {
    this.#firsts = widened(this.#firsts, Uint32Array);
    this.#starts = widened(this.#starts, Uint32Array);
    this.#ends = widened(this.#ends, Uint32Array);
    return [this.#firsts, this.#starts, this.#ends];
  }

  /** Where the span ends that begins here or before. */
  #leaveApart(at: number): number {
    const end = this.#apart[this.#nextApart]?.end ?? at;
    this.#nextApart++;
    this.#apartAt = this.#apart[this.#nextApart]?.start ?? this.#text.length;
    return Math.max(at, end);
  }
}

/** The same numbers in four times the room. */
function widened<Numbers extends Uint8Array | Uint32Array>(
  numbers: Numbers,
  Type: new (length: number) => Numbers,
): Numbers {
  const wider = new Type(numbers.length * 4);
  wider.set(numbers);
  return wider;
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
