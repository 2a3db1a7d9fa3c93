// Records an opt-in: its purpose, where it was given and to which words. The time is now.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { OptIn } from '@opportune/protocol/contact/permission.ts';
import { NewOptIn } from '@opportune/protocol/rest/contact/permission.ts';
import { api } from '../../api/client.ts';
import { addressWords } from '../../inbox/customer/contact/contact-words.ts';
import { FormDialog } from '../../settings/form/form-frame.tsx';
import { useForm } from '../../settings/form/use-form.tsx';
import { serverNow, t } from '../../ui/index.ts';
import { isolated } from '../../words/isolated.ts';

const Draft = NewOptIn.pick({ purpose: true, place: true, words: true });

interface OptInDialogProps {
  readonly address: AddressAt;
  /** What is read again afterwards. */
  readonly path: string;
  readonly onClose: () => void;
}

export function OptInDialog({ address: { channel, address }, path, onClose }: OptInDialogProps) {
  const form = useForm({
    schema: Draft,
    value: { purpose: 'marketing', place: '', words: '' },
    words: 'permission.form',
    save: (draft) =>
      api.post('/opt-ins', { channel, address, givenAt: serverNow(), ...draft }, OptIn),
    invalidates: [path],
    onDone: onClose,
  });
  const { field } = form;
  return (
    <FormDialog
      form={form}
      title={t('permission.form.title', { address: isolated(addressWords({ channel, address })) })}
      width={440}
      onClose={onClose}
      save={t('permission.record')}
    >
      {field('purpose', { input: { 'data-autofocus': true } })}
      {field('place')}
      {field('words')}
    </FormDialog>
  );
}
