// The fields of conversations and the form of one. What a field holds is chosen once.
import { useState } from 'react';
import {
  type Field,
  FieldType,
  labelLimits,
  type LabelListsDraft,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { Begun, Button, IconButton, SelectField, TextArea, TextField, t } from '../../ui/index.ts';
import { SaveDialog } from '../form/save-dialog.tsx';
import { useLabelSave } from './use-label-save.ts';

const types = ['text', 'number', 'date', 'flag', 'choice'] as const;
type Type = (typeof types)[number];

export function LabelFields(props: {
  fields: readonly Field[];
  /** Of the account's lists. */
  revision: string;
  remove: (name: string, next: LabelListsDraft, back: LabelListsDraft) => void;
  reread: () => void;
}) {
  const { fields, revision, remove, reread } = props;
  const [open, setOpen] = useState<Field | 'new' | null>(null);
  const close = (): void => setOpen(null);
  const nowOf = ({ id }: Field) => {
    const field = fields.find((each) => each.id === id);
    return field === undefined ? undefined : { field, revision };
  };
  return (
    <section>
      <h3>{t('archive.fields.title')}</h3>
      <p>{t('archive.fields.text')}</p>
      {fields.length === 0 && <p className="t3 label-none">{t('archive.fields.none')}</p>}
      <ul className="label-fields">
        {fields.map((field) => (
          <li key={field.id}>
            <button type="button" className="link-button medium" onClick={() => setOpen(field)}>
              {field.name}
            </button>
            <span className="t2 clip grow">{holdsWords(field.holds)}</span>
            <IconButton
              icon="trash"
              label={t('archive.remove', { name: field.name })}
              onClick={() =>
                remove(
                  field.name,
                  { fields: fields.filter(({ id }) => id !== field.id) },
                  { fields: [...fields] },
                )
              }
            />
          </li>
        ))}
      </ul>
      {fields.length < labelLimits.fields && (
        <Button variant="quiet" icon="plus" className="accent-act" onClick={() => setOpen('new')}>
          {t('archive.fields.add')}
        </Button>
      )}
      {open === 'new' && (
        <FieldDialog field={null} fields={fields} revision={revision} onClose={close} />
      )}
      {open !== null && open !== 'new' && (
        <Begun key={open.id} now={nowOf(open)} reread={reread}>
          {(begun) => <FieldDialog {...begun} fields={fields} onClose={close} />}
        </Begun>
      )}
    </section>
  );
}

function FieldDialog(props: {
  field: Field | null;
  fields: readonly Field[];
  revision: string;
  onClose: () => void;
}) {
  const { field, fields, revision, onClose } = props;
  const save = useLabelSave(onClose);
  const [name, setName] = useState(field?.name ?? '');
  const [type, setType] = useState<Type>(field?.holds.type ?? 'text');
  const [choices, setChoices] = useState(
    field?.holds.type === 'choice' ? field.holds.choices.join('\n') : '',
  );
  const others = fields.filter(({ id }) => id !== field?.id);
  const isTaken = others.some((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  const lines = [...new Set(choices.split('\n').map((line) => line.trim()))].filter(Boolean);
  const holds = FieldType.safeParse(type === 'choice' ? { type, choices: lines } : { type });
  const submit = (): void => {
    if (!holds.success) return;
    const next = { name: name.trim(), holds: holds.data };
    const all =
      field === null
        ? [...fields, next]
        : fields.map((each) => (each.id === field.id ? { id: field.id, ...next } : each));
    save.mutate({ draft: { fields: all }, revision });
  };
  return (
    <SaveDialog
      title={t(field === null ? 'archive.fields.new' : 'archive.fields.edit')}
      onClose={onClose}
      onSave={submit}
      disabled={name.trim() === '' || isTaken || !holds.success || save.isPending}
      error={save.error}
    >
      <TextField
        label={t('archive.fields.name')}
        data-autofocus
        required
        maxLength={labelLimits.nameLength}
        value={name}
        error={isTaken ? t('archive.name.taken') : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SelectField
        label={t('archive.fields.holds')}
        disabled={field !== null}
        {...(field === null ? {} : { hint: t('archive.fields.holds.fixed') })}
        value={type}
        choices={types.map((value) => ({ value, label: t(`archive.holds.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setType(types.find((each) => each === value) ?? 'text')
        }
      />
      {type === 'choice' && (
        <TextArea
          label={t('archive.fields.choices')}
          rows={5}
          value={choices}
          onChange={(event) => setChoices(event.currentTarget.value)}
        />
      )}
    </SaveDialog>
  );
}

function holdsWords(holds: FieldType): string {
  return holds.type === 'choice' ? holds.choices.join(', ') : t(`archive.holds.${holds.type}`);
}
