// The form of a new secret key, and the one sight of its secret.
import { useState } from 'react';
import { CreatedKey } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { fieldError, TextField, useApiMutation } from '../../ui/index.ts';
import { SaveDialog } from '../form/save-dialog.tsx';
import { ShownOnce } from '../form/shown-once.tsx';
import { s } from '../words.ts';

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
        title={s('keys.created.title')}
        text={s('keys.created.text')}
        secret={secret}
        copy={s('keys.created.copy')}
        done={s('keys.created.done')}
        onClose={onClose}
      />
    );
  }
  return (
    <SaveDialog
      title={s('keys.new.title')}
      onClose={onClose}
      onSave={() => create.mutate(undefined)}
      disabled={create.isPending || name.trim() === ''}
      save={s('keys.new.create')}
    >
      <TextField
        label={s('keys.new.name')}
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
