// The form of a person: to invite a new one, or to edit an existing one.
import { z } from 'zod';
import { Invitation, NewUser, RevisedUser } from '@opportune/protocol/rest/account.ts';
import { api } from '../../api/client.ts';
import { t, choicesOf } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

export type Invited = z.infer<typeof Invitation>;

const Fields = NewUser.extend({
  name: z.string().trim().max(80),
  email: z.string().trim().max(254),
});

const fresh = { name: '', email: '', role: 'agent', room: 4 } as const;

interface PersonDialogProps {
  readonly user: RevisedUser | null;
  readonly onClose: () => void;
  readonly onInvited: (invited: Invited) => void;
}

export function PersonDialog({ user, onClose, onInvited }: PersonDialogProps) {
  const form = useForm({
    schema: Fields,
    value: user === null ? fresh : { ...user, email: user.email ?? '' },
    words: 'settings.people',
    save: async ({ name, email, role, room }) => {
      // People who are invited without a name enter it themselves.
      const named = name === '' ? {} : { name };
      if (user === null)
        return onInvited(await api.post('/users', { ...named, email, role, room }, Invitation));
      const { id, revision } = user;
      await api.patch(`/users/${id}`, { name, role, room }, RevisedUser, { revision });
      return onClose();
    },
    invalidates: ['/users'],
  });
  const { field, fields } = form;
  return (
    <FormDialog
      form={form}
      title={t(user === null ? 'settings.people.form.invite' : 'settings.people.form.edit')}
      onClose={onClose}
      save={t(user === null ? 'settings.people.form.send' : 'settings.save')}
    >
      {field('name', {
        input: { 'data-autofocus': true },
        required: user !== null,
        hint: user === null ? t('settings.people.name.hint') : undefined,
      })}
      {user === null && field('email', { input: { type: 'email' }, required: true })}
      {field('role', {
        hint: t(`settings.role.${fields.role}.hint`),
        choices: choicesOf(NewUser.shape.role.options, (value) => t(`settings.role.${value}`)),
      })}
      {field('room')}
    </FormDialog>
  );
}
