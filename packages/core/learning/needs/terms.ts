// The terms of a text: words, pairs of words and pieces of words, each as a 32-bit hash. So no
// dictionary is stored and no language is assumed. A word is what Unicode calls letters, marks and
// digits. In scripts without spaces each character is a word. It learns no weights.
import { needLimits, type NeedEvidence } from './evidence.ts';

/** How much each kind of term counts before it is weighted by rarity. */
export interface TermMix {
  readonly word: number;
  readonly pair: number;
  readonly piece: number;
  /** Characters of a piece, shortest and longest. The edge of a word counts as one. */
  readonly pieceFrom: number;
  readonly pieceTo: number;
  /** Words of sections and errors. */
  readonly context: number;
}

export type NeedSource = 'said' | 'searched' | 'section' | 'error';

/** A word that terms are made of, for explanations. A section or an error is one as a whole. */
export interface SourceWord {
  readonly source: NeedSource;
  readonly text: string;
}

/** Parallel lists. A term that occurs twice is listed twice. */
export interface Terms {
  /** The list that `word` indexes. */
  readonly words: SourceWord[];
  readonly hashes: number[];
  readonly mix: number[];
  /** The word, or the first of the words, that the term is made of. */
  readonly word: number[];
}

const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const wordPattern = new RegExp(
  String.raw`[${unspaced}]\p{M}*|(?:(?![${unspaced}])[\p{L}\p{M}\p{N}])+(?:['’](?:(?![${unspaced}])[\p{L}])+)*`,
  'gu',
);

const salts = { word: 1, pair: 2, piece: 3, section: 4, error: 5 } as const;
const edge = 0x5f;

export function termsOf(evidence: NeedEvidence, mix: TermMix): Terms {
  const terms: Terms = { words: [], hashes: [], mix: [], word: [] };
  addText(terms, 'said', evidence.said.slice(0, needLimits.saidLength), mix);
  for (const words of listed(evidence.searched)) addText(terms, 'searched', words, mix);
  for (const section of listed(evidence.sections)) addContext(terms, 'section', section, mix);
  for (const error of listed(evidence.errors)) addContext(terms, 'error', error, mix);
  return terms;
}

/** Lower case, compatibility forms composed, both apostrophes made the same. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().replaceAll('’', "'").match(wordPattern) ?? [];
}

function addText(terms: Terms, source: 'said' | 'searched', text: string, mix: TermMix): void {
  const words = wordsOf(text);
  const hashes = words.map((word) => hashOf(word, salts.word));
  for (let at = 0; at < words.length; at++) {
    const index = terms.words.push({ source, text: words[at] ?? '' }) - 1;
    const here = hashes[at] ?? 0;
    add(terms, here, mix.word, index);
    if (at > 0) add(terms, joined(hashes[at - 1] ?? 0, here, salts.pair), mix.pair, index - 1);
    addPieces(terms, words[at] ?? '', index, mix);
  }
}

/** Every run of characters of the word with its two edges. */
function addPieces(terms: Terms, word: string, index: number, mix: TermMix): void {
  const length = word.length + 2;
  const codeAt = (at: number) => (at === 0 || at === length - 1 ? edge : word.charCodeAt(at - 1));
  for (let from = 0; from < length; from++) {
    let hash = begun(salts.piece);
    for (let to = from; to < Math.min(length, from + mix.pieceTo); to++) {
      hash = Math.imul(hash ^ codeAt(to), 0x0100_0193);
      if (to - from + 1 >= mix.pieceFrom) add(terms, mixed(hash), mix.piece, index);
    }
  }
}

/** A section or an error is a term as a whole, and so is each of its words. */
function addContext(
  terms: Terms,
  source: 'section' | 'error',
  text: string,
  { context: weight }: TermMix,
): void {
  const salt = salts[source];
  const index = terms.words.push({ source, text }) - 1;
  const whole = text.normalize('NFKC').toLowerCase();
  add(terms, joined(hashOf(whole, salt), salt, salts.pair), weight, index);
  for (const word of wordsOf(text)) add(terms, hashOf(word, salt), weight, index);
}

function add(terms: Terms, hash: number, mix: number, word: number): void {
  terms.hashes.push(hash);
  terms.mix.push(mix);
  terms.word.push(word);
}

function listed(entries: readonly string[]): string[] {
  return entries
    .slice(0, needLimits.listed)
    .map((entry) => entry.slice(0, needLimits.listedLength));
}

function begun(salt: number): number {
  return Math.imul(0x811c_9dc5 ^ salt, 0x0100_0193);
}

/** FNV-1a over UTF-16 units, then MurmurHash3's finalizer, without which low bits mix badly. */
function hashOf(text: string, salt: number): number {
  let hash = begun(salt);
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return mixed(hash);
}

function joined(one: number, other: number, salt: number): number {
  return mixed(Math.imul(one ^ (salt * 0x9e37), 0x85eb_ca6b) + other);
}

function mixed(hash: number): number {
  let mix = hash ^ (hash >>> 16);
  mix = Math.imul(mix, 0x85eb_ca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2_ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
