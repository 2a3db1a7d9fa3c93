// The form of a person: of a new one, who is invited, or of one who is there.
import { useState } from 'react';
import { Invitation, RevisedUser, Role } from '@opportune/protocol/rest/account.ts';
import type { z } from 'zod';
import { api } from '../../api/client.ts';
import { SelectField, TextField, useApiMutation, t } from '../../ui/index.ts';
import { SaveDialog } from '../form/save-dialog.tsx';

export type Invited = z.infer<typeof Invitation>;
const roles = Role.options;

export function PersonDialog({
  user,
  onClose,
  onInvited,
}: {
  user: RevisedUser | null;
  onClose: () => void;
  onInvited: (invited: Invited) => void;
}) {
  const [fields, setFields] = useState({
    name: user?.name ?? '',
    email: user?.email ?? '',
    role: user?.role ?? 'agent',
    room: String(user?.room ?? 4),
  });
  const set = (part: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...part }));
  const name = fields.name.trim();
  const body = {
    // Whoever is invited without a name says it themselves.
    ...(user === null && name === '' ? {} : { name }),
    role: fields.role,
    room: Number(fields.room),
  };
  const invite = useApiMutation(
    () => api.post('/users', { ...body, email: fields.email.trim() }, Invitation),
    { invalidates: ['/users'], onDone: onInvited },
  );
  const change = useApiMutation(
    () => api.patch(`/users/${user?.id ?? ''}`, body, RevisedUser, { revision: user?.revision }),
    { invalidates: ['/users'], onDone: onClose },
  );
  const act = user === null ? invite : change;
  return (
    <SaveDialog
      title={t(user === null ? 'settings.people.form.invite' : 'settings.people.form.edit')}
      onClose={onClose}

      onSave={() => act.mutate(undefined)}
      disabled={act.isPending}
      save={t(user === null ? 'settings.people.form.send' : 'settings.save')}
      error={act.error}
    >
      <TextField
        label={t('settings.people.name')}
        data-autofocus
        required={user !== null}
        hint={user === null ? t('settings.people.name.hint') : undefined}
        maxLength={80}
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {user === null && (
        <TextField
          label={t('settings.people.email')}
          type="email"
          required
          maxLength={254}
          value={fields.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
      )}
      <SelectField
        label={t('settings.people.role')}
        value={fields.role}
        hint={t(`settings.role.${fields.role}.hint`)}
        choices={roles.map((value) => ({ value, label: t(`settings.role.${value}`) }))}
        onChange={(event) =>
          set({ role: roles.find((each) => each === event.currentTarget.value) ?? 'agent' })
        }
      />
      <TextField
        label={t('settings.people.room')}
        type="number"
        min={0}
        max={20}
        required
        value={fields.room}
        onChange={(event) => set({ room: event.currentTarget.value })}
      />
    </SaveDialog>
  );
}
