// An account with conversations, for tests of the contacts that own them.
import { randomUUID } from 'node:crypto';
import type { NewConversation } from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { type AddressAt, visitorAddress, webChannel } from '@opportune/protocol/contact/contact.ts';
import {
  AccountId,
  ChannelId,
  type ContactId,
  ConversationId,
  SiteId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { openConversationStore } from '../adapter/conversations/conversation-store-postgres.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { createContacts } from './contacts.ts';

export const site = SiteId.parse('shop');
const sms = ChannelId.parse('sms');

/** An address with a plus is a telephone number, any other a visitor id. */
export function addressOf(text: string): AddressAt {
  return text.startsWith('+')
    ? { channel: sms, address: text }
    : visitorAddress(VisitorId.parse(text));
}

/** A new account, and contacts of it. `talk` begins a conversation and returns its contact. */
export async function openAccount(records: Records) {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())", [
      account,
    ]),
  );
  const store = openConversationStore(records);
  const told: AddressAt[] = [];
  const desk = { isAway: false };
  let now = 0;
  const contacts = createContacts({
    ...{ records, store, clock: { now: () => (now += 1) }, ids: { next: () => randomUUID() } },
    log: testLog(),
    tell: async () => () => {},
    async moved(_, addresses) {
      if (desk.isAway) throw new Error('the desk is away');
      told.push(...addresses);
    },
  });
  const talk = async (text: string, name = ''): Promise<ContactId> => {
    now += 1;
    const at = addressOf(text);
    const isWeb = at.channel === webChannel;
    const made: NewConversation = {
      ...{ id: ConversationId.parse(`talk-${randomUUID()}`), ...at, visitorName: name },
      ...{ site: isWeb ? site : null, visitor: isWeb ? VisitorId.parse(text) : null },
      ...{ skill: null, origin: null, replyTo: null, topic: null },
      ...({ status: 'waiting', startedAt: now } as const),
    };
    return (await store.open(account, made.id, made, [])).record.contact;
  };
  return { account, contacts, talk, told, desk };
}

export type Detail = Awaited<ReturnType<ReturnType<typeof createContacts>['read']>>;

/** The contact's addresses, and the addresses of its conversations. */
export function shown({ addresses, conversations }: Detail): readonly (readonly string[])[] {
  return [addresses, conversations].map((all) => all.map(({ address }) => address).toSorted());
}
