// Cuts the lines of a letter. Text stands above quotes, below them, or between them: whatever is not
// recognised as a quote or a signature is shown. Quotes between texts stay, because the texts answer them.
import { attributionLength, isRule, isSeparator } from './attributions.ts';
import type { Cut, Line } from './cut.ts';
import { headerLength } from './header-labels.ts';
import { delimiterOf, isDevice, isFooterRule, isTrace } from './signatures.ts';

/** `code`: text in which nothing is looked for. */
type Kind = 'empty' | 'text' | 'code' | 'quote' | 'attribution' | 'header' | 'rest' | 'signature';

/** Lines of a letter that are looked at. What is beyond belongs to the last piece. */
const mostLines = 5_000;

export function cutLines(lines: readonly Line[]): readonly Cut[] {
  const kinds = classified(lines.slice(0, mostLines));
  foldRest(kinds);
  foldSignatures(lines, kinds);
  for (const [at, kind] of kinds.entries()) if (kind === 'code') kinds[at] = 'text';
  foldQuotes(kinds);
  if (!kinds.includes('text')) showQuotes(kinds);
  return pieces(lines, kinds);
}

function classified(lines: readonly Line[]): Kind[] {
  const texts = lines.map(({ text }) => text.replace(/[\r\n]+$/, ''));
  const kinds: Kind[] = [];
  let isCode = false;
  const put = (kind: Kind, length: number): void => {
    for (let line = 0; line < length; line++) kinds.push(kind);
  };
  while (kinds.length < lines.length) {
    const at = kinds.length;
    const text = texts[at] ?? '';
    const mark = lines[at]?.mark ?? null;
    const isFence = mark === null && /^\s{0,3}```/.test(text);
    if (isFence) isCode = !isCode;
    if (mark !== null) put(ofMark(mark, text), 1);
    else if (text.trim() === '') put('empty', 1);
    else if (isCode || isFence) put('code', 1);
    else {
      const [kind, length] = unmarked(texts, lines, at);
      put(kind, length);
    }
  }
  return kinds;
}

function ofMark(mark: NonNullable<Line['mark']>, text: string): Kind {
  if (mark === 'quoted') return text.trim() === '' ? 'empty' : 'quote';
  if (mark === 'rest') return 'rest';
  return mark;
}

function unmarked(
  texts: readonly string[],
  lines: readonly Line[],
  at: number,
): readonly [Kind, number] {
  const text = texts[at] ?? '';
  const attribution = attributionLength(texts, at);
  if (attribution > 0) return ['attribution', attribution];
  if (isQuoted(text)) return ['quote', 1];
  if (isSeparator(text)) {
    const below = afterEmpty(texts, at + 1);
    const header = headerLength(texts, below, 2);
    return ['header', header === 0 ? 1 : below + header - at];
  }
  const isRuled = isRule(text) && lines[at]?.mark === null;
  const begin = isRuled ? afterEmpty(texts, at + 1) : at;
  const header = headerLength(texts, begin, isRuled ? 2 : 3);
  return header > 0 ? ['header', begin + header - at] : ['text', 1];
}

function afterEmpty(texts: readonly string[], at: number): number {
  let to = at;
  while (to < Math.min(texts.length, at + 3) && texts[to]?.trim() === '') to += 1;
  return to;
}

/** Also with the initials of its writer, or with bars. */
function isQuoted(text: string): boolean {
  return /^\s{0,3}(?:[A-Za-z]{1,3}>|[A-Z][a-z]{1,20}>\s|>|\|\s|\|$)/.test(text);
}

/** Below a header, or below an attribution of a letter that quotes without marks, everything is quoted. */
function foldRest(kinds: Kind[]): void {
  const rest = kinds.indexOf('rest');
  const first = kinds.findIndex(
    (kind, at) => (kind === 'header' || kind === 'attribution') && !isMarked(kinds, at),
  );
  if (rest >= 0) foldFrom(kinds, rest);
  if (first >= 0 && hasText(kinds.slice(0, first))) foldFrom(kinds, first);
}

/** Whether quoted lines with marks follow it. */
function isMarked(kinds: readonly Kind[], at: number): boolean {
  const next = kinds.slice(at).find((kind) => !['empty', 'attribution', 'header'].includes(kind));
  return next === 'quote';
}

function hasText(kinds: readonly Kind[]): boolean {
  return kinds.includes('text') || kinds.includes('code');
}

function foldFrom(kinds: Kind[], at: number): void {
  for (let line = at; line < kinds.length; line++) kinds[line] = 'rest';
}

const looseLines = 12;
const footerLines = 6;

/** From the end of each text, upwards. */
function foldSignatures(lines: readonly Line[], kinds: Kind[]): void {
  for (let at = kinds.length - 1; at >= 0; at--) {
    if (kinds[at] !== 'text') continue;
    const end = at + 1;
    const begin = signatureBegin(lines, kinds, end);
    if (begin !== null) for (let line = begin; line < end; line++) kinds[line] = 'signature';
    while (at > 0 && (kinds[at - 1] === 'text' || kinds[at - 1] === 'empty')) at -= 1;
  }
  foldTail(lines, kinds);
}

/** The line of the mark behind which this text, which ends before `end`, is a signature. */
function signatureBegin(
  lines: readonly Line[],
  kinds: readonly Kind[],
  end: number,
): number | null {
  let words = 0;
  let loose: number | null = null;
  for (let at = end - 1; at >= 0; at--) {
    if (kinds[at] !== 'text' && kinds[at] !== 'empty') break;
    const line = lines[at]?.text ?? '';
    const mark = delimiterOf(line);
    if (mark === 'strict') return at;
    if (mark === 'loose' && words <= looseLines) loose = at;
    if (loose === null && isFooterRule(line) && words > 0 && words <= footerLines) loose = at;
    if (line.trim() !== '') words += 1;
    if (words > looseLines * 2) break;
  }
  return loose;
}

/** Lines of devices, traces and rules at the end of each text. */
function foldTail(lines: readonly Line[], kinds: Kind[]): void {
  let next: Kind | undefined;
  for (let at = kinds.length - 1; at >= 0; at--) {
    const kind = kinds[at];
    if (kind === 'empty') continue;
    if (kind === 'text' && next !== 'text' && next !== 'code' && isTail(lines[at]?.text ?? ''))
      kinds[at] = 'signature';
    next = kinds[at];
  }
}

function isTail(text: string): boolean {
  const line = text.replace(/[\r\n]+$/, '');
  return isDevice(line) || isTrace(line) || isRule(line) || delimiterOf(line) !== null;
}

/** Quotes below the last text are folded, and those above the first one if they say whose they are. */
function foldQuotes(kinds: Kind[]): void {
  const last = kinds.lastIndexOf('text');
  const first = kinds.indexOf('text');
  for (let at = last + 1; at < kinds.length; at++) if (kinds[at] === 'quote') kinds[at] = 'rest';
  const isLed = kinds
    .slice(0, Math.max(0, first))
    .some((kind) => kind === 'attribution' || kind === 'header');
  const hasMore = kinds.slice(first, last).includes('quote');
  for (let at = 0; at < last; at++) {
    if (kinds[at] !== 'quote') continue;
    kinds[at] = at < first && isLed && !hasMore ? 'rest' : 'text';
  }
}

/** A letter without words of its own is shown as it is. */
function showQuotes(kinds: Kind[]): void {
  for (let at = 0; at < kinds.length; at++)
    if (kinds[at] === 'quote' || kinds[at] === 'rest') kinds[at] = 'text';
}

function pieces(lines: readonly Line[], kinds: readonly Kind[]): readonly Cut[] {
  const cuts: { kind: Cut['kind']; text: string }[] = [];
  for (const [at, { text }] of lines.entries()) {
    const kind = cutKind(kinds[Math.min(at, kinds.length - 1)] ?? 'text');
    const before = cuts.at(-1);
    if (before !== undefined && (kind === null || kind === before.kind)) before.text += text;
    else cuts.push({ kind: kind ?? 'text', text });
  }
  return cuts;
}

/** Null: as the line before. */
function cutKind(kind: Kind): Cut['kind'] | null {
  switch (kind) {
    case 'empty':
      return null;
    case 'text':
    case 'code':
    case 'quote':
      return 'text';
    case 'signature':
      return 'signature';
    case 'attribution':
    case 'header':
    case 'rest':
      return 'quoted';
  }
}
