// The fields that an account declares for its contacts, changed as a whole list. The type of a field is set
// once, because contacts have values of it.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Ids } from '@opportune/core/world/world.ts';
import { type AccountId, LabelId } from '@opportune/protocol/ids.ts';
import {
  contactDetailLimits,
  type ContactField,
  type ContactFields,
  type ContactFieldsDraft,
} from '@opportune/protocol/rest/contact/details.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';
import { keptFields, listedFields, writeFields } from './detail-rows.ts';

export interface DeclaredFields {
  list(account: AccountId): Promise<ContactFields>;
  /** Throws `request.invalid` for an unknown id, a repeated name or a changed type; `account.full`. */
  replace(
    account: AccountId,
    draft: ContactFieldsDraft,
    unchanged?: Unchanged,
  ): Promise<ContactFields>;
}

export function createContactFields(records: Records, ids: Ids): DeclaredFields {
  return {
    list: (account) =>
      records.withAccount(account, async (sql) => ({ fields: await listedFields(sql) })),
    replace: (account, draft, unchanged = whateverItIs) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged({ fields: await listedFields(sql) });
        const kept = new Map((await keptFields(sql)).map((each) => [each.id, each]));
        const fields = checked(draft, kept, ids);
        for (const { id } of fields) kept.delete(id);
        if (kept.size + fields.length > contactDetailLimits.keptFields)
          throw refuse('account.full');
        await writeFields(sql, account, fields);
        return { fields: await listedFields(sql) };
      }),
  };
}

function checked(
  { fields }: ContactFieldsDraft,
  kept: ReadonlyMap<LabelId, ContactField>,
  ids: Ids,
): readonly ContactField[] {
  const names = new Set<string>();
  const seen = new Set<LabelId>();
  return fields.map(({ id, name, holds }, at) => {
    const path = `fields.${at}`;
    const was = id === undefined ? undefined : kept.get(id);
    const isRepeated = names.has(name.toLowerCase()) || (id !== undefined && seen.has(id));
    if ((id !== undefined && was === undefined) || isRepeated)
      throw refuse('request.invalid', { path });
    if (was !== undefined && was.holds.type !== holds.type)
      throw refuse('request.invalid', {
        path: `${path}.holds`,
        detail: 'The type of a field cannot change. Add another field.',
      });
    names.add(name.toLowerCase());
    const own = id ?? LabelId.parse(ids.next());
    seen.add(own);
    return { id: own, name, holds };
  });
}
