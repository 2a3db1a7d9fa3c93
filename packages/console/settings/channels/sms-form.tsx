// The form of a channel of the kind *sms*: the provider, the number and the provider's credentials.
import { z } from 'zod';
import { useForm } from '../form/use-form.tsx';
import {
  keptField,
  name,
  nameInput,
  nameOf,
  type ProviderDialogProps,
  ProviderForm,
  savingOf,
  secretField,
} from './provider-frame.tsx';

const text = z.string();
const Sms = z.object({
  ...{ name, provider: z.enum(['twilio', 'vonage']), number: text },
  ...{ accountSid: text, authToken: text },
  ...{ apiKey: text, applicationId: text, signatureSecret: text, privateKey: text },
});

export function SmsDialog(props: ProviderDialogProps) {
  const { channel } = props;
  const known = channel?.settings ?? {};
  const form = useForm({
    schema: Sms,
    value: {
      ...{ name: nameOf(channel), number: known['number'] ?? '' },
      provider: known['provider'] === 'vonage' ? ('vonage' as const) : ('twilio' as const),
      ...{ accountSid: known['accountSid'] ?? '', authToken: '' },
      ...{ apiKey: known['apiKey'] ?? '', applicationId: known['applicationId'] ?? '' },
      ...{ signatureSecret: '', privateKey: '' },
    },
    ...savingOf(props),
  });
  const { field, fields } = form;
  const secret = secretField(channel);
  return (
    <ProviderForm {...props} form={form} steps={fields.provider === 'vonage' ? 'vonage' : 'twilio'}>
      {field('name', nameInput)}
      {channel === null && field('provider', { as: 'segmented' })}
      {field('number', { input: { type: 'tel' }, required: true, at: 'settings.number' })}
      {fields.provider === 'twilio' ? (
        <>
          {field('accountSid', { required: true, at: 'settings.accountSid' })}
          {field('authToken', { ...secret, at: 'settings.authToken' })}
        </>
      ) : (
        <>
          {field('apiKey', { required: true, at: 'settings.apiKey' })}
          {field('applicationId', { required: true, at: 'settings.applicationId' })}
          {field('signatureSecret', { ...secret, at: 'settings.signatureSecret' })}
          {field('privateKey', {
            ...{ as: 'area', rows: 4, at: 'settings.privateKey' },
            ...keptField(props),
          })}
        </>
      )}
    </ProviderForm>
  );
}
