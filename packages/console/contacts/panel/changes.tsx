// Who changed what of a contact, the newest first. It is read once it is opened.
import { useState } from 'react';
import type { ContactId } from '@opportune/protocol/ids.ts';
import { type ContactChange, ContactChangeList } from '@opportune/protocol/rest/contact/details.ts';
import { contactPath } from '../../inbox/customer/contact/use-contact.ts';
import { format, NotYet, t, useApiQuery } from '../../ui/index.ts';

const query = { limit: 50 };

export function Changes({ contact }: { contact: ContactId }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="block contact-changes"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{t('permission.changes')}</summary>
      {open && <Entries contact={contact} />}
    </details>
  );
}

function Entries({ contact }: { contact: ContactId }) {
  const path = `${contactPath(contact)}/changes`;
  const { data, error, refetch } = useApiQuery(path, ContactChangeList, { query });
  if (data === undefined)
    return <NotYet error={error} rows={3} columns={1} onRetry={() => void refetch()} />;
  if (data.items.length === 0) return <p className="small t3">{t('permission.changes.none')}</p>;
  return (
    <ul>
      {data.items.map((each) => (
        <li key={each.id} className="small">
          <span>{wordsOf(each)}</span>
          <span className="t3">
            {each.by !== null && (
              <>
                <bdi>{each.by.name}</bdi> ·{' '}
              </>
            )}
            <span className="num">{format.dateTime(each.createdAt)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

const parts = ['name', 'language', 'tags', 'fields'] as const;

function wordsOf({ act, after, before }: ContactChange): string {
  if (act !== 'details') return t(`permission.changed.${act}`);
  const changed = parts.filter((part) => part in after || part in before);
  return t('permission.changed.details', {
    what: changed.map((part) => t(`permission.changed.${part}`)).join(', '),
  });
}
