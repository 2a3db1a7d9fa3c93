// What is being made to be sent beside text: replies, cards or a form, as far as they are. It knows
// what is still wrong with it, by field; only what the schema takes can be sent.
import {
  OfferedContent,
  type Card,
  type FormField,
} from '@opportune/protocol/conversation/message-content.ts';

export type Kind = OfferedContent['type'];
export type Wrong = 'missing' | 'long' | 'address' | 'few' | 'whole';

/** Begins with what one would fill in first. */
export function newContent(kind: Kind): OfferedContent {
  switch (kind) {
    case 'replies':
      return { type: 'replies', text: '', replies: [choice([]), choice([choice([])])] };
    case 'cards':
      return { type: 'cards', cards: [newCard] };
    case 'form':
      return { type: 'form', text: '', fields: [newField([], 'text')] };
  }
}

export const newCard: Card = { title: '', buttons: [] };

/** With an id that none of the others has. */
export function choice(others: readonly { readonly id: string }[]): { id: string; text: string } {
  return { id: freeId(others), text: '' };
}

export function newField(
  others: readonly { readonly id: string }[],
  type: FormField['type'],
  before: { readonly id: string; readonly label: string; readonly required: boolean } = {
    id: freeId(others),
    label: '',
    required: true,
  },
): FormField {
  const { id, label, required } = before;
  const base = { id, label, required };
  switch (type) {
    case 'text':
      return { type, ...base, lines: 'one' };
    case 'choice':
      return { type, ...base, options: [] };
    default:
      return { type, ...base };
  }
}

/** Options from lines, each with an id of its own. */
export function optionsFrom(text: string): { id: string; text: string }[] {
  return text.split('\n').map((line, at) => ({ id: `o${at + 1}`, text: line }));
}

function freeId(others: readonly { readonly id: string }[]): string {
  const taken = new Set(others.map(({ id }) => id));
  let at = others.length + 1;
  while (taken.has(`r${at}`)) at += 1;
  return `r${at}`;
}

export type Ready =
  | { readonly content: OfferedContent; readonly wrong: null }
  /** By field, as `cards.0.title`. */
  | { readonly content: null; readonly wrong: ReadonlyMap<string, Wrong> };

/** Ready to be sent, or what is wrong. */
export function readyContent(draft: OfferedContent): Ready {
  const parsed = OfferedContent.safeParse(trimmed(draft));
  if (parsed.success) return { content: parsed.data, wrong: null };
  const wrong = new Map<string, Wrong>();
  for (const { path, code } of parsed.error.issues) {
    const at = path.map(String).join('.');
    if (!wrong.has(at)) wrong.set(at, wrongOf(code, at));
  }
  return { content: null, wrong };
}

function wrongOf(code: string, at: string): Wrong {
  if (at.includes('options')) return 'few';
  if (at.endsWith('url')) return 'address';
  if (code === 'too_small') return 'missing';
  return code === 'too_big' ? 'long' : 'whole';
}

/** As it would go out now: what was left empty and may be is left out. */
export function trimmed(draft: OfferedContent): OfferedContent {
  switch (draft.type) {
    case 'replies':
      return { ...draft, replies: draft.replies.filter(({ text }) => text.trim() !== '') };
    case 'cards': {
      const { text, cards, ...rest } = draft;
      return { ...rest, ...(text?.trim() ? { text } : {}), cards: cards.map(trimmedCard) };
    }
    case 'form': {
      const { submit, fields, ...rest } = draft;
      return {
        ...rest,
        ...(submit?.trim() ? { submit } : {}),
        fields: fields.map((field) =>
          field.type === 'choice'
            ? { ...field, options: field.options.filter(({ text }) => text.trim() !== '') }
            : field,
        ),
      };
    }
  }
}

function trimmedCard({ title, text, image, buttons }: Card): Card {
  return {
    title,
    ...(text?.trim() ? { text } : {}),
    ...(image !== undefined && image.url.trim() !== '' ? { image } : {}),
    buttons,
  };
}
