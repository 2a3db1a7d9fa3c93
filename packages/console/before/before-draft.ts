// The draft of a form before the chat. It reports what is still wrong, by field, and what each
// field may depend on. Only what the schema accepts can be saved. Pure.
import { BeforeForm, type BeforeField } from '@opportune/protocol/conversation/before.ts';
import type { FormField } from '@opportune/protocol/conversation/message-content.ts';
import { newField, type Wrong } from '../inbox/content/content-draft.ts';

export const newBefore: BeforeForm = {
  text: '',
  question: true,
  fields: [
    { field: { ...newField([], 'text'), required: false }, fact: 'name' },
    { field: newField([{ id: 'r1' }], 'email'), fact: 'email' },
  ],
};

export type Ready =
  | { readonly form: BeforeForm; readonly wrong: null }
  /** Keyed by field, such as `fields.0.label`. */
  | { readonly form: null; readonly wrong: ReadonlyMap<string, Wrong> };

export function readyBefore(draft: BeforeForm): Ready {
  const parsed = BeforeForm.safeParse(trimmedBefore(draft));
  if (parsed.success) return { form: parsed.data, wrong: null };
  const wrong = new Map<string, Wrong>();
  for (const { path, code } of parsed.error.issues) {
    const at = path
      .map(String)
      .filter((each) => each !== 'field')
      .join('.');
    const few = at.includes('options') || code === 'custom';
    if (!wrong.has(at)) wrong.set(at, few ? 'few' : code === 'too_big' ? 'long' : 'missing');
  }
  return { form: null, wrong };
}

/**
 * Drops empty options, facts that a field of this kind cannot hold, skills of removed options, and
 * conditions on what was removed.
 */
export function trimmedBefore(draft: BeforeForm): BeforeForm {
  const above: FormField[] = [];
  const fields = draft.fields.map((each) => {
    const field = withoutEmpty(each.field);
    const { when, skills, fact, ...rest } = each;
    const known = field.type === 'text' || field.type === 'email' ? fact : undefined;
    const holds = when !== undefined && triggersOf(above).some((one) => isSame(one, when));
    const kept = ofOptions(field, skills);
    above.push(field);
    return {
      ...rest,
      field,
      ...(known === undefined ? {} : { fact: known }),
      ...(holds ? { when } : {}),
      ...(kept.length > 0 ? { skills: Object.fromEntries(kept) } : {}),
    };
  });
  return { ...draft, fields };
}

/** The skills of options that the field still has. */
function ofOptions(field: FormField, skills: BeforeForm['fields'][number]['skills']) {
  return Object.entries(skills ?? {}).filter(
    ([option]) => field.type === 'choice' && field.options.some(({ id }) => id === option),
  );
}

function withoutEmpty(field: FormField): FormField {
  if (field.type !== 'choice') return field;
  return { ...field, options: field.options.filter(({ text }) => text.trim() !== '') };
}

/** An answer that shows a field below it. */
export interface Trigger {
  readonly field: string;
  readonly is: string;
  readonly label: string;
  /** The text of the option. Null for a consent. */
  readonly option: string | null;
}

/** What fields below these may depend on: options of choices, and consents. */
export function triggersOf(above: readonly FormField[]): readonly Trigger[] {
  return above.flatMap((field): Trigger[] => {
    const { id, label } = field;
    if (field.type === 'choice')
      return field.options.map(({ id: is, text }) => ({ field: id, is, label, option: text }));
    if (field.type !== 'consent') return [];
    return ['yes', 'no'].map((is) => ({ field: id, is, label, option: null }));
  });
}

function isSame({ field, is }: Trigger, when: NonNullable<BeforeField['when']>): boolean {
  return field === when.field && when.is.includes(is);
}
