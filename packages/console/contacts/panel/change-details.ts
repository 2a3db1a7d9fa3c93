// Changes the name, language, tags or fields of a contact, unless a colleague changed them meanwhile.
import {
  type ContactDetailsChange,
  RevisedContactDetails,
} from '@opportune/protocol/rest/contact/details.ts';
import { api } from '../../api/client.ts';
import { invalidate, sayError, useApiMutation } from '../../ui/index.ts';

/** Saves a change. Resolves to false if it was not saved. */
export type ChangeDetails = (change: ContactDetailsChange) => Promise<boolean>;

export function useChangeDetails(path: string, revision: string | undefined): ChangeDetails {
  const save = useApiMutation((change: ContactDetailsChange) =>
    api.patch(path, change, RevisedContactDetails, { revision }),
  );
  return async (change) => {
    const saved = await save.mutateAsync(change).catch((error: unknown) => {
      sayError(error);
      return null;
    });
    invalidate('/contacts');
    invalidate('/contact-tags');
    return saved !== null;
  };
}
