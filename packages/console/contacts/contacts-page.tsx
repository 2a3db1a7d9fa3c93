// The contacts area: everybody with whom the business talks, over all channels, with one contact beside the
// list.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { ContactId } from '@opportune/protocol/ids.ts';
import { useSession } from '../session/session.tsx';
import { useSettled } from '../ui/data/use-settled.ts';
import { Button, Empty, NotYet, PageHeader, SearchField, t } from '../ui/index.ts';
import { type ContactPlace, isFiltered } from './contact-place.ts';
import { ContactBar } from './list/contact-bar.tsx';
import { ContactRows } from './list/contact-rows.tsx';
import { useContacts } from './list/use-contacts.ts';
import { ContactPanel } from './panel/contact-panel.tsx';
import { ExportButton } from './transfer/export-button.tsx';
import './contacts.css';

const route = getRouteApi('/contacts/{-$contact}');

export function ContactsPage() {
  const { contact } = route.useParams();
  const place = route.useSearch();
  const navigate = route.useNavigate();
  const isManager = useSession().user.role !== 'agent';
  const chosen = ContactId.safeParse(contact).data;
  const change = useCallback(
    (part: Partial<ContactPlace>) =>
      void navigate({ search: (now) => ({ ...now, ...part }), replace: true }),
    [navigate],
  );
  return (
    <>
      <PageHeader title={t('console.area.contacts')}>
        {isManager && (
          <span className="row contacts-files">
            <Link to="/contacts/imports/{-$import}" params={{ import: undefined }} className="btn">
              {t('transfer.import')}
            </Link>
            <ExportButton place={place} />
          </span>
        )}
        <Search search={place.search ?? ''} onChange={(search) => change({ search })} />
      </PageHeader>
      <div className={chosen === undefined ? 'contacts-split' : 'contacts-split open'}>
        <div className="contacts-list">
          <ContactBar place={place} onChange={change} />
          <Found place={place} chosen={chosen} onClear={() => void navigate({ search: {} })} />
        </div>
        {chosen !== undefined && (
          <ContactPanel
            key={chosen}
            id={chosen}
            tab={place.tab ?? 'about'}
            onTab={(tab) => change({ tab })}
            onClose={() => void navigate({ params: { contact: undefined }, search: place })}
          />
        )}
      </div>
    </>
  );
}

interface SearchProps {
  readonly search: string;
  readonly onChange: (search: string | undefined) => void;
}

/** What is typed goes into the address once the typing pauses. */
function Search({ search, onChange }: SearchProps) {
  const [typed, setTyped] = useTyped({ search, onChange });
  return (
    <SearchField
      label={t('contacts.search')}
      value={typed}
      onChange={setTyped}
      width={240}
      input={{ maxLength: 200 }}
    />
  );
}

function useTyped({ search, onChange }: SearchProps) {
  const [typed, setTyped] = useState(search);
  const settled = useSettled(typed.trim());
  useEffect(() => {
    if (settled !== search) onChange(settled === '' ? undefined : settled);
    // Only typing changes the address; a cleared address empties the field below.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled]);
  useEffect(() => {
    if (search === '') setTyped('');
  }, [search]);
  return [typed, setTyped] as const;
}

interface FoundProps {
  readonly place: ContactPlace;
  readonly chosen: ContactId | undefined;
  readonly onClear: () => void;
}

function Found({ place, chosen, onClear }: FoundProps) {
  const { contacts, error, hasMore, more, retry } = useContacts(place);
  if (contacts === undefined) return <NotYet error={error} rows={10} columns={3} onRetry={retry} />;
  if (contacts.length > 0)
    return (
      <ContactRows
        contacts={contacts}
        hasMore={hasMore}
        chosen={chosen}
        place={place}
        onEnd={more}
      />
    );
  if (isFiltered(place)) return <NobodyFound onClear={onClear} />;
  return <Empty title={t('permission.none.title')} text={t('permission.none.text')} />;
}

function NobodyFound({ onClear }: Pick<FoundProps, 'onClear'>) {
  return (
    <Empty title={t('permission.nobody.title')} text={t('permission.nobody.text')}>
      <Button onClick={onClear}>{t('permission.filter.clear')}</Button>
    </Empty>
  );
}
