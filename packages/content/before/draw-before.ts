// Draws the form before a chat: the fields shown for the given answers, and the visitor's question.
// The same in the chat window and in the editor's preview, where nothing is sent.
import type { AskedForm } from '@opportune/protocol/conversation/before.ts';
import type { FormField } from '@opportune/protocol/conversation/message-content.ts';
import { shownFields } from './before-form.ts';
import { drawField, type FieldWords, sayProblems, valuesIn } from '../message/draw-form.ts';
import { draw } from '../draw.ts';
import { drawText } from '../message/inline-text.ts';
import type { Values } from '../message/respond.ts';

export interface BeforeWords extends FieldWords {
  readonly question: string;
  readonly start: string;
}

/** The answers so far: fields by id, and the question. */
export interface BeforeTyped {
  readonly values: Values;
  readonly question: string;
}

export interface BeforeActs {
  changed(typed: BeforeTyped): void;
  submit(typed: BeforeTyped): void;
}

/** No field of a form can have this id. */
const questionId = '.question';

/** Null acts: it is for viewing only; its fields may be tried. */
export function drawBefore(
  form: AskedForm,
  { id, typed }: { readonly id: string; readonly typed: BeforeTyped },
  words: BeforeWords,
  acts: BeforeActs | null,
): HTMLElement {
  const fields = [...form.fields.map(({ field }) => field), ...questionOf(form, words)];
  const drawn = new Map(
    fields.map((field) => [field, drawField(field, `${id}-${field.id}`, words)]),
  );
  const submit = draw('button', { type: 'submit', class: 'm-main' }, words.start);
  const element = draw('form', { class: 'm m-before', novalidate: '' });
  if (form.text) element.append(draw('div', { class: 'm-said' }, ...drawText(form.text, true)));
  element.append(...drawn.values(), submit);
  fillIn(element, fields, id, { ...typed.values, [questionId]: typed.question });
  const read = (): Values => valuesIn(element, fields, id);
  const shown = (): readonly FormField[] => {
    const visible = new Set(shownFields(form, read()).map(({ field }) => field));
    return fields.filter((field) => field.id === questionId || visible.has(field));
  };
  const follow = (): void => {
    const visible = new Set(shown());
    for (const [field, place] of drawn) place.toggleAttribute('hidden', !visible.has(field));
  };
  follow();
  element.addEventListener('input', () => {
    follow();
    acts?.changed(typedOf(read()));
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const asked = shown();
    const places = asked.flatMap((field) => drawn.get(field) ?? []);
    if (sayProblems(asked, read(), places, words)) acts?.submit(typedOf(read()));
  });
  return element;
}

function questionOf({ question }: AskedForm, words: BeforeWords): readonly FormField[] {
  if (!question) return [];
  const field = { id: questionId, label: words.question, required: true } as const;
  return [{ ...field, type: 'text', lines: 'many' }];
}

function typedOf({ [questionId]: question, ...values }: Values): BeforeTyped {
  return { values, question: typeof question === 'string' ? question : '' };
}

function fillIn(form: HTMLElement, fields: readonly FormField[], id: string, values: Values): void {
  for (const control of form.querySelectorAll<HTMLInputElement>('input,select,textarea')) {
    const name = control.type === 'radio' ? control.name : control.id;
    const field = fields.find((each) => name === `${id}-${each.id}`);
    const value = field && values[field.id];
    if (typeof value === 'boolean') control.checked = value;
    else if (value && control.type === 'radio') control.checked = control.value === value;
    else if (value) control.value = value;
  }
}
