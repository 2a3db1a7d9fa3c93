// Ranks the predefined answers that fit the text after the slash, likeliest first. Pure, and fast enough to
// run at every key.
import type { PredefinedAnswer } from '@opportune/protocol/rest/conversation/answers.ts';

export interface Wanted {
  /** The text after the slash. */
  readonly query: string;
  /** The visitor's language; null if unknown. */
  readonly language: string | null;
  /** The skill that the conversation asks for. */
  readonly skill: string | null;
  /** The agent's skills. */
  readonly skills: readonly string[];
  /** Ids of answers that fit what the visitor seems to want, likeliest first. */
  readonly fitting: readonly string[];
}

/** The text after a slash that begins a word, and the position of that slash; null if there is none. */
export function slashBefore(
  text: string,
  caret: number,
): { readonly at: number; readonly query: string } | null {
  const found = /(?:^|\s)\/((?!\s)[^\n/]{0,40})$/u.exec(text.slice(0, caret));
  if (found === null) return null;
  const query = found[1] ?? '';
  return { at: caret - query.length - 1, query };
}

/** The answers that fit, best first: by shortcut, then by title, folder and text. */
export function rankAnswers(
  answers: readonly PredefinedAnswer[],
  wanted: Wanted,
): readonly PredefinedAnswer[] {
  const words = wanted.query.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked: { readonly answer: PredefinedAnswer; readonly key: readonly number[] }[] = [];
  for (const answer of answers) {
    if (!isFor(answer, wanted)) continue;
    const fit = fitOf(answer, words);
    if (fit === null) continue;
    const skill = answer.skill !== null && answer.skill === wanted.skill ? 0 : 1;
    const language = languageRank(answer, wanted);
    const key = [fit, needRank(answer, wanted, language), language, skill, answer.own ? 0 : 1];
    ranked.push({ answer, key });
  }
  return ranked
    .sort((a, b) => compare(a.key, b.key) || byShortcut(a.answer, b.answer))
    .map(({ answer }) => answer);
}

function isFor({ skill }: PredefinedAnswer, wanted: Wanted): boolean {
  return skill === null || skill === wanted.skill || wanted.skills.includes(skill);
}

/**
 * 0 for the shortcut itself, then its beginning, the words of the title, parts of both, the folder, the
 * text. Folder and text are compared only with a single word of three letters or more. Null if nothing
 * fits.
 */
function fitOf(answer: PredefinedAnswer, words: readonly string[]): number | null {
  const [first] = words;
  if (first === undefined) return 0;
  const { shortcut } = answer;
  if (words.length === 1 && shortcut === first) return 0;
  if (words.length === 1 && shortcut.startsWith(first)) return 1;
  const title = answer.title.toLowerCase();
  if (words.every((word) => beginsAWord(title, word))) return 2;
  if (words.every((word) => shortcut.includes(word) || title.includes(word))) return 3;
  // Several words are usually the message itself, so only names of the answer may match them.
  if (words.length > 1 || first.length < 3) return null;
  if (answer.folder.toLowerCase().includes(first)) return 4;
  return answer.text.toLowerCase().includes(first) ? 5 : null;
}

function beginsAWord(text: string, word: string): boolean {
  return text.startsWith(word) || text.includes(` ${word}`);
}

/**
 * Whether an answer is listed first because it fits what the visitor seems to want and its language can be
 * read.
 */
export function isFitting(answer: PredefinedAnswer, wanted: Wanted): boolean {
  return needRank(answer, wanted, languageRank(answer, wanted)) < wanted.fitting.length;
}

/**
 * The rank among answers that fit the need. Answers that do not fit, or are in another language, come last.
 */
function needRank({ id }: PredefinedAnswer, { fitting, language }: Wanted, read: number): number {
  const at = language !== null && read === otherLanguage ? -1 : fitting.indexOf(id);
  return at === -1 ? fitting.length : at;
}

const otherLanguage = 2;

/** The visitor's language first, then answers without a language, then other languages. */
function languageRank({ language }: PredefinedAnswer, wanted: Wanted): number {
  if (language === null) return 1;
  if (wanted.language === null) return otherLanguage;
  return primary(language) === primary(wanted.language) ? 0 : otherLanguage;
}

function primary(language: string): string {
  return language.toLowerCase().split('-')[0] ?? '';
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function byShortcut(a: PredefinedAnswer, b: PredefinedAnswer): number {
  return a.shortcut === b.shortcut ? (a.id < b.id ? -1 : 1) : a.shortcut < b.shortcut ? -1 : 1;
}
