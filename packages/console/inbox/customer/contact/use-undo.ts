// Undoes a move of addresses from one contact to another.
import { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import { api } from '../../../api/client.ts';
import { invalidate, say, sayError, t, useApiMutation } from '../../../ui/index.ts';

export function useUndo(): (move: string) => void {
  const undo = useApiMutation(
    (move: string) =>
      api.post(`/contact-moves/${encodeURIComponent(move)}/undo`, {}, ContactDetail),
    {
      onDone: () => {
        refreshContacts();
        say(t('contacts.undone'));
      },
    },
  );
  return (move) => undo.mutate(move, { onError: sayError });
}

/** Reads contacts and conversations again, because a move changes to whom conversations belong. */
export function refreshContacts(): void {
  invalidate('/contacts');
  invalidate('/conversations');
}
