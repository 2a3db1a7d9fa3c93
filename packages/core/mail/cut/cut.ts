// Divides the text of a letter into what its writer wrote and what is folded: quoted text and signatures.
// Nothing is deleted: the pieces joined are the text itself.

export interface Cut {
  readonly kind: 'text' | 'quoted' | 'signature';
  /** Whole lines, with their ends. */
  readonly text: string;
}

/** A line of a letter, and what its HTML says of it. */
export interface Line {
  /** With its end. */
  readonly text: string;
  /**
   * `quoted`: its mail program marked it as a quote. `rest`: so it did with this line and all that
   * follow. `attribution`: it says who wrote the quote that follows.
   */
  readonly mark: 'quoted' | 'rest' | 'attribution' | 'signature' | null;
}

export function linesOf(text: string): readonly Line[] {
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => ({ text: line, mark: null }));
}

/** What is shown: the writer's words, without empty lines around. */
export function wordsOf(cuts: readonly Cut[]): string {
  return cuts
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => text)
    .join('')
    .replace(/^(?:[^\S\n]*\n)+|\s+$/g, '');
}

export function foldedOf(cuts: readonly Cut[]): readonly Cut[] {
  return cuts.filter(({ kind, text }) => kind !== 'text' && text.trim() !== '');
}
