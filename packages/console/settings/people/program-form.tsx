// The form of a program, new or existing. Its skills are set in its row, as for a person.
import { NewProgram, RevisedUser, User } from '@opportune/protocol/rest/account.ts';
import { api } from '../../api/client.ts';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

interface ProgramDialogProps {
  readonly program: RevisedUser | null;
  readonly onClose: () => void;
}

function useProgramForm({ program, onClose }: ProgramDialogProps) {
  return useForm({
    schema: NewProgram,
    value: program ?? { name: '', room: 5 },
    words: 'settings.people',
    save: async (draft): Promise<User> => {
      if (program === null) return api.post('/programs', draft, User);
      const { id, revision } = program;
      return api.patch(`/users/${id}`, draft, RevisedUser, { revision });
    },
    invalidates: ['/users'],
    onDone: onClose,
  });
}

export function ProgramDialog({ program, onClose }: ProgramDialogProps) {
  const form = useProgramForm({ program, onClose });
  return (
    <FormDialog
      form={form}
      title={t(program === null ? 'settings.people.program.new' : 'settings.people.program.edit')}
      onClose={onClose}
      save={t(program === null ? 'settings.people.program.create' : 'settings.save')}
    >
      <p className="t2">{t('settings.people.program.text')}</p>
      {form.field('name', { input: { 'data-autofocus': true }, required: true, hint: undefined })}
      {form.field('room')}
    </FormDialog>
  );
}
