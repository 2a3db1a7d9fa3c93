// The runs of digits of a text: groups with at most a few gaps between them, as people write long
// numbers. Anything else ends a run: a letter, a comma, a slash, a bracket.
import { appendDigit } from './card-schemes.ts';
import { isPlus, kind, kinds, signAt } from './digits.ts';

/** A part of a text in code units, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Gaps in a row that may be inside one number; a line break with an indent is inside. */
const gapsInARow = 4;
/** Initial capacity: enough for most numbers. */
const room = { digits: 64, groups: 16 } as const;
const widerBy = 4;
/** How much of a larger capacity is kept for later texts: enough for those of most events. */
const kept = { digits: 4096, groups: 1024 } as const;

/** Which runs of a text are read. */
export interface Runs {
  /** Percent-encoding is read too. */
  readonly encoded: boolean;
  /** Spans that belong to no run, in order. */
  readonly apart: readonly Span[];
  /** No run begins before. */
  readonly from: number;
  /** From here on each plus is a space: the query of an address. */
  readonly plusFrom?: number;
}

/**
 * Iterates over the runs of at least a given number of digits, one at a time, so memory does not
 * grow with the text: the object is the run read last. One object reads text after text, because
 * most are short and making it takes longer than reading them. A run is stored in typed arrays that
 * the next one overwrites: lists that grow one number at a time take a hundred times as long as
 * reading the digits.
 */
export class DigitRuns {
  /** Digits of the run, and their count. Entries beyond it belong to earlier runs. */
  digits: Uint8Array = new Uint8Array(room.digits);
  count = 0;
  /** The number of groups. */
  groups = 0;
  /** The first digit of each group among those of the run; behind the last group, the number of digits. */
  firsts: Uint32Array = new Uint32Array(room.groups);
  #text = '';
  #encoded = false;
  #apart: readonly Span[] = [];
  #plusFrom = Infinity;
  #least = 0;
  /** The check sums before each digit, as far as they were computed. */
  #sums: Uint8Array = new Uint8Array(room.digits);
  #summed = 0;
  /** Where each group begins and ends in the text. */
  #starts: Uint32Array = new Uint32Array(room.groups);
  #ends: Uint32Array = new Uint32Array(room.groups);
  #at = 0;
  #nextApart = 0;
  #apartAt = 0;

  /** Begins another text, in which a run has at least so many digits. */
  begin(text: string, least: number, { encoded, apart, from, plusFrom = Infinity }: Runs): void {
    this.#text = text;
    this.#encoded = encoded;
    this.#apart = apart;
    this.#plusFrom = plusFrom;
    this.#least = least;
    this.#at = from;
    this.#nextApart = 0;
    this.#apartAt = apart[0]?.start ?? text.length;
  }

