// Permission as people of the account see and change it. What a contact said themselves is undone
// only by somebody who may release it.
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { addressKey, type AddressAt } from '@opportune/protocol/contact/contact.ts';
import {
  type OptIn,
  permissionLimits,
  type Suppression,
  SuppressionReason,
} from '@opportune/protocol/contact/permission.ts';
import type { AccountId, ContactId, UserId } from '@opportune/protocol/ids.ts';
import {
  type ContactPermission,
  type NewOptIn,
  type OptInWithdrawal,
  permissionLists,
  type SuppressionChange,
  type SuppressionQuery,
} from '@opportune/protocol/rest/contact/permission.ts';
import { storable } from '@opportune/protocol/text.ts';
import type { z } from 'zod';
import { found, refuse } from '../http/problem/refusal.ts';
import { type Page, pageOf, readCursor } from '../http/rest/page.ts';
import type { Change, ChangePermission } from './permission.ts';
import {
  entriesOf,
  isSuppressed,
  listSuppressions,
  optInOf,
  optInsOf,
  suppressionOf,
  suppressionsOf,
} from './permission-rows.ts';

export interface Permissions {
  /** Throws `request.not_found`. */
  of(account: AccountId, contact: ContactId): Promise<ContactPermission>;
  /**
   * Throws `contact.opted_out` for a suppressed address, `request.invalid` for a proof from the future,
   * and `request.conflict` if it was withdrawn since.
   */
  record(account: AccountId, by: UserId, given: NewOptIn): Promise<OptIn>;
  withdraw(account: AccountId, by: UserId, of: OptInWithdrawal): Promise<void>;
  list(account: AccountId, query: z.output<typeof SuppressionQuery>): Promise<Page<Suppression>>;
  suppress(account: AccountId, by: UserId, of: SuppressionChange): Promise<Suppression>;
  release(account: AccountId, by: UserId, of: SuppressionChange): Promise<void>;
}

export interface PermissionsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly masks: Masks;
  readonly permission: Pick<ChangePermission, 'change'>;
}

/** How far a clock of another system may be ahead. */
const aheadMs = 300_000;

type Changing = <T>(
  account: AccountId,
  change: Change,
  answer: (sql: Sql) => Promise<T>,
  before?: (sql: Sql) => Promise<void>,
) => Promise<T>;

/** Makes a change in a transaction, reads its answer there, and tells of it after the commit. */
function changingWith({ records, permission, masks }: PermissionsParts): Changing {
  return async (account, given, answer, before = async () => {}) => {
    const change = masked(await maskOf(masks, account), given);
    const { result, told } = await records.withAccount(account, async (sql) => {
      await before(sql);
      const after = await permission.change(sql, account, [change]);
      return { result: await answer(sql), told: after };
    });
    told();
    return result;
  };
}

function masked({ text }: Mask, change: Change): Change {
  const { place, words } = change;
  return {
    ...change,
    // A replacement can be longer than what it replaces.
    place: storable(text(place).slice(0, permissionLimits.place)),
    words: storable(text(words).slice(0, permissionLimits.words)),
  };
}

export function createPermissions(parts: PermissionsParts): Permissions {
  const { records, clock } = parts;
  const changing = changingWith(parts);
  const said = ({ channel, address }: AddressAt, by: UserId, words: string) => ({
    ...{ channel, address, words, by, at: clock.now(), source: 'account' as const, place: '' },
  });
  return {
    of: (account, contact) =>
      records.withAccount(account, async (sql) => {
        found(await sql.row('SELECT 1 FROM contacts WHERE id = $1', [contact]));
        const most = permissionLists.ofContact;
        return {
          optIns: await optInsOf(sql, contact, most),
          suppressions: await suppressionsOf(sql, contact, most),
          entries: await entriesOf(sql, contact, most),
        };
      }),

    async record(account, by, given) {
      const { purpose, place, givenAt: at } = given;
      if (at > clock.now() + aheadMs) throw refuse('request.invalid', { path: 'givenAt' });
      const change = {
        ...said(given, by, given.words),
        act: 'granted',
        purpose,
        place,
        at,
      } as const;
      return changing(
        account,
        change,
        async (sql) => {
          const stored = await optInOf(sql, given, purpose);
          if (stored === undefined || stored.withdrawnAt !== null)
            throw refuse('request.conflict', { detail: 'It was withdrawn since.' });
          return stored;
        },
        async (sql) => {
          if (await isSuppressed(sql, given)) throw refuse('contact.opted_out');
        },
      );
    },

    withdraw: (account, by, of) =>
      changing(
        account,
        { ...said(of, by, of.words), act: 'withdrawn', purpose: of.purpose },
        async () => {},
      ),

    list: (account, { channel = null, address = null, cursor, limit }) =>
      records.withAccount(account, async (sql) => {
        const last = readCursor(cursor);
        const before = last === null ? null : { since: last.at, key: last.id };
        const rows = await listSuppressions(sql, { channel, address, before, most: limit + 1 });
        const placeOf = (row: Suppression) => ({ at: row.since, id: addressKey(row) });
        return pageOf(rows, limit, placeOf, (row) => row);
      }),

    suppress: (account, by, of) =>
      changing(
        account,
        { ...said(of, by, of.words), act: 'suppressed', reason: 'account' },
        async (sql) => found((await suppressionOf(sql, of)) ?? null),
      ),

    release: (account, by, of) =>
      changing(
        account,
        { ...said(of, by, of.words), act: 'released', reasons: SuppressionReason.options },
        async () => {},
      ),
  };
}
