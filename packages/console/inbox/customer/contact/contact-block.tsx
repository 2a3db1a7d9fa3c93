// The contact of a conversation: their addresses on each channel, and what agents can do with them.
// Agents merge two contacts, separate an address, or undo an earlier move.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { type ContactDetail, ContactMoved } from '@opportune/protocol/rest/contact/contacts.ts';
import { api } from '../../../api/client.ts';
import {
  Icon,
  MenuItem,
  MoreMenu,
  say,
  sayError,
  t,
  useApiMutation,
  useNarrow,
} from '../../../ui/index.ts';
import { isolated } from '../../../words/isolated.ts';
import { AddressLines } from './address-lines.tsx';
import { addressWords } from './contact-words.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { Moves } from './moves.tsx';
import { refreshContacts, useUndo } from './use-undo.ts';
import { contactPath } from './use-contact.ts';

interface ContactBlockProps {
  readonly contact: ContactDetail;
  /** Whether it links to the page of the contact. */
  readonly leads?: boolean;
}

export function ContactBlock({ contact, leads = false }: ContactBlockProps) {
  const [merging, setMerging] = useState(false);
  const separate = useSeparate(contact);
  const narrow = useNarrow();
  const isOne = contact.addresses.length < 2;
  return (
    <section className="block" aria-label={t('contacts.title')}>
      {/* One level below the name. */}
      <h3 aria-level={narrow ? 2 : 3}>
        <span className="grow">{t('contacts.addresses')}</span>
        <button type="button" className="link small" onClick={() => setMerging(true)}>
          {t('contacts.merge')}
        </button>
      </h3>
      <AddressLines
        addresses={contact.addresses}
        acts={(address) =>
          !isOne && (
            <MoreMenu label={t('contacts.more', { address: addressWords(address) })}>
              <MenuItem before={<Icon name="transfer" />} onClick={() => separate(address)}>
                {t('contacts.separate')}
              </MenuItem>
            </MoreMenu>
          )
        }
      />
      <Moves contact={contact} />
      {leads && (
        <Link
          to="/contacts/{-$contact}"
          params={{ contact: contact.id }}
          className="small contact-open"
        >
          {t('contacts.open')}
        </Link>
      )}
      {merging && <MergeDialog contact={contact} onClose={() => setMerging(false)} />}
    </section>
  );
}

function useSeparate(contact: ContactDetail): (address: AddressAt) => void {
  const undo = useUndo();
  const separate = useApiMutation(
    (address: AddressAt) =>
      api.post(
        `${contactPath(contact.id)}/separate`,
        { addresses: [{ channel: address.channel, address: address.address }] },
        ContactMoved,
      ),
    {
      onDone: ({ move }, address) => {
        refreshContacts();
        const words = t('contacts.separated', { address: isolated(addressWords(address)) });
        say(words, () => undo(move));
      },
    },
  );
  return (address) => separate.mutate(address, { onError: sayError });
}
