// The contact of a conversation: at which addresses of which channels they are reached, and what agents do
// with them: merge with another, separate an address, undo what was done before.
import { useState } from 'react';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
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
import { AddressLines } from './address-lines.tsx';
import { addressWords } from './contact-words.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { Moves } from './moves.tsx';
import { refreshContacts, useUndo } from './use-undo.ts';
import { contactPath } from './use-contact.ts';

export function ContactBlock({ contact }: { contact: ContactDetail }) {
  const [merging, setMerging] = useState(false);
  const separate = useSeparate(contact);
  const narrow = useNarrow();
  const isOne = contact.addresses.length < 2;
  return (
    <section className="block" aria-label={t('contacts.title')}>
      {/* One below the name. */}
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
        ContactDetail,
      ),
    {
      onDone: ({ moves: [move] }, address) => {
        refreshContacts();
        const words = t('contacts.separated', { address: addressWords(address) });
        say(words, move === undefined ? null : () => undo(move.id));
      },
    },
  );
  return (address) => separate.mutate(address, { onError: sayError });
}
