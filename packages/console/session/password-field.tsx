// A password with the choice to see what one types.
import { useState, type ReactNode } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Field } from '../ui/form/field.tsx';
import { t } from '../words/words.ts';

export function PasswordField(props: {
  label: string;
  value: string;
  autoComplete: 'current-password' | 'new-password';
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | null;
  aside?: ReactNode;
  autoFocus?: boolean;
}) {
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
          <IconButton
            icon="eye"
            label={t(shown ? 'console.choose.hide' : 'console.choose.show')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          />
        </span>
      )}
    </Field>
  );
}
