// Draws a form of a message: its fields with their questions, and each problem at its field. Sent
// once; afterwards it shows that it was answered. For a reader who cannot answer, its fields are
// disabled.
import type {
  FormField,
  MessageContent,
} from '@opportune/protocol/conversation/message-content.ts';
import { draw } from '../draw.ts';
import { drawLine, drawText, shown } from './inline-text.ts';
import type { MessageActs, MessageWords } from './reader.ts';
import { problemsOf } from './respond.ts';
import type { Values } from './respond.ts';

type Form = Extract<MessageContent, { type: 'form' }>;
export type FieldWords = Pick<MessageWords, 'optional' | 'chooseOne' | 'problems'>;
type Of<Type extends FormField['type']> = Extract<FormField, { type: Type }>;

/** A choice with more options than this is a drop-down list. */
const openOptions = 4;
const valueLength = 1000;

export function drawForm(
  form: Form,
  { id, answered }: { readonly id: string; readonly answered: boolean },
  words: MessageWords,
  acts: MessageActs | null,
): HTMLElement {
  const title = draw('div', { class: 'm-title', id: `${id}-t` }, ...drawText(form.text, true));
  const box = (...inside: (HTMLElement | null)[]): HTMLElement =>
    draw(
      'div',
      { class: 'm-card m-form', role: 'group', 'aria-labelledby': `${id}-t` },
      title,
      ...inside,
    );
  if (answered) return box(draw('p', { class: 'm-done' }, words.answered));
  const fields = form.fields.map((field) => drawField(field, `${id}-${field.id}`, words));
  const submit =
    acts &&
    draw(
      'button',
      { type: 'submit', class: 'm-main' },
      form.submit ? shown(form.submit) : words.submit,
    );
  const inside = draw('fieldset', { disabled: acts ? null : '' }, ...fields, submit);
  const element = draw('form', { novalidate: '', 'aria-labelledby': `${id}-t` }, inside);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = valuesIn(element, form.fields, id);
    if (!sayProblems(form.fields, values, fields, words)) return;
    inside.setAttribute('disabled', '');
    acts?.submit(values);
  });
  return box(element);
}

export function drawField(field: FormField, id: string, words: FieldWords): HTMLElement {
  const error = draw('p', { class: 'm-err', id: `${id}-e`, role: 'alert' });
  const hint = field.required ? null : draw('small', {}, words.optional);
  const label = [...drawLine(field.label), hint ? ' ' : null, hint];
  if (field.type === 'consent') {
    const check = draw('input', { type: 'checkbox', id, ...wanted(field, id) });
    return draw(
      'div',
      { class: 'm-field' },
      draw('label', { class: 'm-check' }, check, draw('span', { dir: 'auto' }, ...label)),
      error,
    );
  }
  if (field.type === 'choice' && field.options.length <= openOptions)
    return draw(
      'fieldset',
      { class: 'm-field', role: 'radiogroup', ...wanted(field, id) },
      draw('legend', { dir: 'auto' }, ...label),
      ...field.options.map((option) =>
        draw(
          'label',
          { class: 'm-check' },
          draw('input', { type: 'radio', name: id, value: option.id }),
          draw('span', { dir: 'auto' }, shown(option.text)),
        ),
      ),
      error,
    );
  return draw(
    'div',
    { class: 'm-field' },
    draw('label', { for: id, dir: 'auto' }, ...label),
    field.type === 'choice' ? drawList(field, id, words) : drawBox(field, id),
    error,
  );
}

function drawList(field: Of<'choice'>, id: string, words: FieldWords): HTMLElement {
  return draw(
    'select',
    { id, ...wanted(field, id) },
    draw('option', { value: '' }, words.chooseOne),
    ...field.options.map((option) => draw('option', { value: option.id }, shown(option.text))),
  );
}

function drawBox(field: Of<'text' | 'email' | 'number'>, id: string): HTMLElement {
  const shared = { id, maxlength: `${valueLength}`, dir: 'auto', ...wanted(field, id) };
  switch (field.type) {
    case 'email':
      return draw('input', { ...shared, type: 'email', autocomplete: 'email', inputmode: 'email' });
    case 'number':
      return draw('input', { ...shared, inputmode: 'decimal', autocomplete: 'off' });
    case 'text':
      return field.lines === 'many'
        ? draw('textarea', { ...shared, rows: '3' })
        : draw('input', { ...shared, type: 'text' });
  }
}

function wanted(field: FormField, id: string): Record<string, string | null> {
  return { 'aria-describedby': `${id}-e`, 'aria-required': field.required ? 'true' : null };
}

export function valuesIn(form: HTMLElement, fields: readonly FormField[], id: string): Values {
  const controls = [...form.querySelectorAll<HTMLInputElement>('input,select,textarea')];
  const valueOf = (name: string): string | boolean => {
    const radio = controls.filter((each) => each.name === name);
    if (radio.length > 0) return radio.find(({ checked }) => checked)?.value ?? '';
    const control = controls.find((each) => each.id === name);
    return control?.type === 'checkbox' ? control.checked : (control?.value ?? '');
  };
  return Object.fromEntries(fields.map((field) => [field.id, valueOf(`${id}-${field.id}`)]));
}

/** True if nothing is wrong. Otherwise the first wrong field gets the focus. */
export function sayProblems(
  fields: readonly FormField[],
  values: Values,
  drawn: readonly HTMLElement[],
  words: FieldWords,
): boolean {
  const problems = problemsOf(fields, values);
  let first: HTMLElement | null = null;
  fields.forEach((field, at) => {
    const problem = problems.get(field.id);
    const control = drawn[at]?.querySelector<HTMLElement>('input,select,textarea');
    const error = drawn[at]?.querySelector('.m-err');
    if (error) error.textContent = problem ? words.problems[problem] : '';
    if (problem) control?.setAttribute('aria-invalid', 'true');
    else control?.removeAttribute('aria-invalid');
    if (problem && !first) first = control ?? null;
  });
  (first as HTMLElement | null)?.focus();
  return problems.size === 0;
}
