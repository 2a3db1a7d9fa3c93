// Finds a contact by part of their name or of an address.
import { useState } from 'react';
import type { ContactId } from '@opportune/protocol/ids.ts';
import { listOf } from '@opportune/protocol/rest/common.ts';
import { ListedContact } from '@opportune/protocol/rest/contact/contacts.ts';
import { useChannelLooks } from '../../../channels/use-channels.ts';
import { useSettled } from '../../../ui/data/use-settled.ts';
import { Face, Icon, NotYet, SearchField, t, useApiQuery } from '../../../ui/index.ts';
import { addressLook, addressWords, contactWords } from './contact-words.ts';

const Contacts = listOf(ListedContact);
const shown = 20;

interface FindContactProps {
  /** The contact to leave out, because the search is for somebody else. */
  readonly except: ContactId;
  readonly onFound: (contact: ListedContact) => void;
}

export function FindContact({ except, onFound }: FindContactProps) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim());
  const query = search === '' ? { limit: shown } : { limit: shown, search };
  const { data, error, refetch } = useApiQuery('/contacts', Contacts, { query, keep: true });
  const found = data?.items.filter(({ id }) => id !== except);
  return (
    <>
      <div className="contacts-search">
        <SearchField
          label={t('contacts.search')}
          value={typed}
          onChange={setTyped}
          input={{ 'data-autofocus': true, maxLength: 200 }}
        />
      </div>
      {found === undefined && (
        <NotYet error={error} rows={4} columns={1} onRetry={() => void refetch()} />
      )}
      {found?.length === 0 && <p className="t2 contacts-none">{t('contacts.search.none')}</p>}
      <ul className="contacts-found">
        {found?.map((each) => (
          <li key={each.id}>
            <button type="button" className="it" onClick={() => onFound(each)}>
              <Face name={each.name === '' ? null : each.name} size="medium" />
              <span className="grow contacts-who">
                <span className="clip medium">
                  <bdi>{contactWords(each)}</bdi>
                </span>
                <Where contact={each} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/**
 * The contact's addresses. If the first one is shown above in place of a name, its channel is named
 * here.
 */
function Where({ contact: { name: called, addresses } }: { contact: ListedContact }) {
  const looks = useChannelLooks();
  return (
    <span className="small t3 contacts-where">
      {addresses.map((each, at) => {
        const { icon, name } = addressLook(each, looks);
        const isAbove = called === '' && at === 0;
        return (
          <span key={`${each.channel} ${each.address}`} title={name}>
            <Icon name={icon} size={12} />
            {!isAbove && <span className="aside-voice">{name}: </span>}
            <span className="clip">{isAbove ? name : <bdi>{addressWords(each)}</bdi>}</span>
          </span>
        );
      })}
    </span>
  );
}
