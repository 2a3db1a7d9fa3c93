// The form before a chat if nobody is there: with an address for the answer, and always with the
// question. These additions are not part of the form's answers.
import type { Values } from '@opportune/content/message/respond.ts';
import type { BeforeForm } from './state.ts';

/** No field of a form can have this id. */
const addressId = '.address';

/** A form that asks everybody for an address has it already; that one is now required. */
export function toLeave(form: BeforeForm, label: string): BeforeForm {
  const own = addressField(form);
  const asked = { type: 'email', id: addressId, label, required: true } as const;
  const fields = form.fields.map((each) =>
    each === own ? { ...each, field: { ...each.field, required: true } } : each,
  );
  return { ...form, question: true, fields: own ? fields : [...fields, { field: asked }] };
}

/** The address for the answer, and the answers. */
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
