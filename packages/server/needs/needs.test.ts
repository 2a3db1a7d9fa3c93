// Needs on real records: the list, the labels, what is learnt from them in the background, and the
// skill that they route to. Each denial beside its permission.
import { answer } from '@opportune/core/bus/bus-messages.ts';
import { createCards } from '@opportune/core/bus/cards.ts';
import { shownThenQuestion } from '@opportune/protocol/bus/card.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { NeedEvidence } from '@opportune/core/learning/needs/evidence.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { type AccountId, type NeedId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import { testEngines, testLog } from '../adapter/engines.test-support.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { openStage, type Stage } from '../testing/conversations.test-support.ts';
import { learnApart } from './learn-apart.ts';
import { createNeedRecords } from './need-records.ts';
import { createNeeds, type Needs } from './needs.ts';

const tina = UserId.parse('u-tina');
const returns = SkillId.parse('returns');
const sayings = {
  Refund: ['I want my money back', 'please refund my order', 'money back please', 'a refund?'],
  Delivery: ['where is my parcel', 'when is it delivered', 'parcel not here', 'track delivery'],
} as const;

let records: Records;
let closeEngines: () => Promise<void>;
before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
});
after(() => closeEngines());

function refused(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Refusal && error.problem.code === code;
}

interface Shown {
  shown: Omit<NeedEvidence, 'said'> | null;
}

async function onStage(
  run: (stage: Stage, needs: Needs, visit: Shown) => Promise<void>,
): Promise<void> {
  const visit: Shown = { shown: null };
  const held: { needs?: Needs } = {};
  const stage = await openStage({
    needOf: (account, shown, said) => held.needs?.skillFor(account, shown, said) ?? null,
  });
  const { store, clock, ids, schedule } = stage.use;
  const parts = { records, store, clock, ids, schedule, log: testLog() };
  const shownThen = async () => visit.shown;
  const needs = createNeeds({ ...parts, shownThen, learn: learnApart });
  held.needs = needs;
  try {
    await run(stage, needs, visit);
  } finally {
    await needs.close();
    await stage.close();
  }
}

async function listOf(needs: Needs, account: AccountId): Promise<Record<string, NeedId>> {
  const list = await needs.replace(account, {
    needs: [
      { name: 'Refund', skill: returns },
      { name: 'Delivery', skill: null },
    ],
  });
  return Object.fromEntries(list.needs.map(({ id, name }) => [name, id]));
}

async function labelAll(stage: Stage, needs: Needs, ids: Record<string, NeedId>): Promise<void> {
  for (const [name, texts] of Object.entries(sayings))
    for (const text of [...texts, ...texts.map((each) => `hello, ${each}`)]) {
      const conversation = await stage.visitor().start(text);
      await needs.name(stage.account, conversation, tina, ids[name] ?? null);
    }
}

describe('the list of needs', () => {
  test('[N1] is kept in its order, and a removed need comes back with its labels', () =>
    onStage(async (stage, needs) => {
      const { account } = stage;
      await (await stage.agent('tina')).online();
      const ids = await listOf(needs, account);
      const talk = await stage.visitor().start('money back');
      await needs.name(account, talk, tina, ids['Refund'] ?? null);
      const delivery = { id: ids['Delivery'], name: 'Parcel', skill: null };
      const shorter = await needs.replace(account, { needs: [delivery] });
      assert.deepEqual(
        shorter.needs.map(({ name }) => name),
        ['Parcel'],
      );
      assert.equal((await needs.of(account, talk)).named, null);
      const refund = { id: ids['Refund'], name: 'Refund', skill: null };
      await needs.replace(account, { needs: [refund, delivery] });
      assert.equal((await needs.of(account, talk)).named, ids['Refund']);
    }));

  test("[N1] accepts neither another account's need nor a duplicate name", () =>
    onStage(async (stage, needs) => {
      const other = await stage.anotherAccount();
      const theirs = (await listOf(needs, other))['Refund'];
      const code = refused('request.invalid');
      await assert.rejects(
        needs.replace(stage.account, { needs: [{ id: theirs, name: 'Refund', skill: null }] }),
        code,
      );
      const twice = ['Refund', 'refund'].map((name) => ({ name, skill: null }));
      await assert.rejects(needs.replace(stage.account, { needs: twice }), code);
      assert.deepEqual((await needs.list(stage.account)).needs, []);
      assert.equal((await needs.list(other)).needs.length, 2);
    }));
});

