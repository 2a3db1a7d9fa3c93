// The form of a new secret key. It shows the secret, for the only time.
import { useState } from 'react';
import { z } from 'zod';
import { CreatedKey } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { ShownOnce } from '../form/shown-once.tsx';
import { useForm } from '../form/use-form.tsx';

const Fields = z.object({ name: z.string().trim().min(1).max(80) });

export function NewKeyDialog({ site, onClose }: { site: string; onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm({
    schema: Fields,
    value: { name: '' },
    words: 'settings.keys.new',
    save: (draft) => api.post(`/sites/${site}/keys`, draft, CreatedKey),
    invalidates: ['/sites'],
    onDone: (made) => setSecret(made.secret),
  });
  if (secret !== null)
    return (
      <ShownOnce
        title={t('settings.keys.created.title')}
        text={t('settings.keys.created.text')}
        secret={secret}
        copy={t('settings.keys.created.copy')}
        done={t('settings.keys.created.done')}
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      form={form}
      title={t('settings.keys.new.title')}
      onClose={onClose}
      save={t('settings.keys.new.create')}
    >
      {form.field('name', { input: { 'data-autofocus': true } })}
    </FormDialog>
  );
}
