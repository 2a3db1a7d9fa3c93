// Merges a contact with another. The agent finds the other by name or address, and sees both before
// they become one. A merge can be undone at once, and later from the contact.
import { useState } from 'react';
import {
  type ContactDetail,
  ContactMoved,
  type ListedContact,
} from '@opportune/protocol/rest/contact/contacts.ts';
import { api } from '../../../api/client.ts';
import { Button, Dialog, Face, say, sayError, t, useApiMutation } from '../../../ui/index.ts';
import { isolated } from '../../../words/isolated.ts';
import { AddressLines } from './address-lines.tsx';
import { contactWords } from './contact-words.ts';
import { FindContact } from './find-contact.tsx';
import { contactPath } from './use-contact.ts';
import { refreshContacts, useUndo } from './use-undo.ts';

interface MergeDialogProps {
  readonly contact: ContactDetail;
  readonly onClose: () => void;
}

export function MergeDialog({ contact, onClose }: MergeDialogProps) {
  const [other, setOther] = useState<ListedContact | null>(null);
  const merge = useMerge(contact, onClose);
  const name = contactWords(contact);
  if (other === null)
    return (
      <Dialog
        open
        width={520}
        title={t('contacts.merge.title', { name: isolated(name) })}
        onClose={onClose}
      >
        <FindContact except={contact.id} onFound={setOther} />
      </Dialog>
    );
  return (
    <Dialog open width={520} title={t('contacts.merge.ask')} onClose={onClose}>
      <p className="t2">{t('contacts.merge.text')}</p>
      <div className="merge-both">
        <Side contact={contact} />
        <Side contact={other} />
      </div>
      <div className="row dialog-acts">
        <Button size="medium" onClick={() => setOther(null)}>
          {t('contacts.merge.back')}
        </Button>
        <Button
          variant="primary"
          size="medium"
          disabled={merge.isPending}
          data-autofocus
          onClick={() => merge.mutate(other, { onError: sayError })}
        >
          {t('contacts.merge.action')}
        </Button>
      </div>
    </Dialog>
  );
}

function Side({ contact }: { contact: ListedContact }) {
  return (
    <section className="merge-side" aria-label={contactWords(contact)}>
      <div className="row">
        <Face name={contact.name === '' ? null : contact.name} size="medium" />
        <b className="clip">
          <bdi>{contactWords(contact)}</bdi>
        </b>
      </div>
      <AddressLines addresses={contact.addresses} />
    </section>
  );
}

/** Merges the other contact into the one whose conversation is open. */
function useMerge(contact: ContactDetail, onDone: () => void) {
  const undo = useUndo();
  return useApiMutation(
    (other: ListedContact) =>
      api.post(`${contactPath(other.id)}/merge`, { into: contact.id }, ContactMoved),
    {
      onDone: ({ move }, other) => {
        refreshContacts();
        const words = t('contacts.merged', { name: isolated(contactWords(other)) });
        say(words, () => undo(move));
        onDone();
      },
    },
  );
}