describe('the need of a conversation', () => {
  test("[N2] [N7] is named by an agent of its account, from its account's list", () =>
    onStage(async (stage, needs) => {
      await (await stage.agent('tina')).online();
      const other = await stage.anotherAccount();
      const [ids, theirs] = [await listOf(needs, stage.account), await listOf(needs, other)];
      const talk = await stage.visitor().start('money back');
      const named = await needs.name(stage.account, talk, tina, ids['Refund'] ?? null);
      assert.equal(named.named, ids['Refund']);
      await assert.rejects(
        needs.name(stage.account, talk, tina, theirs['Refund'] ?? null),
        refused('request.invalid'),
      );
      await assert.rejects(
        needs.name(other, talk, tina, theirs['Refund'] ?? null),
        refused('request.not_found'),
      );
      await assert.rejects(needs.of(other, talk), refused('request.not_found'));
      assert.equal((await needs.name(stage.account, talk, tina, null)).named, null);
    }));

  test('[N2] can be named whatever the visit contains: a text cut through a character, a null character', () =>
    onStage(async (stage, needs, visit) => {
      await (await stage.agent('tina')).online();
      const ids = await listOf(needs, stage.account);
      const cut = `${'x'.repeat(127)}🙂`.slice(0, 128);
      visit.shown = { searched: [cut, 'a\0b'], sections: [], errors: [cut] };
      const talk = await stage.visitor().start(`${'y'.repeat(999)}🙂`);
      const named = await needs.name(stage.account, talk, tina, ids['Refund'] ?? null);
      assert.equal(named.named, ids['Refund']);
    }));

  test('[N2] is stored with what its visit showed during the conversation, whatever the visitor did since', () =>
    onStage(async (stage, named) => {
      const { account } = stage;
      await (await stage.agent('tina')).online();
      const ids = await listOf(named, account);
      const talk = await stage.visitor().start('money back');
      const startedAt = (await stage.store.load(account, talk))?.startedAt;
      stage.advance(24 * 3_600_000);
      const nothing = { searched: [], sections: [], errors: [] };
      const { store, clock, ids: newIds, schedule } = stage.use;
      const needs = createNeeds({
        ...{
          records,
          store,
          clock,
          ids: newIds,
          schedule,
          log: testLog(),
          learn: async () => null,
        },
        shownThen: async (_account, _visitor, at) => ({
          ...nothing,
          searched: [at === startedAt ? 'of then' : 'of another'],
        }),
      });
      const kept = createNeedRecords(records, newIds);
      await needs.name(account, talk, tina, ids['Refund'] ?? null);
      assert.deepEqual(
        (await kept.examples(account)).map(({ evidence }) => evidence),
        [{ ...nothing, said: 'money back', searched: ['of then'] }],
      );
      await needs.close();
    }));

  test('[N2] can be named by the words alone while the visit cannot be read', () =>
    onStage(async (stage, named) => {
      const { account } = stage;
      await (await stage.agent('tina')).online();
      const ids = await listOf(named, account);
      const talk = await stage.visitor().start('money back');
      const { store, clock, ids: newIds, schedule } = stage.use;
      const bus = openMemoryBus({ ...testLog(), error() {} });
      answer(bus, shownThenQuestion, () => Promise.reject(new Error('away')));
      const needs = createNeeds({
        ...{
          records,
          store,
          clock,
          ids: newIds,
          schedule,
          log: testLog(),
          learn: async () => null,
        },
        shownThen: createCards(bus).shownThen,
      });
      const { named: name } = await needs.name(account, talk, tina, ids['Refund'] ?? null);
      assert.equal(name, ids['Refund']);
      await needs.close();
    }));

  test('[N5] learning is abandoned when the server stops, which does not wait for it', () =>
    onStage(async (stage, named) => {
      await (await stage.agent('tina', { room: 50 })).online();
      const ids = await listOf(named, stage.account);
      await labelAll(stage, named, ids);
      const { store, clock, ids: newIds, schedule } = stage.use;
      const begun = Promise.withResolvers<void>();
      const needs = createNeeds({
        ...{ records, store, clock, ids: newIds, schedule, log: testLog() },
        shownThen: async () => null,
        learn: (examples, stop) => {
          const learning = learnApart(examples, stop);
          begun.resolve();
          return learning;
        },
      });
      await needs.list(stage.account);
      await begun.promise;
      await needs.close();
      assert.equal((await needs.list(stage.account)).learnt, null);
    }));

  test('[N5] [N6] is learnt in the background once enough are named, and then suggested and used for routing', () =>
    onStage(async (stage, needs) => {
      const { account } = stage;
      await (await stage.agent('tina', { room: 50 })).online();
      const ids = await listOf(needs, account);
      await labelAll(stage, needs, ids);
      await needs.settle();
      stage.advance(20_000);
      await needs.settle();
      const { learnt } = await needs.list(account);
      assert.deepEqual([learnt?.examples, learnt?.needs], [16, 2]);

      const talk = await stage.visitor().start('is there a refund, my money back?');
      const { seems, why } = await needs.of(account, talk);
      assert.equal(seems?.need, ids['Refund']);
      assert.ok(why.some(({ source, text }) => source === 'said' && text === 'money'));
      assert.equal((await stage.store.load(account, talk))?.skill, returns);

      const parcel = await stage.visitor().start('my parcel is not here');
      assert.equal((await needs.of(account, parcel)).seems?.need, ids['Delivery']);
      assert.equal((await stage.store.load(account, parcel))?.skill, null);

      const shown = { searched: ['refund money back'], sections: [], errors: [] };
      assert.equal(needs.skillFor(account, shown, ''), returns);
    }));
});
