// The draft of replies, cards or a form, complete or not. It reports what is wrong with each field; only
// what the schema accepts can be sent.
import {
  ComposedContent,
  type Card,
  type FormField,
} from '@opportune/protocol/conversation/message-content.ts';

export type Kind = ComposedContent['type'];
export type Wrong = 'missing' | 'long' | 'address' | 'few' | 'whole';

/** New content with the fields that are filled in first. */
export function newContent(kind: Kind): ComposedContent {
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

/** A new choice with an id that none of the others has. */
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

/** Options from lines, each with its own id. */
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
  | { readonly content: ComposedContent; readonly wrong: null }
  /** By field, such as `cards.0.title`. */
  | { readonly content: null; readonly wrong: ReadonlyMap<string, Wrong> };

/** The content if it can be sent, else what is wrong with it. */
export function readyContent(draft: ComposedContent): Ready {
  const parsed = ComposedContent.safeParse(trimmed(draft));
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

/** The content as it would be sent now, without empty optional fields. */
export function trimmed(draft: ComposedContent): ComposedContent {
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
        fields: fields.map(trimmedField),
      };
    }
  }
}

function trimmedField<Field extends FormField>(field: Field): Field {
  if (field.type !== 'choice') return field;
  return { ...field, options: field.options.filter(({ text }) => text.trim() !== '') };
}

function trimmedCard({ title, text, image, buttons }: Card): Card {
  return {
    title,
    ...(text?.trim() ? { text } : {}),
    ...(image !== undefined && image.url.trim() !== '' ? { image } : {}),
    buttons,
  };
}
