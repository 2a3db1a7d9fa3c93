// What contacts permit, for everything that sends and everything that hears them: opt-ins per address
// and purpose, and the one list of addresses to which nothing is sent. Each change is recorded, told to
// webhooks in its transaction, and stops what waits for the address.
import { cardMasks, maskOf } from '@opportune/core/masking/ways-in.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Heard, Permission } from '@opportune/core/ports/permission.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { addressSuppressed } from '@opportune/protocol/bus/changes.ts';
import { addressKey, type AddressAt } from '@opportune/protocol/contact/contact.ts';
import type {
  OptIn,
  PermissionEntry,
  Purpose,
  SuppressionReason,
} from '@opportune/protocol/contact/permission.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import type { WebhookDataOf } from '@opportune/protocol/webhook/webhook.ts';
import {
  grant,
  insertEntry,
  isConversationSuppressed,
  isNewsOfWithdrawal,
  isOptedIn,
  isSuppressed,
  isWithdrawnSince,
  keptAddress,
  lockAddress,
  mayLeaveBy,
  release,
  suppress,
  suppressedAmong,
  withdraw,
} from './permission-rows.ts';

/** Tells webhooks of changes, in their transaction. The returned function is called after the commit. */
export type TellOptIns = (
  sql: Sql,
  changes: readonly { readonly subject: string; readonly data: WebhookDataOf<'opt-in.changed'> }[],
) => Promise<() => void>;

export interface PermissionParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly bus: Bus;
  readonly tell: TellOptIns;
}

/** What a person of the account, a contact or a provider says of an address. */
export type Change = AddressAt & {
  readonly at: number;
  readonly source: PermissionEntry['source'];
  readonly place: string;
  readonly words: string;
  readonly by: UserId | null;
} & (
    | { readonly act: 'granted'; readonly purpose: Purpose }
    | { readonly act: 'withdrawn'; readonly purpose: Purpose | null }
    | { readonly act: 'suppressed'; readonly reason: SuppressionReason }
    | { readonly act: 'released'; readonly reasons: readonly SuppressionReason[] }
  );

export interface ChangePermission extends Permission {
  /** Puts changes through in their order. The returned function is called after the commit. */
  change(sql: Sql, account: AccountId, changes: readonly Change[]): Promise<() => void>;
  /** Whether an opt-in that was given then is not to be granted, because of what the contact said since. */
  isWithdrawnSince(
    sql: Sql,
    to: AddressAt,
    given: { readonly purpose: Purpose; readonly givenAt: number },
  ): Promise<boolean>;
}

export function createPermission(parts: PermissionParts): ChangePermission {
  const change: ChangePermission['change'] = async (sql, account, changes) => {
    const now = parts.clock.now();
    const entries: PermissionEntry[] = [];
    for (const each of changes) {
      // A clock that is ahead must not forbid what is said later.
      const past = { ...each, ...(await keptAddress(sql, each)), at: Math.min(each.at, now) };
      for (const made of await apply(sql, account, past, now))
        entries.push({ ...made, id: parts.ids.next() });
    }
    for (const entry of entries) await insertEntry(sql, account, entry);
    const told = await parts.tell(sql, entries.map(toldOf));
    const stopped = entries.filter(({ act }) => act === 'suppressed');
    return () => {
      told();
      for (const { channel, address } of stopped)
        publish(parts.bus, addressSuppressed, { account, channel, address });
    };
  };
  return {
    isSuppressed,
    isConversationSuppressed,
    mayMailLeave: (sql, address) => mayLeaveBy(sql, 'email', address),
    mayTextLeave: (sql, number) => mayLeaveBy(sql, 'sms', number),
    async mayLeave(sql, to) {
      await lockAddress(sql, to, 'sender');
      return !(await isSuppressed(sql, to));
    },
    permits: async (sql, to, purpose) =>
      (await isOptedIn(sql, to, purpose)) && !(await isSuppressed(sql, to)),
    change,
    isWithdrawnSince,
    async hear(sql, account, heard) {
      const { text } = await maskOf(cardMasks, account);
      const telling = await tellingOf(sql, heard);
      const said = telling.flatMap(changesOf).map((each) => ({ ...each, words: text(each.words) }));
      return change(sql, account, said);
    },
  };
}

