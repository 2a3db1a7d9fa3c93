// The form of a new secret key, and the one sight of its secret.
import { useState } from 'react';
import { CreatedKey } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { fieldError, TextField, useApiMutation, t } from '../../ui/index.ts';
import { SaveDialog } from '../form/save-dialog.tsx';
import { ShownOnce } from '../form/shown-once.tsx';

export function NewKeyDialog({ site, onClose }: { site: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const create = useApiMutation(
    () => api.post(`/sites/${site}/keys`, { name: name.trim() }, CreatedKey),
    { invalidates: ['/sites'], onDone: (made) => setSecret(made.secret) },
  );
  if (secret !== null) {
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
  }
  return (
    <SaveDialog
      title={t('settings.keys.new.title')}
      onClose={onClose}
      onSave={() => create.mutate(undefined)}
      disabled={create.isPending || name.trim() === ''}
      save={t('settings.keys.new.create')}
    >
      <TextField
        label={t('settings.keys.new.name')}
        value={name}
        required
        maxLength={80}
        data-autofocus
        error={fieldError(create.error)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </SaveDialog>
  );
}
