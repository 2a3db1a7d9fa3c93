// The in-memory tables of jobs, deliveries and the inbox fulfil the contracts of the real ones.
import { randomUUID } from 'node:crypto';
import { inboxStoreContract } from '../../contracts/channel-inbox.contract.ts';
import { deliveryStoreContract } from '../../contracts/deliveries.contract.ts';
import { jobStoreContract } from '../../contracts/jobs.contract.ts';
import { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { createDeliveryTables, openMemoryDeliveries } from '../deliveries-memory.test-support.ts';
import { createInboxTables, openMemoryInbox } from '../inbox-memory.test-support.ts';
import { createJobTable, openMemoryJobs } from '../jobs-memory.test-support.ts';
import { createMemoryDatabase } from '../transactions.test-support.ts';

const records = createMemoryDatabase().open();
const table = createJobTable();
const freshAccount = async () => AccountId.parse(`a-${randomUUID()}`);

jobStoreContract('memory', () => ({
  store: openMemoryJobs(table, records),
  later: openMemoryJobs(table, records, 2),
  ...{ records, freshAccount },
}));

const deliveries = openMemoryDeliveries(createDeliveryTables());
deliveryStoreContract('memory', () => ({
  ...{ store: deliveries, records, freshAccount },
  freshConversation: async () => ConversationId.parse(randomUUID()),
}));

const inbox = openMemoryInbox(createInboxTables(), records);
inboxStoreContract('memory', () => ({ store: inbox, records, freshAccount }));
