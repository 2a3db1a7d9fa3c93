// The fields of conversations, and the form of one. The type of a field cannot change later.
import { useState } from 'react';
import { z } from 'zod';
import {
  type Field,
  FieldType,
  labelLimits,
  type LabelListsDraft,
  RevisedLabelLists,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { Begun, Button, IconButton, saveWhole, t, choicesOf } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';
import { labelsPath } from './use-label-save.ts';

interface LabelFieldsProps {
  readonly fields: readonly Field[];
  /** The revision of the account's lists. */
  readonly revision: string;
  readonly remove: (name: string, next: LabelListsDraft, back: LabelListsDraft) => void;
  readonly reread: () => void;
}

export function LabelFields({ fields, revision, remove, reread }: LabelFieldsProps) {
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

const Fields = z.object({
  name: z.string().trim().min(1).max(labelLimits.nameLength),
  holds: z.enum(['text', 'number', 'date', 'flag', 'choice']),
  choices: z.array(z.string()),
});

interface FieldDialogProps {
  readonly field: Field | null;
  readonly fields: readonly Field[];
  readonly revision: string;
  readonly onClose: () => void;
}

function FieldDialog({ field, fields, revision, onClose }: FieldDialogProps) {
  const form = useForm({
    schema: Fields,
    value: writtenOf(field),
    words: 'archive.fields',
    save: ({ name, ...rest }) => {
      const next = { name, holds: FieldType.parse(holdsOf(rest)) };
      const all =
        field === null
          ? [...fields, next]
          : fields.map((each) => (each.id === field.id ? { id: field.id, ...next } : each));
      return saveWhole(labelsPath, RevisedLabelLists, { draft: { fields: all }, revision });
    },
    invalidates: [labelsPath, '/conversations'],
    onDone: onClose,
  });
  const { name, holds } = form.fields;
  const isTaken = fields.some(
    (each) => each.id !== field?.id && each.name.toLowerCase() === name.trim().toLowerCase(),
  );
  const isWhole = form.draft !== null && FieldType.safeParse(holdsOf(form.draft)).success;
  return (
    <FormDialog
      form={form}
      title={t(field === null ? 'archive.fields.new' : 'archive.fields.edit')}
      onClose={onClose}
      held={!isWhole}
    >
      {form.field('name', {
        input: { 'data-autofocus': true },
        error: isTaken ? t('archive.name.taken') : null,
      })}
      {form.field('holds', {
        disabled: field !== null,
        hint: field === null ? undefined : t('archive.fields.holds.fixed'),
        choices: choicesOf(Fields.shape.holds.options, (value) => t(`archive.holds.${value}`)),
      })}
      {holds === 'choice' && form.field('choices', { rows: 5 })}
    </FormDialog>
  );
}

function writtenOf(field: Field | null): z.infer<typeof Fields> {
  const { name = '', holds = { type: 'text' } } = field ?? {};
  return { name, holds: holds.type, choices: holds.type === 'choice' ? holds.choices : [] };
}

/** The type as far as the form is filled in; it may not be valid yet. */
function holdsOf({ holds, choices }: Pick<z.infer<typeof Fields>, 'holds' | 'choices'>) {
  return holds === 'choice' ? { type: holds, choices: [...new Set(choices)] } : { type: holds };
}

function holdsWords(holds: FieldType): string {
  return holds.type === 'choice' ? holds.choices.join(', ') : t(`archive.holds.${holds.type}`);
}
