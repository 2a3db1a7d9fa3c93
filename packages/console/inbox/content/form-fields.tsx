// The fields of a form that is being made, in a conversation or before one begins.
import { contentLimits } from '@opportune/protocol/limits.ts';
import type { FormField } from '@opportune/protocol/conversation/message-content.ts';
import { SelectField, Switch, TextArea, TextField } from '../../ui/index.ts';
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
import { w } from '../content-words.ts';

const fieldTypes = ['text', 'email', 'number', 'choice', 'consent'] as const;

export function FormFields({ draft, wrong, onChange }: FieldsProps<Of<'form'>>) {
  const { fields } = draft;
  const change = (at: number, field: FormField): void =>
    onChange({ ...draft, fields: put(fields, at, field) });
  return (
    <>
      <TextField
        label={w('form.text')}
        value={draft.text}
        maxLength={contentLimits.textLength}
        error={said(wrong, 'text')}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        data-autofocus
      />
      {fields.map((field, at) => (
        <Group
          key={field.id}
          name={w('form.one', { n: at + 1 })}
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
        words={w('form.add')}
        full={fields.length >= contentLimits.fields}
        onClick={() => onChange({ ...draft, fields: [...fields, newField(fields, 'text')] })}
      />
      <TextField
        label={w('form.submit')}
        hint={w('form.submitHint')}
        value={draft.submit ?? ''}
        maxLength={contentLimits.choiceLength}
        onChange={(event) => onChange({ ...draft, submit: event.currentTarget.value })}
      />
    </>
  );
}

export function OneField(props: {
  field: FormField;
  at: string;
  wrong: Wrongs;
  onChange: (next: FormField) => void;
}) {
  const { field, at, wrong, onChange } = props;
  return (
    <>
      <div className="making-pair">
        <TextField
          label={w('field.label')}
          value={field.label}
          maxLength={contentLimits.labelLength}
          error={said(wrong, `${at}.label`)}
          onChange={(event) => onChange({ ...field, label: event.currentTarget.value })}
        />
        <SelectField
          label={w('field.type')}
          value={field.type}
          choices={fieldTypes.map((value) => ({ value, label: w(`field.type.${value}`) }))}
          onChange={(event) => {
            const type = fieldTypes.find((each) => each === event.currentTarget.value);
            if (type !== undefined) onChange(newField([], type, field));
          }}
        />
      </div>
      {field.type === 'choice' && (
        <TextArea
          label={w('field.options')}
          rows={3}
          value={field.options.map(({ text }) => text).join('\n')}
          error={said(wrong, `${at}.options`)}
          onChange={(event) =>
            onChange({ ...field, options: optionsFrom(event.currentTarget.value) })
          }
        />
      )}
      <Switch
        label={w('field.required')}
        checked={field.required}
        onChange={(required) => onChange({ ...field, required })}
      />
    </>
  );
}
