// Notes of the team about a contact, the newest first, and a field for another one.
import { useState } from 'react';
import type { ContactId } from '@opportune/protocol/ids.ts';
import { Empty as Nothing } from '@opportune/protocol/rest/common.ts';
import {
  contactDetailLimits,
  ContactNote,
  ContactNoteList,
} from '@opportune/protocol/rest/contact/details.ts';
import { api } from '../../api/client.ts';
import { contactPath } from '../../inbox/customer/contact/use-contact.ts';
import { useSession } from '../../session/session.tsx';
import {
  Button,
  format,
  IconButton,
  sayError,
  t,
  TextArea,
  useApiMutation,
  useApiQuery,
  useAsk,
  submitting,
} from '../../ui/index.ts';

const shownAtFirst = 5;

export function Notes({ contact }: { contact: ContactId }) {
  const path = `${contactPath(contact)}/notes`;
  const [all, setAll] = useState(false);
  const limit = all ? 200 : shownAtFirst;
  const { data } = useApiQuery(path, ContactNoteList, { query: { limit }, keep: true });
  return (
    <section className="block" aria-label={t('permission.notes')}>
      <h3>{t('permission.notes')}</h3>
      <NewNote path={path} />
      <ul className="contact-notes">
        {data?.items.map((note) => (
          <Note key={note.id} note={note} path={path} />
        ))}
      </ul>
      {data?.next != null && !all && (
        <button type="button" className="link small" onClick={() => setAll(true)}>
          {t('permission.notes.more')}
        </button>
      )}
    </section>
  );
}

function NewNote({ path }: { path: string }) {
  const [text, setText] = useState('');
  const add = useApiMutation(() => api.post(path, { text: text.trim() }, ContactNote), {
    invalidates: [path, path.replace(/notes$/, 'changes')],
    onDone: () => setText(''),
  });
  return (
    <form
      className="contact-note-new"
      onSubmit={submitting(() => {
        if (text.trim() !== '') add.mutate(undefined, { onError: sayError });
      })}
    >
      <TextArea
        label={t('permission.notes.new')}
        rows={2}
        maxLength={contactDetailLimits.noteLength}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() !== '' && (
        <div>
          <Button type="submit" variant="primary" disabled={add.isPending}>
            {t('permission.notes.add')}
          </Button>
        </div>
      )}
    </form>
  );
}

function Note({ note, path }: { note: ContactNote; path: string }) {
  const { user } = useSession();
  const ask = useAsk();
  const remove = useApiMutation(
    () => api.delete(`${path}/${encodeURIComponent(note.id)}`, Nothing),
    { invalidates: [path, path.replace(/notes$/, 'changes')] },
  );
  const mayRemove = user.role !== 'agent' || user.id === note.by.user;
  return (
    <li className="contact-note">
      <p dir="auto">{note.text}</p>
      <span className="small t3 row">
        <span className="grow clip">
          <bdi>{note.by.name}</bdi> · <span className="num">{format.dateTime(note.createdAt)}</span>
        </span>
        {mayRemove && (
          <IconButton
            icon="trash"
            label={t('permission.notes.remove')}
            onClick={() =>
              ask({
                title: t('permission.notes.remove.ask'),
                text: t('permission.notes.remove.text'),
                action: t('permission.notes.remove'),
                onConfirm: () => remove.mutate(undefined, { onError: sayError }),
              })
            }
          />
        )}
      </span>
    </li>
  );
}
