// What a visitor's tap or filled form results in: the content of the answering message, with the
// words of the message that asked. Used for drawing and for storing, so that both agree on what a
// form accepts.
import type {
  FilledField,
  FormField,
  MessageContent,
} from '@opportune/protocol/conversation/message-content.ts';

export type Values = Readonly<Record<string, string | boolean>>;
export type FieldProblem = 'missing' | 'email' | 'number' | 'range' | 'option' | 'long';

/** A copy of the schema's bound: a browser's bundle contains no schema. */
const valueLength = 1000;
const email = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@.<>(),;:"]{2,}$/;

/** Whether it has the form of an address. Only a letter can show whether it exists. */
export function isEmail(text: string): boolean {
  return email.test(text);
}

export type Responded =
  | { readonly content: Extract<MessageContent, { type: 'chosen' | 'filled' }> }
  | { readonly refused: 'not-answerable' }
  | { readonly refused: 'invalid'; readonly field: string };

/**
 * The id of the only message that answers quick replies or a form: a second one is the same
 * message.
 */
export function responseId(to: string): string {
  return `re.${to}`;
}

/** Whether only the first answer counts. Cards may be answered again and again. */
export function isAnsweredOnce(content: MessageContent | undefined): boolean {
  return content?.type === 'replies' || content?.type === 'form';
}

export function respond(
  content: MessageContent | undefined,
  response: { readonly choice: string } | { readonly values: Values },
): Responded {
  if ('choice' in response) return choose(content, response.choice);
  if (content?.type !== 'form') return { refused: 'not-answerable' };
  const [wrong] = problemsOf(content.fields, response.values);
  if (wrong !== undefined) return { refused: 'invalid', field: wrong[0] };
  const values = content.fields.map((field) => filled(field, response.values[field.id]));
  return { content: { type: 'filled', values } };
}

function choose(content: MessageContent | undefined, id: string): Responded {
  const offered =
    content?.type === 'replies'
      ? content.replies
      : content?.type === 'cards'
        ? content.cards.flatMap(({ buttons }) => buttons.filter(({ type }) => type === 'reply'))
        : [];
  const found = offered.find((each) => 'id' in each && each.id === id);
  return found === undefined
    ? { refused: 'not-answerable' }
    : { content: { type: 'chosen', id, text: found.text } };
}

/** By field: what is wrong with its value. Empty if all is well. */
export function problemsOf(
  fields: readonly FormField[],
  values: Values,
): ReadonlyMap<string, FieldProblem> {
  const found = new Map<string, FieldProblem>();
  for (const field of fields) {
    const problem = problemOf(field, values[field.id]);
    if (problem !== null) found.set(field.id, problem);
  }
  return found;
}

function problemOf(field: FormField, value: string | boolean | undefined): FieldProblem | null {
  if (field.type === 'consent') return field.required && value !== true ? 'missing' : null;
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') return field.required ? 'missing' : null;
  if (text.length > valueLength) return 'long';
  switch (field.type) {
    case 'text':
      return null;
    case 'email':
      return isEmail(text) ? null : 'email';
    case 'choice':
      return field.options.some(({ id }) => id === text) ? null : 'option';
    case 'number':
      return numberProblem(field, text);
  }
}

function numberProblem(
  {
    min = -Infinity,
    max = Infinity,
  }: { readonly min?: number | undefined; readonly max?: number | undefined },
  text: string,
): FieldProblem | null {
  if (!/^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(text)) return 'number';
  const value = Number(text.replace(',', '.'));
  return value < min || value > max ? 'range' : null;
}

function filled(field: FormField, value: string | boolean | undefined): FilledField {
  const { id, label } = field;
  if (field.type === 'consent') return { field: id, label, value: value === true };
  const text = typeof value === 'string' ? value.trim() : '';
  const chosen =
    field.type === 'choice' ? field.options.find((each) => each.id === text)?.text : undefined;
  return { field: id, label, value: chosen ?? text };
}
