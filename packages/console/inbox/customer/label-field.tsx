// One field of a conversation. It saves when it is left or chosen, and returns to the old value if
// that fails.
import { useState } from 'react';
import type { Field, FieldValue } from '@opportune/protocol/rest/conversation/labels.ts';
import { labelLimits } from '@opportune/protocol/rest/conversation/labels.ts';
import { SelectField, Switch, TextField, t, choicesOf } from '../../ui/index.ts';

interface Props {
  readonly field: Field;
  readonly value: FieldValue | null;
  /** Resolves to false if it was not saved. */
  readonly onChange: (value: FieldValue | null) => Promise<boolean>;
}

export function FieldInput(props: Props) {
  const { field, value, onChange } = props;
  switch (field.holds.type) {
    case 'flag':
      return (
        <Switch
          label={field.name}
          checked={value === true}
          onChange={(on) => void onChange(on ? true : null)}
        />
      );
    case 'choice':
      return (
        <SelectField
          label={field.name}
          value={typeof value === 'string' ? value : ''}
          choices={[
            { value: '', label: t('archive.labels.field.empty') },
            ...choicesOf(field.holds.choices, (choice) => choice),
          ]}
          onChange={({ currentTarget: { value: chosen } }) =>
            void onChange(chosen === '' ? null : chosen)
          }
        />
      );
    default:
      return <Written {...props} type={field.holds.type} />;
  }
}

function Written({ field, value, onChange, type }: Props & { type: 'text' | 'number' | 'date' }) {
  const saved = value === null ? '' : String(value);
  /** The text being typed. A colleague's change shows once the field is left. */
  const [draft, setDraft] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const next = draft?.trim() ?? saved;
    if (next !== saved)
      await onChange(next === '' ? null : type === 'number' ? Number(next) : next);
    setDraft(null);
  };
  return (
    <TextField
      label={field.name}
      type={type}
      step="any"
      placeholder={t('archive.labels.field.empty')}
      maxLength={labelLimits.textLength}
      value={draft ?? saved}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
