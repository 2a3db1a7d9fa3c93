// The custom attributes that the account declares, and the form of one.
import { z } from 'zod';
import { CustomAttribute, Privacy } from '@opportune/protocol/behaviour/attributes.ts';
import { AttributeList, RevisedAttribute } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { t, useApiQuery, type Column, column, choicesOf } from '../../ui/index.ts';
import { EditableList, listWords, useRemoval } from '../form/editable-list.tsx';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

export function AttributesPage() {
  const { data, error, refetch } = useApiQuery('/attributes', AttributeList);
  return (
    <EditableList
      words={listWords('attributes')}
      rows={data?.items}
      error={error}
      onRetry={() => void refetch()}
      nameWidth={220}
      columns={columns()}
      rowKey={({ name }) => name}
      phoneLine={({ type, privacy }) =>
        `${t(`settings.attributes.type.${type}`)} · ${t(`settings.attributes.privacy.${privacy}`)}`
      }
      onRemove={useRemoval('attributes', ({ name }) => name)}
      form={(attribute, close) => <AttributeDialog attribute={attribute} onClose={close} />}
    />
  );
}

function columns(): readonly Column<CustomAttribute>[] {
  return [
    column('settings.attributes.type', 120, ({ type }) => t(`settings.attributes.type.${type}`)),
    column('settings.attributes.privacy', ({ privacy }) => (
      <span className="t2">{t(`settings.attributes.privacy.${privacy}`)}</span>
    )),
  ];
}

const Fields = CustomAttribute.extend({ name: z.string().trim().min(1).max(64) });

interface AttributeDialogProps {
  readonly attribute: RevisedAttribute | null;
  readonly onClose: () => void;
}

function AttributeDialog({ attribute, onClose }: AttributeDialogProps) {
  const form = useForm({
    schema: Fields,
    value: attribute ?? { name: '', type: 'text', privacy: 'internal' },
    words: 'settings.attributes',
    save: ({ name, type, privacy }) =>
      attribute === null
        ? api.post('/attributes', { name, type, privacy }, RevisedAttribute)
        : api.put(`/attributes/${name}`, { type, privacy }, RevisedAttribute, {
            revision: attribute.revision,
          }),
    invalidates: ['/attributes'],
    onDone: onClose,
  });
  const { field } = form;
  return (
    <FormDialog
      form={form}
      title={t(
        attribute === null ? 'settings.attributes.form.new' : 'settings.attributes.form.edit',
      )}
      onClose={onClose}
    >
      {field('name', { disabled: attribute !== null, input: { 'data-autofocus': true } })}
      {field('type')}
      {field('privacy', {
        choices: choicesOf(Privacy.options, (value) =>
          t(`settings.attributes.privacy.${value}.long`),
        ),
      })}
    </FormDialog>
  );
}
