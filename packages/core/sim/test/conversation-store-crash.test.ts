// The crash adapter fulfils the port's contract, and a crash loses only what was not answered.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { AccountId, ConversationId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversationStoreContract } from '../../contracts/conversation-store.contract.ts';
import { createCrashStore } from '../conversation-store-crash.test-support.ts';

conversationStoreContract('crash adapter', () => ({
  store: createCrashStore({ sync: (done) => queueMicrotask(done), keeps: () => false }).open(),
  freshAccount: async () => AccountId.parse(randomUUID()),
}));

const account = AccountId.parse('a');
const made = {
  id: ConversationId.parse('c'),
  ...visitorAddress(VisitorId.parse('v')),
  site: SiteId.parse('s'),
  visitor: VisitorId.parse('v'),
  visitorName: '',
  status: 'waiting',
  skill: null,
  origin: null,
  startedAt: 1,
  replyTo: null,
  topic: null,
} as const;

for (const keeps of [true, false]) {
  test(`crash adapter: a pending write at a crash is ${keeps ? 'kept' : 'lost'} whole, and never answered`, async () => {
    const syncs: (() => void)[] = [];
    const disk = createCrashStore({ sync: (done) => void syncs.push(done), keeps: () => keeps });
    let answered = false;
    void disk
      .open()
      .open(account, 'r', made, [])
      .then(() => {
        answered = true;
      });
    disk.crash();
    for (const sync of syncs.splice(0)) sync();
    const found = disk.open().load(account, made.id);
    for (const sync of syncs.splice(0)) sync();
    assert.equal((await found) !== null, keeps);
    assert.equal(answered, false);
  });
}
