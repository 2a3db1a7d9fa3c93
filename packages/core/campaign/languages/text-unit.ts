// One text of a document that may have a version in each language. Walks over documents hand every
// text to a function and put back what it returns, so that listing and translating cannot differ.

/** What a text is for. `link` and `image` are addresses: they may be left as they are. */
export type TextKind =
  | 'headline'
  | 'text'
  | 'action'
  | 'alt'
  | 'image'
  | 'link'
  | 'form.text'
  | 'form.label'
  | 'form.option'
  | 'button'
  | 'greeting'
  | 'title'
  | 'answer';

export interface TextUnit {
  /** Names the text in its document, whatever it says and wherever it stands. */
  readonly id: string;
  readonly kind: TextKind;
  /** The default. Never empty: an empty text is no unit. */
  readonly text: string;
  /** Characters of a translation, in UTF-16 units. */
  readonly limit: number;
}

/** Returns the text to put in its place. */
export type Say = (unit: TextUnit) => string;

/** Says a text unless it is empty. */
export function said(say: Say, unit: TextUnit): string {
  return unit.text.trim() === '' ? unit.text : say(unit);
}

/** Whether the text is an address, which needs no translation. */
export function isAddress({ kind }: Pick<TextUnit, 'kind'>): boolean {
  return kind === 'link' || kind === 'image';
}

/** Why a translation does not fit its place. Null if it does. */
export function misfit(unit: TextUnit, text: string): 'too-long' | 'no-address' | null {
  if (text.length > unit.limit) return 'too-long';
  if (!isAddress(unit)) return null;
  return /^(https?:\/\/|\/(?!\/))\S*$/.test(text) ? null : 'no-address';
}
