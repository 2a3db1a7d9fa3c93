// The fields of conversations or of contacts, and the form of one. The type of a field cannot change later.
import { useState } from 'react';
import { z } from 'zod';
import {
  type Field,
  FieldType,
  labelLimits,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { Begun, Button, IconButton, saveWhole, t, choicesOf } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

export interface FieldsDraft {
  fields: { id?: Field['id']; name: string; holds: FieldType }[];
}

/** The document that has the fields, and what is said of them. */
export interface FieldLists {
  readonly path: string;
  readonly schema: z.ZodType;
  readonly invalidates: readonly string[];
  readonly most: number;
  readonly title: string;
  readonly text: string;
}

interface LabelFieldsProps {
  readonly of: FieldLists;
  readonly fields: readonly Field[];
  /** The revision of the document. */
  readonly revision: string;
  readonly remove: (name: string, next: FieldsDraft, back: FieldsDraft) => void;
  readonly reread: () => void;
}

export function LabelFields({ of, fields, revision, remove, reread }: LabelFieldsProps) {
  const [open, setOpen] = useState<Field | 'new' | null>(null);
  const close = (): void => setOpen(null);
  const nowOf = ({ id }: Field) => {
    const field = fields.find((each) => each.id === id);
    return field === undefined ? undefined : { field, revision };
  };
  return (
    <section>
      <h3>{of.title}</h3>
      <p>{of.text}</p>
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
      {fields.length < of.most && (
        <Button variant="quiet" icon="plus" className="accent-act" onClick={() => setOpen('new')}>
          {t('archive.fields.add')}
        </Button>
      )}
      {open === 'new' && (
        <FieldDialog of={of} field={null} fields={fields} revision={revision} onClose={close} />
      )}
      {open !== null && open !== 'new' && (
        <Begun key={open.id} now={nowOf(open)} reread={reread}>
          {(begun) => <FieldDialog {...begun} of={of} fields={fields} onClose={close} />}
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
  readonly of: FieldLists;
  readonly field: Field | null;
  readonly fields: readonly Field[];
  readonly revision: string;
  readonly onClose: () => void;
}

function FieldDialog({ of, field, fields, revision, onClose }: FieldDialogProps) {
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
      return saveWhole(of.path, of.schema, { draft: { fields: all }, revision });
    },
    invalidates: [of.path, ...of.invalidates],
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
