// Parses a document: its title, first paragraph, headings with anchors, and text by section for the
// search. It follows no links and draws nothing.
import MarkdownIt, { type Token } from 'markdown-it';
import { createAnchors } from './anchors.ts';

export interface Heading {
  readonly level: number;
  readonly words: string;
  readonly anchor: string;
}

/** A heading and the text up to the next one, as plain words. */
export interface Section extends Heading {
  readonly text: string;
}

export interface Parsed {
  readonly title: string;
  /** The first paragraph, as plain words. Empty if the document begins with something else. */
  readonly lead: string;
  readonly sections: readonly Section[];
}

const markdown = new MarkdownIt({ html: true });

/** Throws if the document has no heading of the first level. */
export function parseDocument(file: string, text: string): Parsed {
  const tokens = markdown.parse(text, {});
  const nextAnchor = createAnchors();
  const sections: { level: number; words: string; anchor: string; text: string[] }[] = [];
  let lead = '';
  tokens.forEach((token, at) => {
    if (token.type === 'heading_open') {
      const words = wordsOf(tokens[at + 1]);
      sections.push({ level: levelOf(token), words, anchor: nextAnchor(words), text: [] });
    } else if (tokens[at - 1]?.type !== 'heading_open') {
      const words = wordsOf(token);
      if (lead === '' && tokens[at - 1]?.type === 'paragraph_open') lead = words;
      if (words !== '') sections.at(-1)?.text.push(words);
    }
  });
  const title = sections.find(({ level }) => level === 1)?.words;
  if (title === undefined) throw new Error(`${file} has no title: a line that begins with "# "`);
  return {
    title,
    lead,
    sections: sections.map((section) => ({ ...section, text: section.text.join(' ') })),
  };
}

export function levelOf({ tag }: Token): number {
  return Number(tag.slice(1));
}

/** The visible text of a token: words and code, without marks, addresses and comments. */
export function wordsOf(token: Token | undefined): string {
  if (token === undefined) return '';
  if (token.type === 'fence' || token.type === 'code_inline') return token.content;
  if (token.type === 'text') return token.content;
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
  return (token.children ?? []).map((child) => wordsOf(child)).join('');
}
