// The form of a channel of the kind *telephone*: the number and the carrier's credentials.
import { z } from 'zod';
import { useForm } from '../../form/use-form.tsx';
import {
  name,
  nameInput,
  nameOf,
  type ProviderDialogProps,
  ProviderForm,
  savingOf,
  secretField,
} from '../provider-frame.tsx';

const text = z.string();
const Telephone = z.object({
  ...{ name, number: text, accountSid: text, authToken: text },
  ...{ allowed: text, minutesADay: text },
});

export function TelephoneDialog(props: ProviderDialogProps) {
  const { channel } = props;
  const known = channel?.settings ?? {};
  const form = useForm({
    schema: Telephone,
    value: {
      ...{ name: nameOf(channel), number: known['number'] ?? '' },
      ...{ accountSid: known['accountSid'] ?? '', authToken: '' },
      ...{ allowed: known['allowed'] ?? '', minutesADay: known['minutesADay'] ?? '' },
    },
    ...savingOf(props),
  });
  const { field } = form;
  return (
    <ProviderForm {...props} form={form} steps="telephone">
      {field('name', nameInput)}
      {field('number', { input: { type: 'tel' }, required: true, at: 'settings.number' })}
      {field('accountSid', { required: true, at: 'settings.accountSid' })}
      {field('authToken', { ...secretField(channel), at: 'settings.authToken' })}
      {field('allowed', { at: 'settings.allowed' })}
      {field('minutesADay', { input: { inputMode: 'numeric' }, at: 'settings.minutesADay' })}
    </ProviderForm>
  );
}
