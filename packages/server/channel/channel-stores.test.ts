// The contracts of deliveries and of the inbox of channels, on a real PostgreSQL.
import { randomUUID } from 'node:crypto';
import { after, before } from 'node:test';
import { inboxStoreContract } from '@opportune/core/contracts/channel-inbox.contract.ts';
import { deliveryStoreContract } from '@opportune/core/contracts/deliveries.contract.ts';
import { AccountId, ChannelId, ConversationId } from '@opportune/protocol/ids.ts';
import { openConversationStore } from '../adapter/conversations/conversation-store-postgres.ts';
import { testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { deliveryRows } from './deliveries/delivery-rows.ts';
import { inboxRows } from './inbox/inbox-rows.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

async function freshAccount(): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await engines.records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())", [
      account,
    ]),
  );
  return account;
}

async function freshConversation(account: AccountId): Promise<ConversationId> {
  const id = ConversationId.parse(randomUUID());
  const store = openConversationStore(engines.records);
  const made = {
    ...{ id, channel: ChannelId.parse('c_1'), address: 'ada', visitorName: '' },
    ...{ site: null, visitor: null, skill: null, origin: null, replyTo: null, topic: null },
    status: 'waiting',
    startedAt: 1_790_000_000_000,
  } as const;
  await store.open(account, id, made, []);
  return id;
}

deliveryStoreContract('PostgreSQL', () => ({
  ...{ store: deliveryRows, records: engines.records, freshAccount, freshConversation },
}));

inboxStoreContract('PostgreSQL', () => ({
  ...{ store: inboxRows(engines.records), records: engines.records, freshAccount },
}));
