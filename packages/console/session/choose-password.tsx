// Asks for a password after a one-time link. Nothing else opens until there is one.
import { useState } from 'react';
import type { Session } from '@opportune/protocol/rest/account.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import { api } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { explainError } from '../ui/states.tsx';
import { useApiMutation } from '../ui/data/use-api.ts';
import { PasswordField } from './password-field.tsx';
import { SignFrame } from './sign-frame.tsx';
import { t } from '../words/words.ts';

const shortest = 12;

interface ChoosePasswordProps {
  readonly session: Session;
  readonly onDone: (session: Session) => void;
}

export function ChoosePassword({ session, onDone }: ChoosePasswordProps) {
  const [password, setPassword] = useState('');
  // Only people choose passwords, and people have an address.
  const address = session.user.email ?? '';
  const left = Math.max(0, shortest - [...password].length);
  const save = useApiMutation(() => api.post('/password', { password }, EmptyAnswer), {
    onDone: () => onDone({ ...session, mustSetPassword: false }),
  });
  return (
    <SignFrame
      title={t('console.choose.title')}
      foot={address}
      onSubmit={() => left === 0 && save.mutate(undefined)}
    >
      <p className="t2">{t('console.choose.text')}</p>
      <input type="email" name="email" autoComplete="username" value={address} readOnly hidden />
      <PasswordField
        label={t('console.choose.new')}
        autoComplete="new-password"
        autoFocus
        value={password}
        onChange={setPassword}
        error={save.error === null ? null : explainError(save.error).text}
        hint={password !== '' && left > 0 ? t('console.choose.short', { n: left }) : undefined}
      />
      <Button type="submit" variant="primary" size="form" disabled={left > 0 || save.isPending}>
        {t('console.choose.save')}
      </Button>
    </SignFrame>
  );
}
