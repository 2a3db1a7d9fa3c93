// Evaluates a form before a chat: which fields are shown for given answers, what is wrong, and what
// the answers are. Used for drawing and for storing, so that both agree.
import type {
  AskedField,
  BeforeField,
  BeforeForm,
} from '@opportune/protocol/conversation/before.ts';
import type { SkillId } from '@opportune/protocol/ids.ts';
import type {
  FormField,
  MessageContent,
} from '@opportune/protocol/conversation/message-content.ts';
import { type FieldProblem, problemsOf, respond, type Values } from '../message/respond.ts';

/** The fields shown. A field whose own condition is hidden is hidden too. */
export function shownFields<Field extends AskedField>(
  { fields }: { readonly fields: readonly Field[] },
  values: Values,
): readonly Field[] {
  const shown = new Set<string>();
  return fields.filter(({ field, when }) => {
    const holds = !when || (shown.has(when.field) && when.is.includes(valueIn(values, when.field)));
    if (holds) shown.add(field.id);
    return holds;
  });
}

/** By shown field: what is wrong with it. */
export function problemsBefore(
  form: BeforeForm,
  values: Values,
): ReadonlyMap<string, FieldProblem> {
  return problemsOf(fieldsOf(form, values), values);
}

/** The answers as a message carries them, without empty ones. Null if something is wrong. */
export function answersBefore(
  form: BeforeForm,
  values: Values,
): Extract<MessageContent, { type: 'filled' }> | null {
  const asked = { type: 'form', text: '', fields: fieldsOf(form, values) } as const;
  const responded = respond(asked, { values });
  if ('refused' in responded || responded.content.type !== 'filled') return null;
  return { type: 'filled', values: responded.content.values.filter(({ value }) => value !== '') };
}

/** The value given for a fact, trimmed. Empty if it was not asked for. */
export function factGiven(
  form: BeforeForm,
  values: Values,
  wanted: NonNullable<BeforeField['fact']>,
): string {
  const found = shownFields(form, values).find(({ fact }) => fact === wanted);
  const value = found && values[found.field.id];
  return typeof value === 'string' ? value.trim() : '';
}

/** The skill of the last answer that sets one. */
export function skillBefore(form: BeforeForm, values: Values): SkillId | null {
  return shownFields(form, values).reduce<SkillId | null>(
    (found, { field, skills }) => skills?.[valueIn(values, field.id)] ?? found,
    null,
  );
}

function fieldsOf(form: BeforeForm, values: Values): readonly FormField[] {
  return shownFields(form, values).map(({ field }) => field);
}

function valueIn(values: Values, field: string): string {
  const value = values[field];
  return typeof value === 'string' ? value.trim() : value ? 'yes' : 'no';
}
