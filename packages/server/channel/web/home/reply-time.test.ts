// The reply time of a site, measured on a real database.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { homeLimits } from '@opportune/protocol/conversation/home.ts';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { openConversationStore } from '../../../adapter/conversations/conversation-store-postgres.ts';
import { testEngines } from '../../../adapter/engines.test-support.ts';
import { newConversation } from './stored-replies.test-support.ts';
import { createReplyTimes } from './reply-time.ts';

const site = SiteId.parse('s1');
const noon = Date.UTC(2026, 4, 1, 12);
const clock = { at: noon, now: () => clock.at };
const many = homeLimits.replyConversations;

let engines: Awaited<ReturnType<typeof testEngines>>;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

async function newAccount(): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await engines.records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())", [
      account,
    ]),
  );
  return account;
}

/** Each was answered after so many seconds. Null: it ended without an answer. */
async function conversed(
  account: AccountId,
  waits: readonly (number | null)[],
  { of = site, at = noon - 3_600_000 } = {},
): Promise<void> {
  const store = openConversationStore(engines.records, clock);
  for (const waitS of waits) await newConversation(store, account, { site: of, at, waitS });
}

const measured = (account: AccountId, of = site) =>
  createReplyTimes(engines.records, clock)(account, of);

test('[MH3] the reply time is the median from the start to an agent’s first message', async () => {
  const account = await newAccount();
  await conversed(
    account,
    Array.from({ length: many + 1 }, (_, at) => 10 * at),
  );
  assert.equal(await measured(account), (10 * many) / 2);
});

test('[MH3] with fewer than twenty conversations in fourteen days, there is none', async () => {
  const account = await newAccount();
  await conversed(account, Array(many - 1).fill(30));
  await conversed(account, Array(5).fill(30), {
    at: noon - (homeLimits.replyDays + 1) * 86_400_000,
  });
  await conversed(account, Array(5).fill(30), { of: SiteId.parse('another') });
  assert.equal(await measured(account), null);
  await conversed(account, [30]);
  assert.equal(await measured(account), 30);
});

test('[MH3] conversations that ended without an answer count as endless', async () => {
  const account = await newAccount();
  await conversed(account, [...Array(many).fill(30), ...Array(many - 1).fill(null)]);
  assert.equal(await measured(account), 30);
  await conversed(account, Array(3).fill(null));
  assert.equal(await measured(account), null);
});

test('[MH3] another account’s conversations count nowhere', async () => {
  const [account, other] = [await newAccount(), await newAccount()];
  await conversed(other, Array(many).fill(30));
  assert.equal(await measured(account), null);
});

test('[MH3] it is measured anew after five minutes', async () => {
  const account = await newAccount();
  const replyTimeOf = createReplyTimes(engines.records, clock);
  assert.equal(await replyTimeOf(account, site), null);
  await conversed(account, Array(many).fill(30));
  assert.equal(await replyTimeOf(account, site), null);
  clock.at += 5 * 60_000;
  assert.equal(await replyTimeOf(account, site), 30);
});

test('[OP11] fills: reply times of more sites than are kept', async () => {
  let asked = 0;
  const records = {
    withAccount: async () => ((asked += 1), null),
  } as unknown as Records;
  const replyTimeOf = createReplyTimes(records, clock);
  const account = AccountId.parse('a');
  const of = (at: number) => replyTimeOf(account, SiteId.parse(`s${at}`));
  for (let at = 0; at <= tableLimits.replyTimes; at++) await of(at);
  asked = 0;
  await of(tableLimits.replyTimes);
  assert.equal(asked, 0);
  await of(0);
  assert.equal(asked, 1);
});
