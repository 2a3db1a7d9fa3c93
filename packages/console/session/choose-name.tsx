// Asks people without a name for one, because visitors read it beside every answer.
import { useState } from 'react';
import { type Session, User } from '@opportune/protocol/rest/account.ts';
import { api } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/form/field.tsx';
import { explainError } from '../ui/states.tsx';
import { useApiMutation } from '../ui/data/use-api.ts';
import { PhotoField } from './photo-field.tsx';
import { SignFrame } from './sign-frame.tsx';
import { t } from '../words/words.ts';

interface ChooseNameProps {
  readonly session: Session;
  readonly onDone: (session: Session) => void;
}

export function ChooseName({ session, onDone }: ChooseNameProps) {
  const [name, setName] = useState('');
  const [photo, setPhoto] = useState(session.user.photo);
  const save = useApiMutation(() => api.put('/my-name', { name: name.trim() }, User), {
    onDone: (user) => onDone({ ...session, user }),
  });
  const isEmpty = name.trim() === '';
  return (
    <SignFrame
      title={t('console.name.title')}
      foot={session.user.email}
      onSubmit={() => !isEmpty && save.mutate(undefined)}
    >
      <p className="t2">{t('console.name.text')}</p>
      <TextField
        label={t('console.name.label')}
        name="name"
        autoComplete="name"
        autoFocus
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={save.error === null ? null : explainError(save.error).text}
      />
      <PhotoField user={{ name: name || session.user.name, photo }} onChange={setPhoto} />
      <Button type="submit" variant="primary" size="form" disabled={isEmpty || save.isPending}>
        {t('console.choose.save')}
      </Button>
    </SignFrame>
  );
}
