// The custom attributes that the account declares, and the form of one.
import { useState } from 'react';
import { CustomAttribute } from '@opportune/protocol/attributes.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import { AttributeList } from '@opportune/protocol/rest/site.ts';
import { api } from '../api/client.ts';
import {
  Button,
  Dialog,
  explainError,
  IconButton,
  say,
  SelectField,
  TextField,
  useApiMutation,
  useApiQuery,
  useAsk,
  type Column,
} from '../ui/index.ts';
import { SettingsList } from './settings-list.tsx';
import { s } from './words.ts';

const types = ['text', 'number', 'boolean', 'instant'] as const;
const privacies = ['public', 'internal', 'personal'] as const;

export function AttributesPage() {
  const { data, error, refetch } = useApiQuery('/attributes', AttributeList);
  const [open, setOpen] = useState<CustomAttribute | 'new' | null>(null);
  const ask = useAsk();
  const remove = useApiMutation(
    ({ name }: CustomAttribute) => api.delete(`/attributes/${name}`, EmptyAnswer),
    {
      invalidates: ['/attributes'],
      onDone: (_, { name }) => say(s('removed', { name })),
    },
  );
  const askRemove = (attribute: CustomAttribute): void =>
    ask({
      title: s('attributes.remove.title', { name: attribute.name }),
      text: s('attributes.remove.text'),
      action: s('remove'),
      onConfirm: () =>
        remove.mutate(attribute, { onError: (problem) => say(explainError(problem).text) }),
    });
  return (
    <SettingsList
      title={s('page.attributes')}
      text={s('attributes.text')}
      act={{ label: s('attributes.new'), onClick: () => setOpen('new') }}
      rows={data?.items}
      error={error}
      onRetry={() => void refetch()}
      columns={columns(setOpen, askRemove)}
      rowKey={({ name }) => name}
      phoneLine={({ type, privacy }) =>
        `${s(`attributes.type.${type}`)} · ${s(`attributes.privacy.${privacy}`)}`
      }
      empty={{ title: s('attributes.empty.title'), text: s('attributes.empty.text') }}
    >
      {open !== null && (
        <AttributeDialog
          key={open === 'new' ? 'new' : open.name}
          attribute={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </SettingsList>
  );
}

function columns(
  edit: (attribute: CustomAttribute) => void,
  remove: (attribute: CustomAttribute) => void,
): readonly Column<CustomAttribute>[] {
  return [
    {
      key: 'name',
      head: s('attributes.name'),
      width: 220,
      cell: (attribute) => (
        <button type="button" className="link-button medium" onClick={() => edit(attribute)}>
          {attribute.name}
        </button>
      ),
    },
    {
      key: 'type',
      head: s('attributes.type'),
      width: 120,
      cell: ({ type }) => s(`attributes.type.${type}`),
    },
    {
      key: 'privacy',
      head: s('attributes.privacy'),
      cell: ({ privacy }) => <span className="t2">{s(`attributes.privacy.${privacy}`)}</span>,
    },
    {
      key: 'acts',
      head: <span className="aside-voice">{s('edit')}</span>,
      width: 52,
      align: 'right',
      cell: (attribute) => (
        <IconButton
          icon="trash"
          label={`${s('remove')} ${attribute.name}`}
          onClick={() => remove(attribute)}
        />
      ),
    },
  ];
}

function AttributeDialog({
  attribute,
  onClose,
}: {
  attribute: CustomAttribute | null;
  onClose: () => void;
}) {
  const [name, setName] = useState(attribute?.name ?? '');
  const [type, setType] = useState(attribute?.type ?? 'text');
  const [privacy, setPrivacy] = useState(attribute?.privacy ?? 'internal');
  const save = useApiMutation(
    () =>
      attribute === null
        ? api.post('/attributes', { name: name.trim(), type, privacy }, CustomAttribute)
        : api.put(`/attributes/${attribute.name}`, { type, privacy }, CustomAttribute),
    { invalidates: ['/attributes'], onDone: onClose },
  );
  const error = save.error === null ? null : explainError(save.error).text;
  return (
    <Dialog
      title={s(attribute === null ? 'attributes.form.new' : 'attributes.form.edit')}
      open
      onClose={onClose}
    >
      <form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <TextField
          label={s('attributes.name')}
          data-autofocus
          required
          disabled={attribute !== null}
          maxLength={64}
          value={name}
          hint={s('attributes.name.hint')}
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SelectField
          label={s('attributes.type')}
          value={type}
          choices={types.map((value) => ({ value, label: s(`attributes.type.${value}`) }))}
          onChange={(event) => setType(CustomAttribute.shape.type.parse(event.currentTarget.value))}
        />
        <SelectField
          label={s('attributes.privacy')}
          value={privacy}
          choices={privacies.map((value) => ({
            value,
            label: s(`attributes.privacy.${value}.long`),
          }))}
          onChange={(event) =>
            setPrivacy(CustomAttribute.shape.privacy.parse(event.currentTarget.value))
          }
        />
        <div className="row dialog-acts">
          <Button
            type="submit"
            variant="primary"
            size="medium"
            disabled={save.isPending || name.trim() === ''}
          >
            {s('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
