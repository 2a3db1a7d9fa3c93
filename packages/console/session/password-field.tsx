// A password field with a button that shows what is typed.
import { useState, type ReactNode } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Field } from '../ui/form/field.tsx';
import { t } from '../words/words.ts';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly aside?: ReactNode;
  readonly autoFocus?: boolean;
}

export function PasswordField(props: PasswordFieldProps) {
  const { label, value, autoComplete, onChange, hint, error, aside, autoFocus = false } = props;
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(ids) => (
        <span className="password">
          <input
            className="input"
            {...ids}
            type={shown ? 'text' : 'password'}
            name="password"
            autoComplete={autoComplete}
            autoFocus={autoFocus}
            required
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          <ShowButton shown={shown} onShow={() => setShown(!shown)} />
        </span>
      )}
    </Field>
  );
}

function ShowButton({ shown, onShow }: { shown: boolean; onShow: () => void }) {
  return (
    <IconButton
      icon="eye"
      label={t(shown ? 'console.choose.hide' : 'console.choose.show')}
      aria-pressed={shown}
      onClick={onShow}
    />
  );
}
