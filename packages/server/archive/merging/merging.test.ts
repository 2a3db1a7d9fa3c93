// Merged conversations, on real records. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { ConversationId, UserId, VisitorId } from '@opportune/protocol/ids.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { openStage, type Stage } from '../../testing/conversations.test-support.ts';
import { createMerging, type Merging } from './merging.ts';

let stage: Stage;
let records: Records;
let merging: Merging;
let closeEngines: () => Promise<void>;
const by = UserId.parse('ada');
let begun = 1_750_000_000_000;
/** The check whether one is a part: reports it, and answers once this is done. */
const asking = { begun: (): void => {}, held: Promise.resolve() };

before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
  stage = await openStage({
    async isMerged(account, conversation) {
      const isPart = await merging.isPart(account, conversation);
      asking.begun();
      await asking.held;
      return isPart;
    },
  });
  merging = createMerging(records, stage.store, { now: () => begun });
});
after(async () => {
  await stage.close();
  await closeEngines();
});

/** A visitor's conversation, ended unless stated otherwise. */
async function talk(visitor: string, over = true): Promise<ConversationId> {
  begun += 60_000;
  const id = ConversationId.parse(`merge-${begun}`);
  await stage.store.open(
    stage.account,
    id,
    {
      id,
      site: stage.visitor().link.site,
      ...visitorAddress(VisitorId.parse(visitor)),
      visitor: VisitorId.parse(visitor),
      visitorName: '',
      skill: null,
      origin: null,
      startedAt: begun,
      replyTo: null,
      topic: null,
      status: 'waiting',
    },
    [],
  );
  if (over)
    await stage.store.append(stage.account, id, [], { status: 'ended', endedAt: begun + 1000 });
  return id;
}

/** From then on the visitor's conversations belong to the contact of that one. */
async function join(visitor: string, of: ConversationId): Promise<void> {
  await records.withAccount(stage.account, (sql) =>
    sql.run(
      `UPDATE conversations SET contact = (SELECT contact FROM conversations WHERE id = $2)
       WHERE visitor = $1`,
      [visitor, of],
    ),
  );
}

const merge = (part: ConversationId, into: ConversationId) =>
  merging.merge(stage.account, part, into, by);
const partsOf = async (id: ConversationId): Promise<string[]> =>
  (await merging.of(stage.account, id)).parts.map((part) => part.id);
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.problem.code === code;

test('[J10] an ended conversation becomes part of another of its contact, once, and can be separated again', async () => {
  const [first, second] = [await talk('merge-a'), await talk('merge-a', false)];
  assert.equal((await merge(first, second))?.into, second);
  assert.equal(await merge(first, second), null);
  assert.deepEqual(await partsOf(second), [first]);
  assert.equal((await merging.of(stage.account, first)).into?.id, second);
  assert.equal(await merging.isPart(stage.account, first), true);
  assert.equal((await merging.separate(stage.account, first))?.into, second);
  assert.equal(await merging.separate(stage.account, first), null);
  assert.deepEqual(await partsOf(second), []);
});

test('[J10] what belongs to it comes along, and nothing belongs to a part', async () => {
  const [a, b, c] = [await talk('merge-b'), await talk('merge-b'), await talk('merge-b')];
  await merge(a, b);
  await merge(b, c);
  assert.deepEqual(await partsOf(c), [a, b]);
  const d = await talk('merge-b');
  await merge(d, a);
  assert.deepEqual(await partsOf(c), [a, b, d]);
  assert.equal(await merge(c, a), null, 'a belongs to c already: no ring');
  assert.equal((await merging.of(stage.account, c)).into, null);
});

test('[J10] of two addresses only where both are of one contact', async () => {
  const [one, other] = [await talk('merge-c'), await talk('merge-d')];
  await assert.rejects(merge(one, other), refused('conversation.not_mergeable'));
  await join('merge-d', one);
  assert.equal((await merge(one, other))?.into, other);
});

test('[J10] an open conversation cannot be merged', async () => {
  const [open, over] = [await talk('merge-e', false), await talk('merge-e')];
  await assert.rejects(merge(open, over), refused('conversation.not_mergeable'));
  assert.equal((await merge(over, open))?.into, open);
});

test('[J10] merges at once in a ring leave no ring', async () => {
  const ids = [await talk('merge-f'), await talk('merge-f'), await talk('merge-f')] as const;
  const [a, b, c] = ids;
  await Promise.all([merge(a, b), merge(b, c), merge(c, a)]);
  const all = await Promise.all(ids.map((id) => merging.of(stage.account, id)));
  const roots = all.filter(({ into }) => into === null);
  assert.equal(roots.length, 1);
  assert.equal(roots[0]?.parts.length, 2);
});

test('[J10] one that is being taken up again is not merged meanwhile', async () => {
  const ada = await (await stage.agent('merge-ada')).online();
  const [part, into] = [await talk('merge-h'), await talk('merge-h')];
  const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  Object.assign(asking, { begun: asked.resolve, held: held.promise });
  const reopening = ada.command({ type: 'conversation.reopen', conversation: part });
  await asked.promise;
  const joining = stage.converse.inTurn(stage.account, part, () => merge(part, into));
  const gaveWay = assert.rejects(joining, refused('conversation.not_mergeable'));
  // A merge that did not wait would be done by then.
  for (let times = 0; times < 10; times++) await merging.of(stage.account, part);
  held.resolve();
  assert.equal(await reopening, null);
  await gaveWay;
  assert.equal(await merging.isPart(stage.account, part), false);
});

test('[J10] another account has no such conversation', async () => {
  const [part, into] = [await talk('merge-g'), await talk('merge-g')];
  const other = await stage.anotherAccount();
  await assert.rejects(merging.of(other, part), refused('request.not_found'));
  await assert.rejects(merging.merge(other, part, into, by), refused('request.not_found'));
  await assert.rejects(merging.separate(other, part), refused('request.not_found'));
  assert.equal((await merge(part, into))?.into, into);
});