  /** Reads the next run. False after the last; then nothing of the text is kept. */
  next(): boolean {
    while (this.#skip()) {
      this.#read();
      if (this.count >= this.#least) return true;
    }
    this.#end();
    return false;
  }

  /** Some room is kept, since its first use takes longer than reading. */
  #end(): void {
    this.#text = '';
    this.#apart = [];
    if (this.digits.length > kept.digits) this.digits = new Uint8Array(room.digits);
    if (this.#sums.length > kept.digits) this.#sums = new Uint8Array(room.digits);
    if (this.firsts.length > kept.groups) {
      this.firsts = new Uint32Array(room.groups);
      this.#starts = new Uint32Array(room.groups);
      this.#ends = new Uint32Array(room.groups);
    }
  }

  /**
   * The index of a group's first digit in the run. For the index after the last group: the number
   * of digits.
   */
  first(group: number): number {
    return this.firsts[group] ?? 0;
  }

  /** The number of digits of a group. */
  size(group: number): number {
    return this.first(group + 1) - this.first(group);
  }

  start(group: number): number {
    return this.#starts[group] ?? 0;
  }

  end(group: number): number {
    return this.#ends[group] ?? 0;
  }

  /**
   * The check sums before each digit, at least up to a place and at most after the last. Computed
   * once they are asked for: most runs hold nothing that begins like a card.
   */
  sumsUpTo(end: number): Uint8Array {
    if (this.#summed < end) this.#sumUpTo(end);
    return this.#sums;
  }

  #sumUpTo(end: number): void {
    const { digits } = this;
    while (this.#sums.length <= end) this.#sums = widened(this.#sums, Uint8Array);
    const sums = this.#sums;
    let sum = sums[this.#summed] ?? 0;
    for (let at = this.#summed; at < end; at++) {
      sum = appendDigit(sum, digits[at] ?? 0);
      sums[at + 1] = sum;
    }
    this.#summed = end;
  }

  /** Whether a group follows the `+` of a telephone number, which may be encoded. */
  isAfterPlus(group: number): boolean {
    const before = this.start(group) - 1;
    if (this.#text.charCodeAt(before) === plus) return !this.#isSpace(before, before + 1);
    return encodedPlus.test(this.#text.slice(Math.max(0, before - mostEncoded), before + 1));
  }

  /** Whether a sign is a plus that is a space: in a query, or between two digits. */
  #isSpace(at: number, end: number): boolean {
    const text = this.#text;
    if (text.charCodeAt(at) === plus && at >= this.#plusFrom) return true;
    if (!isDigit(text.charCodeAt(at - 1)) || !isDigit(text.charCodeAt(end))) return false;
    return isPlus(text, at, end);
  }

  /** Whether a group follows a single full stop between digits. */
  isAfterStop(group: number): boolean {
    const before = this.start(group) - 1;
    return this.#text.charCodeAt(before) === stop && isDigit(this.#text.charCodeAt(before - 1));
  }

  /** Advances to the next digit. False at the end of the text. */
  #skip(): boolean {
    const [text, encoded] = [this.#text, this.#encoded];
    let at = this.#at;
    while (at < text.length) {
      if (at >= this.#apartAt) {
        at = this.#leaveApart(at);
        continue;
      }
      const sign = signAt(text, at, encoded);
      if ((sign & 15) < kind.other) break;
      at += sign >> 4;
    }
    this.#at = at;
    return at < text.length;
  }

  /**
   * Reads the run that begins here, and the character that ends it. Caches fields in locals, which
   * are faster, and reads the digits of a group in a loop of their own.
   */
  #read(): void {
    const [text, encoded] = [this.#text, this.#encoded];
    const until = Math.min(text.length, this.#apartAt);
    let { digits, firsts } = this;
    let [starts, ends] = [this.#starts, this.#ends];
    let [at, count, groups, gaps] = [this.#at, 0, 0, -1];
    while (at < until) {
      const sign = signAt(text, at, encoded);
      const start = at;
      at += sign >> 4;
      if ((sign & 15) >= kind.other) {
        const goesOn = (sign & 15) === kind.gap || this.#isSpace(start, at);
        if (!goesOn || ++gaps > gapsInARow) break;
        continue;
      }
      if (gaps !== 0) {
        if (groups + 1 === firsts.length) [firsts, starts, ends] = this.#widenGroups();
        firsts[groups] = count;
        starts[groups] = start;
        groups++;
        gaps = 0;
      }
      if (count === digits.length) digits = this.#widenDigits();
      const full = digits.length;
      digits[count++] = sign & 15;
      while (at < until && count < full) {
        const digit = kinds[text.charCodeAt(at)] ?? kind.other;
        if (digit >= kind.other) break;
        digits[count++] = digit;
        at++;
      }
      ends[groups - 1] = at;
    }
    firsts[groups] = count;
    this.count = count;
    this.groups = groups;
    this.#summed = 0;
    this.#at = at;
  }

  #widenDigits(): Uint8Array {
    this.digits = widened(this.digits, Uint8Array);
    return this.digits;
  }

  #widenGroups(): readonly [Uint32Array, Uint32Array, Uint32Array] {
    this.firsts = widened(this.firsts, Uint32Array);
    this.#starts = widened(this.#starts, Uint32Array);
    this.#ends = widened(this.#ends, Uint32Array);
    return [this.firsts, this.#starts, this.#ends];
  }

  /** The end of the span that begins here or before. */
  #leaveApart(at: number): number {
    const end = this.#apart[this.#nextApart]?.end ?? at;
    this.#nextApart++;
    this.#apartAt = this.#apart[this.#nextApart]?.start ?? this.#text.length;
    return Math.max(at, end);
  }
}

/** The same numbers in more room. */
function widened<Numbers extends Uint8Array | Uint32Array>(
  numbers: Numbers,
  Type: new (length: number) => Numbers,
): Numbers {
  const wider = new Type(numbers.length * widerBy);
  wider.set(numbers);
  return wider;
}

const plus = 0x2b;
const encodedPlus = /%(?:25){0,3}2b$/i;
/** Its length, at most. */
const mostEncoded = 9;
const stop = 0x2e;

/** An ASCII digit. False outside the text. */
function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