/** Without what can change nothing: nearly everybody who writes is not suppressed. */
async function tellingOf(sql: Sql, heard: readonly Heard[]): Promise<readonly Heard[]> {
  const wrote = heard.filter(({ type }) => type === 'wrote');
  if (wrote.length === 0) return heard;
  const keyOf = (each: AddressAt): string => addressKey(each).toLowerCase();
  const telling = new Set(heard.filter((each) => each.type !== 'wrote').map(keyOf));
  for (const each of await suppressedAmong(sql, wrote)) telling.add(keyOf(each));
  return heard.filter((each) => telling.has(keyOf(each)));
}

/** What the contact may end by saying so in words; by writing or following again, less. */
const byWords: readonly SuppressionReason[] = ['blocked', 'link', 'words'];
const byPresence: readonly SuppressionReason[] = ['blocked'];

function changesOf(heard: Heard): readonly Change[] {
  const { channel, address, at } = heard;
  const about = { channel, address, at, place: '', by: null };
  if (heard.type === 'wrote')
    return [{ ...about, source: 'provider', words: '', act: 'released', reasons: byPresence }];
  const { by: source, purpose, words } = heard;
  const said = { ...about, source, words };
  if (heard.type === 'opt-in') {
    const reasons = source === 'provider' ? byPresence : byWords;
    const released: Change = { ...said, act: 'released', reasons };
    return purpose === null ? [released] : [released, { ...said, act: 'granted', purpose }];
  }
  const withdrawn: Change = { ...said, act: 'withdrawn', purpose };
  if (purpose !== null) return [withdrawn];
  const reason = source === 'provider' ? 'blocked' : source;
  return [withdrawn, { ...said, act: 'suppressed', reason }];
}

/** The entries of what it changed. None: it is so already, or something later was said. */
async function apply(
  sql: Sql,
  account: AccountId,
  change: Change,
  now: number,
): Promise<readonly Omit<PermissionEntry, 'id'>[]> {
  const { channel, address, at, source, place, words, by } = change;
  const entry = {
    ...{ channel, address, source, place, words, happenedAt: at },
    ...{ act: change.act, recordedAt: now, recordedBy: by },
  };
  switch (change.act) {
    case 'granted': {
      const { purpose } = change;
      const given: Omit<OptIn, 'withdrawnAt'> = { ...entry, purpose, givenAt: at };
      return (await grant(sql, account, given)) ? [{ ...entry, purpose }] : [];
    }
    case 'withdrawn': {
      const { purpose: of } = change;
      const purposes = await withdraw(sql, change, change);
      const made = purposes.map((purpose) => ({ ...entry, purpose }));
      // What is forbidden with all purposes is a suppression, which says so itself.
      const mayBeNews = of === null ? source === 'account' : purposes.length === 0;
      if (!mayBeNews || !(await isNewsOfWithdrawal(sql, change, { purpose: of, at }))) return made;
      return [...made, { ...entry, purpose: of }];
    }
    case 'suppressed': {
      const { reason } = change;
      await lockAddress(sql, change, 'change');
      const made = { channel, address, reason, words, since: at, suppressedBy: by };
      return (await suppress(sql, account, made)) ? [{ ...entry, purpose: null }] : [];
    }
    case 'released':
      return (await release(sql, change, change)) ? [{ ...entry, purpose: null }] : [];
  }
}

function toldOf(entry: PermissionEntry) {
  const { channel, address, act, purpose, source, words, happenedAt: at } = entry;
  return {
    subject: addressKey(entry),
    data: { address: { channel, address }, act, purpose, source, words, at },
  };
}
