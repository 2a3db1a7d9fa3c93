// The form of a provider's channel: the steps at the provider, a name and the credentials. Credentials
// are never shown again: an empty field leaves them as they are.
import { z } from 'zod';
import { newId } from '../../api/new-id.ts';
import { useForm } from '../form/use-form.tsx';
import { InstagramDialog, MessengerDialog, WhatsappDialog } from './meta-form.tsx';
import { SmsDialog } from './sms-form.tsx';
import { TelephoneDialog } from './telephone/telephone-form.tsx';
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

export function ProviderDialog(props: ProviderDialogProps) {
  switch (props.kind) {
    case 'telegram':
      return <TelegramDialog {...props} />;
    case 'line':
      return <LineDialog {...props} />;
    case 'whatsapp':
      return <WhatsappDialog {...props} />;
    case 'messenger':
      return <MessengerDialog {...props} />;
    case 'instagram':
      return <InstagramDialog {...props} />;
    case 'sms':
      return <SmsDialog {...props} />;
    case 'telephone':
      return <TelephoneDialog {...props} />;
  }
}

const Telegram = z.object({ name, botToken: z.string(), secretToken: z.string() });
const Line = z.object({ name, channelSecret: z.string(), channelToken: z.string() });

function TelegramDialog(props: ProviderDialogProps) {
  const { channel } = props;
  // Nobody has to remember it: it only has to be hard to guess.
  const secretToken = channel === null ? newId() + newId() : '';
  const form = useForm({
    schema: Telegram,
    value: { name: nameOf(channel), botToken: '', secretToken },
    ...savingOf(props),
  });
  const { field } = form;
  return (
    <ProviderForm {...props} form={form} steps="telegram">
      {field('name', nameInput)}
      {field('botToken', { ...secretField(channel), at: 'settings.botToken' })}
      {field('secretToken', { ...keptField(props), at: 'settings.secretToken' })}
    </ProviderForm>
  );
}

function LineDialog(props: ProviderDialogProps) {
  const { channel } = props;
  const form = useForm({
    schema: Line,
    value: { name: nameOf(channel), channelSecret: '', channelToken: '' },
    ...savingOf(props),
  });
  const { field } = form;
  return (
    <ProviderForm {...props} form={form} steps="line">
      {field('name', nameInput)}
      {field('channelSecret', { ...secretField(channel), at: 'settings.channelSecret' })}
      {field('channelToken', { ...secretField(channel), at: 'settings.channelToken' })}
    </ProviderForm>
  );
}
