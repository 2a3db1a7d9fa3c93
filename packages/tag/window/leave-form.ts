// The form before a chat as it is asked where nobody is there: with an address to answer to, and always
// with the question. What is added is no answer to the form, and stays out of its answers.
import type { Values } from '@opportune/content/message/respond.ts';
import type { BeforeForm } from './state.ts';

/** No field of a form can have it. */
const addressId = '.address';

/** A form that asks everybody for an address has it already; that one is needed now. */
export function toLeave(form: BeforeForm, label: string): BeforeForm {
  const own = addressField(form);
  const asked = { type: 'email', id: addressId, label, required: true } as const;
  const fields = form.fields.map((each) =>
    each === own ? { ...each, field: { ...each.field, required: true } } : each,
  );
  return { ...form, question: true, fields: own ? fields : [...fields, { field: asked }] };
}

/** Where to answer, and the answers. */
export function leftWith(
  form: BeforeForm,
  { [addressId]: added, ...values }: Values,
): { readonly address: string; readonly values: Values } {
  const own = addressField(form);
  return { address: String(own ? values[own.field.id] : added).trim(), values };
}

function addressField({ fields }: BeforeForm): BeforeForm['fields'][number] | undefined {
  return fields.find(({ field, when }) => field.type === 'email' && !when);
}
