// The fields of a draft form, sent in a conversation or shown before one begins.
import { contentLimits } from '@opportune/protocol/limits/conversations.ts';
import type { FormField } from '@opportune/protocol/conversation/message-content.ts';
import { SelectField, Switch, TextArea, TextField, t, choicesOf } from '../../ui/index.ts';
import { newField, optionsFrom } from './content-draft.ts';
import {
  Group,
  More,
  put,
  said,
  without,
  type FieldsProps,
  type Of,
  type Wrongs,
} from './content-parts.tsx';

const fieldTypes = ['text', 'email', 'number', 'choice', 'consent'] as const;

export function FormFields({ draft, wrong, onChange }: FieldsProps<Of<'form'>>) {
  const { fields } = draft;
  const change = (at: number, field: FormField): void =>
    onChange({ ...draft, fields: put(fields, at, field) });
  return (
    <>
      <TextField
        label={t('content.form.text')}
        value={draft.text}
        maxLength={contentLimits.textLength}
        error={said(wrong, 'text')}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        data-autofocus
      />
      {fields.map((field, at) => (
        <Group
          key={field.id}
          name={t('content.form.one', { n: at + 1 })}
          onRemove={
            fields.length > 1 ? () => onChange({ ...draft, fields: without(fields, at) }) : null
          }
        >
          <OneField
            field={field}
            at={`fields.${at}`}
            wrong={wrong}
            onChange={(next) => change(at, next)}
          />
        </Group>
      ))}
      <More
        words={t('content.form.add')}
        full={fields.length >= contentLimits.fields}
        onClick={() => onChange({ ...draft, fields: [...fields, newField(fields, 'text')] })}
      />
      <TextField
        label={t('content.form.submit')}
        hint={t('content.form.submitHint')}
        value={draft.submit ?? ''}
        maxLength={contentLimits.choiceLength}
        onChange={(event) => onChange({ ...draft, submit: event.currentTarget.value })}
      />
    </>
  );
}

interface OneFieldProps {
  readonly field: FormField;
  readonly at: string;
  readonly wrong: Wrongs;
  readonly onChange: (next: FormField) => void;
}

export function OneField({ field, at, wrong, onChange }: OneFieldProps) {
  return (
    <>
      <div className="making-pair">
        <TextField
          label={t('content.field.label')}
          value={field.label}
          maxLength={contentLimits.labelLength}
          error={said(wrong, `${at}.label`)}
          onChange={(event) => onChange({ ...field, label: event.currentTarget.value })}
        />
        <SelectField
          label={t('content.field.type')}
          value={field.type}
          choices={choicesOf(fieldTypes, (value) => t(`content.field.type.${value}`))}
          onChange={(event) => {
            const type = fieldTypes.find((each) => each === event.currentTarget.value);
            if (type !== undefined) onChange(newField([], type, field));
          }}
        />
      </div>
      {field.type === 'choice' && (
        <TextArea
          label={t('content.field.options')}
          rows={3}
          value={field.options.map(({ text }) => text).join('\n')}
          error={said(wrong, `${at}.options`)}
          onChange={(event) =>
            onChange({ ...field, options: optionsFrom(event.currentTarget.value) })
          }
        />
      )}
      <Switch
        label={t('content.field.required')}
        checked={field.required}
        onChange={(required) => onChange({ ...field, required })}
      />
    </>
  );
}
