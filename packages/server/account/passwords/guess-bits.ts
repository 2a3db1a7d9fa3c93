// Estimates the number of guesses for a password, as a power of two: the cheapest way to compose it
// from words, names, years, runs of keys, repeats and single characters. After the idea of zxcvbn
// (Wheeler, USENIX Security 2016), with fewer patterns.
import { commonWords } from './common-passwords.ts';

const bits = {
  name: 3,
  word: 9,
  year: 5,
  run: 5,
  repeat: 2,
  digit: 3.3,
  letter: 4,
  foreignLetter: 5,
  sign: 5,
  other: 8,
} as const;
/** Characters beyond this are ignored, which bounds the time. */
const longest = 128;
const longestPiece = 24;
const rows = [
  ...['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm'],
  ...['wxcvbn', '01234567890', 'abcdefghijklmnopqrstuvwxyz', '1qaz2wsx3edc4rfv5tgb6yhn7ujm'],
  ...['ицукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю', 'абвгдеежзииклмнопрстуфхцчшщъыьэюя'],
  ...[
    ';ςερτυθιοπ',
    'ασδφγηξκλ',
    'ζχψωβνμ',
    'αβγδεζηθικλμνξοπρστυφχψω',
    'שדגכעיחלך',
    'ضصثقفغعهخحجد',
  ],
  ...['qazwsxedcrfvtgbyhnujm', '147258369', '1q2w3e4r5t6y7u8i9o0p', '!"§$%&/()=', '!@#$%^&*()'],
];
const runs = [...rows, ...rows.map((row) => [...row].reverse().join(''))];
/** Scripts with few letters. */
const alphabets =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Kana}\p{Script=Hira}]/u;
/** The letters that signs and digits replace. A 1 is either letter. */
const leet: Readonly<Record<string, string>> = {
  ...{ '@': 'a', '4': 'a', '0': 'o', '3': 'e', $: 's', '5': 's', '7': 't', '8': 'b', '!': 'i' },
};

/** Uses the first 128 characters. `names`: what a guesser tries first. */
export function guessBits(password: string, names: readonly string[]): number {
  const text = fold(password).slice(0, longest);
  const known = { names: namesOf(names), spelled: spellings(text) };
  const cheapest = [0];
  for (let end = 1; end <= text.length; end++) {
    let least = (cheapest[end - 1] ?? 0) + signBits(text.charAt(end - 1));
    for (let from = Math.max(0, end - longestPiece); from <= end - 2; from++) {
      const piece = pieceBits(text, from, end, known);
      if (piece !== null) least = Math.min(least, (cheapest[from] ?? 0) + piece);
    }
    cheapest.push(least);
  }
  return cheapest.at(-1) ?? 0;
}

interface Known {
  readonly names: ReadonlySet<string>;
  readonly spelled: readonly string[];
}

/** The cost of a piece of two or more characters as a whole. Null if it matches no pattern. */
function pieceBits(text: string, from: number, end: number, { names, spelled }: Known) {
  const piece = text.slice(from, end);
  if (isRepeat(text, from, end)) return bits.repeat;
  for (const each of spelled) {
    const word = each.slice(from, end);
    if (names.has(word)) return bits.name;
    if (commonWords.has(word)) return bits.word;
  }
  if (/^(?:19|20)\d\d$/.test(piece)) return bits.year;
  const isRun = piece.length >= 3 && runs.some((run) => run.includes(piece));
  return isRun ? bits.run : null;
}

/** Repeats the preceding piece, or one character. */
function isRepeat(text: string, from: number, end: number): boolean {
  const length = end - from;
  const piece = text.slice(from, end);
  if (from >= length && text.slice(from - length, from) === piece) return true;
  return from > 0 && piece === text.charAt(from - 1).repeat(length);
}

function signBits(sign: string): number {
  if (/\d/.test(sign)) return bits.digit;
  if (/[a-z]/.test(sign)) return bits.letter;
  if (alphabets.test(sign)) return bits.foreignLetter;
  return sign.charCodeAt(0) < 0x80 ? bits.sign : bits.other;
}

/** As typed by people without umlaut keys. */
function withoutUmlauts(name: string): string {
  const plain: Readonly<Record<string, string>> = {
    ä: 'ae',
    ö: 'oe',
    ü: 'ue',
    ß: 'ss',
    ø: 'oe',
    å: 'aa',
    æ: 'ae',
  };
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äöüßøåæ]/g, (sign) => plain[sign] ?? sign);
}

/** Lower case, without accents. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().normalize('NFKC');
}

/** As it is, and with letters for signs. All have the same length. */
function spellings(text: string): readonly string[] {
  const read = (one: string): string =>
    [...text].map((sign) => (sign === '1' ? one : (leet[sign] ?? sign))).join('');
  return [text, read('i'), read('l')];
}

/** Names as a whole without separators, and each part of three or more letters. */
function namesOf(names: readonly string[]): ReadonlySet<string> {
  const parts = names
    .flatMap((name) => [name, withoutUmlauts(name)])
    .map(fold)
    .flatMap((name) => {
      const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= 3);
      return [name, name.replaceAll(/[^\p{L}\p{N}]+/gu, ''), ...words];
    });
  return new Set(parts.filter((part) => part.length >= 3));
}
