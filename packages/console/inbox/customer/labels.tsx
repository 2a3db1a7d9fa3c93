// The tags, disposition and fields of a conversation, in the panel beside it. Each change is saved
// at once.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { labelLimits, type LabelLists } from '@opportune/protocol/rest/conversation/labels.ts';
import { useState } from 'react';
import { Button, Chip, Popover, SearchField, SelectField, t, submitting } from '../../ui/index.ts';
import { FieldInput } from './label-field.tsx';
import { useLabels } from './use-labels.ts';
import './labels.css';

export function Labels({ conversation }: { conversation: Conversation }) {
  const { lists, labels, change } = useLabels(conversation.id);
  if (lists === undefined || labels === undefined) return null;
  const { tags, dispositions, fields } = lists;
  const given = tags.filter(({ id }) => labels.tags.includes(id));
  return (
    <>
      {tags.length > 0 && (
        <section className="block labels">
          <h3>{t('archive.labels.title')}</h3>
          <div className="labels-chips">
            {given.map(({ id, name }) => (
              <Chip
                key={id}
                removeLabel={t('archive.labels.remove', { name })}
                onRemove={() => void change({ removeTags: [id] })}
              >
                {name}
              </Chip>
            ))}
            <TagPicker
              tags={tags.filter(({ id }) => !labels.tags.includes(id))}
              full={given.length >= labelLimits.tagsOfOne}
              onPick={(id) => void change({ addTags: [id] })}
            />
          </div>
        </section>
      )}
      {dispositions.length > 0 && (
        <section className="block labels">
          <SelectField
            label={t('archive.labels.disposition')}
            value={labels.disposition ?? ''}
            choices={[
              { value: '', label: t('archive.labels.disposition.none') },
              ...dispositions.map(({ id, name }) => ({ value: id as string, label: name })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              void change({ disposition: dispositions.find(({ id }) => id === value)?.id ?? null })
            }
          />
        </section>
      )}
      {fields.length > 0 && (
        <section className="block labels labels-fields">
          <h3>{t('archive.labels.fields')}</h3>
          {fields.map((field) => (
            <FieldInput
              key={`${conversation.id} ${field.id}`}
              field={field}
              value={labels.fields[field.id] ?? null}
              onChange={(value) => change({ fields: { [field.id]: value } })}
            />
          ))}
        </section>
      )}
    </>
  );
}

type Tag = LabelLists['tags'][number];

interface TagPickerProps {
  readonly tags: readonly Tag[];
  readonly full: boolean;
  readonly onPick: (id: Tag['id']) => void;
}

function TagPicker({ tags, full, onPick }: TagPickerProps) {
  const [words, setWords] = useState('');
  const found = tags.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()));
  const pick = (tag: Tag | undefined, close: () => void): void => {
    if (tag === undefined) return;
    onPick(tag.id);
    setWords('');
    close();
  };
  return (
    <Popover
      label={t('archive.labels.add')}
      position="bottom-start"
      width={240}
      target={(toggle, open) => (
        <Button
          variant="quiet"
          icon="plus"
          className="accent-act labels-add"
          aria-expanded={open}
          disabled={full}
          title={full ? t('archive.labels.full', { n: labelLimits.tagsOfOne }) : undefined}
          onClick={toggle}
        >
          {t('archive.labels.add')}
        </Button>
      )}
    >
      {(close) => (
        <form onSubmit={submitting(() => pick(found[0], close))}>
          <div className="pop-field">
            <SearchField label={t('archive.labels.search')} value={words} onChange={setWords} />
          </div>
          <div className="labels-found">
            {found.map((tag) => (
              <button key={tag.id} type="button" className="it" onClick={() => pick(tag, close)}>
                {tag.name}
              </button>
            ))}
            {found.length === 0 && (
              <p className="pop-text small t3">{t('archive.labels.noTags')}</p>
            )}
          </div>
        </form>
      )}
    </Popover>
  );
}
