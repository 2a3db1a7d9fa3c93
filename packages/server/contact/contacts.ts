// Contacts for agents: reading, changes by hand, and the effects of verified identity. The desk is
// told of each move, so that consoles show the present contact of an open conversation.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { VerifyAnswer } from '@opportune/core/ports/conversation/verification.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import {
  type AccountId,
  type ContactId,
  ContactMoveId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import {
  type ContactDetail,
  type ContactMoved,
  contactLimits,
  type ListedContact,
} from '@opportune/protocol/rest/contact/contacts.ts';
import { found } from '../http/problem/refusal.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import type { Page } from '../http/rest/page.ts';
import { mergeContacts, separateContact, undoMove } from './contact-moves.ts';
import { contactIn } from './contact-rows.ts';
import { fieldsOf, listedFields, tagsOf } from './details/detail-rows.ts';
import { shownValues } from './details/field-values.ts';
import { joinAnswered } from './join-answered.ts';
import { type Aliased, joinCustomers, joinVerified, type Verified } from './join-verified.ts';
import { type ContactQuestion, listContacts } from './list/list-contacts.ts';
import { contactOf, type Hand, type Moved, movesOf } from './move-rows.ts';

export interface ContactsDependencies {
  readonly records: Records;
  readonly store: Pick<ConversationStore, 'list'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Tells of a move in its transaction. The returned function is called after the commit. */
  readonly tell: (sql: Sql, moved: Moved) => Promise<() => void>;
  /** Conversations at these addresses have another contact now. */
  readonly moved: (account: AccountId, addresses: readonly AddressAt[]) => Promise<void>;
}

/** What changes something throws `request.not_found` and `request.conflict`, and answers with whose the addresses are now. */
export interface Contacts {
  /** Those who stand for themselves and meet all that is asked. */
  list(account: AccountId, of: ContactQuestion): Promise<Page<ListedContact>>;
  /** Throws `request.not_found`. */
  read(account: AccountId, id: ContactId): Promise<ContactDetail>;
  merge(account: AccountId, id: ContactId, into: ContactId, by: UserId): Promise<ContactMoved>;
  separate(
    account: AccountId,
    id: ContactId,
    addresses: readonly AddressAt[],
    by: UserId,
  ): Promise<ContactMoved>;
  undo(account: AccountId, move: string, by: UserId): Promise<ContactMoved>;
  /** In the transaction that verifies, before it takes any other lock. Answers with what moved. */
  join(sql: Sql, of: Verified): Promise<readonly AddressAt[]>;
  /**
   * Joins two addresses whose owner answered for both, in the transaction of the answer. False: it was
   * answered before, or both are of different customers.
   */
  joinAnswered(
    account: AccountId,
    addresses: readonly [AddressAt, AddressAt],
    answer: VerifyAnswer,
  ): Promise<boolean>;
  /** As `join`: two ids are those of one customer. */
  joinCustomers(sql: Sql, of: Aliased): Promise<readonly AddressAt[]>;
}

export function createContacts(use: ContactsDependencies): Contacts {
  const { records, clock, ids } = use;

  const read = (account: AccountId, contact: ContactId) => readContact(use, account, contact);

  /** Moves of an account follow each other. */
  async function moving(
    account: AccountId,
    hand: Pick<Hand, 'move' | 'by'>,
    work: (sql: Sql, hand: Hand) => Promise<Moved>,
  ): Promise<ContactMoved> {
    const { to, addresses, told } = await records.withAccount(account, async (sql) => {
      await lockAccount(sql);
      const moved = await work(sql, { account, ...hand, at: clock.now() });
      return { ...moved, told: await use.tell(sql, moved) };
    });
    told();
    await tellDesk(account, addresses);
    return { ...(await read(account, to)), move: ContactMoveId.parse(hand.move) };
  }

  /** It is stored: whoever asked for it is not told that it failed. */
  async function tellDesk(account: AccountId, addresses: readonly AddressAt[]): Promise<void> {
    await use.moved(account, addresses).catch((error: unknown) => {
      use.log.warn('a moved contact was not told to the desk', { reason: String(error) });
    });
  }

  /** The caller commits. What waits for that is told at the next look for jobs. */
  async function joined(
    sql: Sql,
    joining: Promise<readonly AddressAt[]>,
  ): Promise<readonly AddressAt[]> {
    const addresses = await joining;
    await toldOf(sql, addresses);
    return addresses;
  }

  async function answered(
    account: AccountId,
    addresses: readonly [AddressAt, AddressAt],
    answer: VerifyAnswer,
  ): Promise<boolean> {
    const hand = { account, move: ids.next(), by: null, at: clock.now() };
    const outcome = await records.withAccount(account, async (sql) => {
      await lockAccount(sql);
      if (!(await answer.stands(sql))) return null;
      const moved = await joinAnswered(sql, hand, addresses);
      await answer.note(sql, moved !== null);
      return moved === null ? null : { moved, told: await toldOf(sql, moved) };
    });
    outcome?.told();
    if (outcome !== null) await tellDesk(account, outcome.moved);
    return outcome !== null;
  }

  async function toldOf(sql: Sql, addresses: readonly AddressAt[]): Promise<() => void> {
    const [first] = addresses;
    if (first === undefined) return () => {};
    return use.tell(sql, { to: await contactOf(sql, first), addresses });
  }

  return {
    list: (account, of) => records.withAccount(account, (sql) => listContacts(sql, of)),
    read,
    merge: (account, id, into, by) =>
      moving(account, { move: ids.next(), by }, (sql, hand) =>
        mergeContacts(sql, hand, { from: id, to: into, why: 'merged' }),
      ),
    separate: (account, id, addresses, by) =>
      moving(account, { move: ids.next(), by }, (sql, hand) =>
        separateContact(sql, hand, id, addresses),
      ),
    undo: (account, move, by) => moving(account, { move, by }, undoMove),
    join: (sql, of) => joined(sql, joinVerified(sql, of, ids.next())),
    joinAnswered: answered,
    joinCustomers: (sql, of) => joined(sql, joinCustomers(sql, of, ids.next())),
  };
}

async function readContact(
  { records, store }: ContactsDependencies,
  account: AccountId,
  contact: ContactId,
): Promise<ContactDetail> {
  const listing = { contact, before: null, limit: contactLimits.conversations };
  const [known, conversations] = await Promise.all([
    records.withAccount(account, async (sql) => ({
      ...found((await contactIn(sql, contact)) ?? null),
      tags: await tagsOf(sql, contact),
      fields: shownValues(await fieldsOf(sql, contact), await listedFields(sql)),
      moves: await movesOf(sql, contact, contactLimits.moves),
    })),
    store.list(account, listing),
  ]);
  return { ...known, conversations };
}
