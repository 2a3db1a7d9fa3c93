// The tags of a contact as chips, and a menu that adds one: of the account's, or a new one.
import { useState } from 'react';
import { contactDetailLimits, ContactTags } from '@opportune/protocol/rest/contact/details.ts';
import { Button, Chip, Popover, SearchField, t, useApiQuery } from '../../ui/index.ts';
import type { ChangeDetails } from './change-details.ts';

interface TagsProps {
  readonly tags: readonly string[];
  readonly change: ChangeDetails;
}

export function Tags({ tags, change }: TagsProps) {
  const isFull = tags.length >= contactDetailLimits.tags;
  return (
    <div className="labels-chips" role="group" aria-label={t('permission.tags')}>
      {tags.map((tag) => (
        <Chip
          key={tag}
          removeLabel={t('archive.labels.remove', { name: tag })}
          onRemove={() => void change({ tags: tags.filter((each) => each !== tag) })}
        >
          <bdi>{tag}</bdi>
        </Chip>
      ))}
      {!isFull && <Adding tags={tags} onAdd={(tag) => void change({ tags: [...tags, tag] })} />}
    </div>
  );
}

function Adding({ tags, onAdd }: { tags: readonly string[]; onAdd: (tag: string) => void }) {
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
          onClick={toggle}
        >
          {t('archive.labels.add')}
        </Button>
      )}
    >
      {(close) => (
        <Choice
          without={tags}
          onPick={(tag) => {
            onAdd(tag);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function Choice({
  without,
  onPick,
}: {
  without: readonly string[];
  onPick: (tag: string) => void;
}) {
  const [words, setWords] = useState('');
  const known = useApiQuery('/contact-tags', ContactTags).data?.tags ?? [];
  const typed = words.trim().slice(0, contactDetailLimits.tagLength);
  const found = known.filter(
    ({ tag }) => !without.includes(tag) && tag.toLowerCase().includes(typed.toLowerCase()),
  );
  const taken = [...without, ...found.map(({ tag }) => tag)].map((tag) => tag.toLowerCase());
  const isNew = typed !== '' && !taken.includes(typed.toLowerCase());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = found;
        const same = found.find(({ tag }) => tag.toLowerCase() === typed.toLowerCase());
        if (typed !== '') onPick(same?.tag ?? (isNew ? typed : (first?.tag ?? typed)));
      }}
    >
      <div className="pop-field">
        <SearchField
          label={t('permission.tags.find')}
          value={words}
          onChange={setWords}
          input={{ maxLength: contactDetailLimits.tagLength }}
        />
      </div>
      <div className="labels-found">
        {isNew && (
          <button type="button" className="it" onClick={() => onPick(typed)}>
            {t('permission.tags.new', { tag: typed })}
          </button>
        )}
        {found.slice(0, 50).map(({ tag }) => (
          <button key={tag} type="button" className="it" onClick={() => onPick(tag)}>
            <bdi>{tag}</bdi>
          </button>
        ))}
        {!isNew && found.length === 0 && (
          <p className="pop-text small t3">{t('permission.tags.none')}</p>
        )}
      </div>
    </form>
  );
}
