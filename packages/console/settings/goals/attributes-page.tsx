// The custom attributes that the account declares, and the form of one.
import { useState } from 'react';
import { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { AttributeList, RevisedAttribute } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import {
  fieldError,
  isStale,
  SelectField,
  TextField,
  useApiMutation,
  useApiQuery,
  type Column,
  t,
} from '../../ui/index.ts';
import { EditableList, listWords, useRemoval } from '../form/editable-list.tsx';
import { SaveDialog } from '../form/save-dialog.tsx';

const types = ['text', 'number', 'boolean', 'instant'] as const;
const privacies = ['public', 'internal', 'personal'] as const;

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
    {
      key: 'type',
      head: t('settings.attributes.type'),
      width: 120,
      cell: ({ type }) => t(`settings.attributes.type.${type}`),
    },
    {
      key: 'privacy',
      head: t('settings.attributes.privacy'),
      cell: ({ privacy }) => (
        <span className="t2">{t(`settings.attributes.privacy.${privacy}`)}</span>
      ),
    },
  ];
}

function AttributeDialog({
  attribute,
  onClose,
}: {
  attribute: RevisedAttribute | null;
  onClose: () => void;
}) {
  const [name, setName] = useState(attribute?.name ?? '');
  const [type, setType] = useState(attribute?.type ?? 'text');
  const [privacy, setPrivacy] = useState(attribute?.privacy ?? 'internal');
  const save = useApiMutation(
    () =>
      attribute === null
        ? api.post('/attributes', { name: name.trim(), type, privacy }, RevisedAttribute)
        : api.put(`/attributes/${attribute.name}`, { type, privacy }, RevisedAttribute, {
            revision: attribute.revision,
          }),
    { invalidates: ['/attributes'], onDone: onClose },
  );
  return (
    <SaveDialog
      title={t(
        attribute === null ? 'settings.attributes.form.new' : 'settings.attributes.form.edit',
      )}
      onClose={onClose}

      error={isStale(save.error) ? save.error : null}
      onSave={() => save.mutate(undefined)}
      disabled={save.isPending || name.trim() === ''}
    >
      <TextField
        label={t('settings.attributes.name')}
        data-autofocus
        required
        disabled={attribute !== null}
        maxLength={64}
        value={name}
        hint={t('settings.attributes.name.hint')}
        error={fieldError(save.error)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SelectField
        label={t('settings.attributes.type')}
        value={type}
        choices={types.map((value) => ({ value, label: t(`settings.attributes.type.${value}`) }))}
        onChange={(event) => setType(CustomAttribute.shape.type.parse(event.currentTarget.value))}
      />
      <SelectField
        label={t('settings.attributes.privacy')}
        value={privacy}
        choices={privacies.map((value) => ({
          value,
          label: t(`settings.attributes.privacy.${value}.long`),
        }))}
        onChange={(event) =>
          setPrivacy(CustomAttribute.shape.privacy.parse(event.currentTarget.value))
        }
      />
    </SaveDialog>
  );
}
