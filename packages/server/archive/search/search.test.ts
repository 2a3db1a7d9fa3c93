// Search on real records: what is found, in which order, with which filters, in which language, and
// nothing of another account. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { Author } from '@opportune/protocol/conversation/conversation.ts';
import {
  type AccountId,
  ChannelId,
  ConversationId,
  MessageId,
  SkillId,
  UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { SearchQuery } from '@opportune/protocol/rest/conversation/search.ts';
import { setTimeout as later } from 'node:timers';
import { randomUUID } from 'node:crypto';
import { testEngines, testLog } from '../../adapter/engines.test-support.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { openStage, type Stage } from '../../testing/conversations.test-support.ts';
import { createLabels, type Labels } from '../labels/labels.ts';
import { createNoteOrders } from './note-orders.ts';
import { createSearch, partsOf, type Search } from './search.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';

const tina = UserId.parse('u-tina');
const returns = SkillId.parse('returns');

let stage: Stage;
let records: Records;
let store: ConversationStore;
let search: Search;
let index: SearchIndex;
let labels: Labels;
let account: AccountId;
let other: AccountId;
let closeEngines: () => Promise<void>;
const ids = new Map<string, ConversationId>();

before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
  stage = await openStage();
  ({ account, store } = stage);
  other = await stage.anotherAccount();
  search = createSearch(records);
  const schedule = (ms: number, run: () => void): (() => void) => {
    const timer = later(run, ms);
    return () => clearTimeout(timer);
  };
  index = createSearchIndex(records, { schedule, log: testLog() });
  labels = createLabels(records, stage.use.ids, stage.use.clock);
  await talk('lamp', 'Clara Jensen', 1_000, ['The Orla lamp flickers', 'It is an old lamp']);
  await talk('refund', 'Bruno Keller', 2_000, ['I want my money back for the lamp']);
  await talk('hours', 'Clara Weiss', 3_000, ['When are you open?', '<b onclick="x()">lamp</b>']);
  await talk('theirs', 'Clara Other', 4_000, ['Their lamp'], other);
});
after(async () => {
  await index.close();
  await stage.close();
  await closeEngines();
});

async function talk(
  name: string,
  visitorName: string,
  startedAt: number,
  said: readonly string[],
  of: AccountId = account,
  author: Author = { type: 'visitor' },
): Promise<void> {
  const id = ConversationId.parse(`c-${name}-${randomUUID()}`.slice(0, 64));
  ids.set(name, id);
  await store.open(
    of,
    name,
    {
      id,
      site: stage.visitor().link.site,
      ...visitorAddress(VisitorId.parse(`v-${name}`)),
      visitor: VisitorId.parse(`v-${name}`),
      visitorName,
      skill: name === 'refund' ? returns : null,
      origin: null,
      startedAt,
      replyTo: null,
      topic: null,
      status: 'waiting',
    },
    said.map((text, at) => ({
      id: MessageId.parse(randomUUID()),
      author,
      body: { type: 'text', text },
      at: startedAt + at,
    })),
  );
}

const ask = (query: object, of: AccountId = account) => search(of, SearchQuery.parse(query));
/** Names of what is found, in order. */
async function found(query: object, of: AccountId = account): Promise<string[]> {
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  return (await ask(query, of)).items.map(({ conversation }) => names.get(conversation) ?? '?');
}

describe('what is found', () => {
  test('[J6] words of a message, in any case, each conversation once, with the place', async () => {
    assert.deepEqual(new Set(await found({ q: 'LAMP' })), new Set(['lamp', 'refund', 'hours']));
    assert.deepEqual(await found({ q: 'money back' }), ['refund']);
    assert.deepEqual(await found({ q: '"old lamp"' }), ['lamp']);
    assert.deepEqual(await found({ q: 'lamp -orla -money' }), ['hours', 'lamp']);
    assert.deepEqual(await found({ q: 'flick' }), ['lamp'], 'the last word may be a beginning');
    assert.deepEqual(await found({ q: 'nothing like it' }), []);
    const [first] = (await ask({ q: '"old lamp"' })).items;
    assert.equal(first?.sequence, 2);
  });

  test('[J6] a name with words of a message, and a name by itself before a message that says it', async () => {
    assert.deepEqual(await found({ q: 'clara flickers' }), ['lamp']);
    await talk('mention', 'Nobody', 5_000, ['Is Clara there?']);
    const order = await found({ q: 'clara' });
    assert.deepEqual(new Set(order.slice(0, 2)), new Set(['lamp', 'hours']));
    assert.equal(order[2], 'mention');
  });

  test('[J6] a name given after the message is found with its words, and the former name is not', async () => {
    await talk('told', '', 5_000, ['The toaster smokes']);
    const told = ids.get('told');
    assert.ok(told !== undefined);
    await store.append(account, told, [], { visitorName: 'Theodora' });
    assert.deepEqual(await found({ q: 'theodora toaster' }), ['told']);
    await store.append(account, told, [], { visitorName: 'Dora' });
    assert.deepEqual(await found({ q: 'theodora toaster' }), []);
    assert.deepEqual(await found({ q: 'dora toaster' }), ['told']);
    await records.withAccount(account, (sql) =>
      sql.run('DELETE FROM conversations WHERE id = $1', [told]),
    );
  });

  test('[J6] orders by their id, tags by their name, what agents wrote into fields', async () => {
    const note = createNoteOrders({ records, log: testLog() }, async () => ['AL-1007']);
    note({ account, visitor: VisitorId.parse('v-refund'), conversation: ids.get('refund') });
    const lists = await labels.replace(account, {
      tags: [{ name: 'Warranty' }],
      fields: [{ name: 'Serial', holds: { type: 'text' } }],
    });
    const [tag, field] = [lists.tags[0]?.id, lists.fields[0]?.id];
    assert.ok(tag !== undefined && field !== undefined);
    const lamp = ids.get('lamp') ?? ConversationId.parse('none');
    const change = { addTags: [tag], fields: { [field]: 'SN-77-X' } };
    await labels.change(account, lamp, tina, change);
    assert.deepEqual(await found({ q: 'warranty' }), ['lamp']);
    assert.deepEqual(await found({ q: 'SN-77-X' }), ['lamp']);
    assert.deepEqual(await found({ tag }), ['lamp']);
    assert.deepEqual(await found({ q: 'lamp', tag }), ['lamp']);
    await labels.change(account, lamp, tina, { fields: { [field]: null } });
    assert.deepEqual(await found({ q: 'SN-77-X' }), []);
    await until('the order is noted', async () => (await found({ q: 'al-1007' })).length > 0);
    assert.deepEqual(await found({ q: 'al-1007' }), ['refund']);
  });

  test('[J6] dispositions by their name, what a survey says, and the filters of both and of campaigns', async () => {
    const lists = await labels.replace(account, { dispositions: [{ name: 'Escalated' }] });
    const disposition = lists.dispositions[0]?.id;
    assert.ok(disposition !== undefined);
    const refund = ids.get('refund') ?? ConversationId.parse('none');
    await labels.change(account, refund, tina, { disposition });
    assert.deepEqual(await found({ q: 'escalated' }), ['refund']);
    assert.deepEqual(await found({ disposition }), ['refund']);
    assert.deepEqual(await found({ q: 'lamp', disposition }), ['refund']);
    const say = (free: string) =>
      records.withAccount(account, async (sql) => {
        await sql.run(
          `INSERT INTO surveys (account, conversation, free_text, answered_at, changed_at)
           VALUES ($1, $2, $3, now(), now())
           ON CONFLICT (account, conversation) DO UPDATE SET free_text = excluded.free_text`,
          [account, refund, free],
        );
      });
    await say('Wonderfully patient');
    assert.deepEqual(await found({ q: 'patient' }), ['refund']);
    await say('');
    assert.deepEqual(await found({ q: 'patient' }), []);
    await records.withAccount(account, async (sql) => {
      const origin = { decision: 'd', campaign: 'help', campaignName: 'Help' };
      const update = 'UPDATE conversations SET origin = $2 WHERE id = $1';
      await sql.run(update, [refund, JSON.stringify(origin)]);
    });
    assert.deepEqual(await found({ campaign: 'help' }), ['refund']);
    assert.deepEqual(await found({ q: 'lamp', campaign: 'help' }), ['refund']);
    assert.deepEqual(await found({ q: 'lamp', campaign: 'other' }), []);
  });

  test('[J6] by filters alone, newest first, and by filters with words', async () => {
    assert.deepEqual(await found({ skill: returns }), ['refund']);
    assert.deepEqual(await found({ from: 2_000, until: 3_001 }), ['hours', 'refund']);
    assert.deepEqual(await found({ q: 'lamp', until: 2_000 }), ['lamp']);
    assert.deepEqual(await found({ q: 'lamp', status: 'ended' }), []);
    assert.deepEqual(await found({ agent: tina }), []);
  });

  test('[J6] pages neither repeat nor hide, by words and by filters', async () => {
    for (const query of [{ q: 'lamp' }, { until: 4_000 }]) {
      const all = await found({ ...query });
      const paged: string[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const page = await ask({ ...query, limit: 1, ...(cursor == null ? {} : { cursor }) });
        paged.push(...page.items.map(({ conversation }) => conversation));
        cursor = page.next;
      }
      assert.deepEqual(
        paged,
        all.map((name) => ids.get(name)),
      );
    }
    await assert.rejects(ask({ cursor: 'nonsense' }), (error) => error instanceof Refusal);
  });
});

describe('conversations of all channels', () => {
  const desk = ChannelId.parse('ch-desk');
  /** Of a contact without a visitor, on no site. */
  async function talkOn(name: string, address: string, text: string): Promise<void> {
    const id = ConversationId.parse(`c-${name}-${randomUUID()}`.slice(0, 64));
    ids.set(name, id);
    const began = { skill: null, origin: null, startedAt: 500, replyTo: null, topic: null };
    await store.open(
      account,
      name,
      {
        ...{ id, site: null, channel: desk, address, visitor: null, visitorName: '' },
        ...{ ...began, status: 'waiting' },
      },
      [
        {
          id: MessageId.parse(randomUUID()),
          author: { type: 'visitor' },
          body: { type: 'text', text },
          at: 500,
        },
      ],
    );
  }

  test('[J11] one without a visitor or a site is found by its words, its address and its channel', async () => {
    await talkOn('phone', '+31 6 5550 4107', 'Is the armchair there?');
    await talkOn('mail', 'noor@vandijk.example', 'The lamp arrived');
    assert.deepEqual(await found({ q: 'armchair' }), ['phone']);
    assert.deepEqual(await found({ q: '5550 4107' }), ['phone']);
    assert.deepEqual(await found({ q: 'noor@vandijk.example' }), ['mail']);
    assert.deepEqual(new Set(await found({ channel: desk })), new Set(['phone', 'mail']));
    assert.deepEqual(await found({ q: 'lamp', channel: desk }), ['mail']);
    assert.ok(!(await found({ q: 'lamp', channel: 'web' })).includes('mail'));
    assert.deepEqual(await found({ channel: desk, site: stage.visitor().link.site }), []);
    assert.deepEqual(await found({ channel: desk }, other), []);
    const [shown] = (await ask({ q: 'armchair' })).items;
    assert.deepEqual(
      [shown?.channel, shown?.address, shown?.visitor],
      [desk, '+31 6 5550 4107', null],
    );
  });

  test('[J11] pages of one channel neither repeat nor hide', async () => {
    for (const q of ['', 'the']) {
      const first = await ask({ q, channel: desk, limit: 1 });
      assert.ok(first.next !== null);
      const second = await ask({ q, channel: desk, limit: 1, cursor: first.next });
      const seen = [...first.items, ...second.items].map(({ conversation }) => conversation);
      assert.deepEqual(new Set(seen), new Set([ids.get('phone'), ids.get('mail')]));
      assert.equal(second.next, null);
    }
  });
});

describe('what is shown', () => {
  test('[J7] a snippet is text in parts, whatever was said', async () => {
    const { items } = await ask({ q: 'lamp' });
    const first = items.find(({ conversation }) => conversation === ids.get('hours'));
    assert.ok(first !== undefined);
    // Text that looks like HTML is left out of a snippet.
    assert.equal(first.snippet.map(({ text }) => text).join(''), 'lamp');
    assert.ok(first.snippet.some(({ text, hit }) => hit && text === 'lamp'));
    await talk('marks', 'Nobody', 6_000, ['A \u0001forged\u0002 mark and a peculiar word']);
    const [forged] = (await ask({ q: 'peculiar' })).items;
    assert.deepEqual(
      forged?.snippet.filter(({ hit }) => hit).map(({ text }) => text),
      ['peculiar'],
    );
  });

  test('[J7] an agent’s text without Markdown signs, wherever it is cut, and a visitor’s text as written', async () => {
    const ada = { type: 'agent', user: tina, name: 'Tina' } as const;
    const long = `Before that ${'quite '.repeat(20)}`;
    const said = `${long}**the gift-wrapped parcel of yours travels ${'quite '.repeat(20)}far** and _slowly_`;
    await talk('agents', 'Dora', 7_000, [said], account, ada);
    await talk('visitors', 'Emil', 8_000, ['My **travelling** bags']);
    const snippetOf = async (q: string) => (await ask({ q })).items[0]?.snippet ?? [];
    for (const q of ['parcel', 'slowly', 'far']) {
      const parts = await snippetOf(q);
      assert.doesNotMatch(parts.map(({ text }) => text).join(''), /[*_]/);
      assert.deepEqual(
        parts.filter(({ hit }) => hit).map(({ text }) => text),
        [q],
      );
    }
    const theirs = await snippetOf('travelling');
    assert.equal(theirs.map(({ text }) => text).join(''), 'My **travelling** bags');
  });

  test('[J7] marks without their other half stay text', () => {
    assert.deepEqual(partsOf('a \u0001b\u0002 c \u0001d'), [
      { text: 'a ', hit: false },
      { text: 'b', hit: true },
      { text: ' c ', hit: false },
      { text: 'd', hit: true },
    ]);
  });
});

describe('accounts apart', () => {
  test('[J8] a search finds nothing of another account, by words, filters or raw SQL', async () => {
    assert.deepEqual(await found({ q: 'clara' }, other), ['theirs']);
    assert.deepEqual(await found({ q: 'flickers' }, other), []);
    assert.deepEqual(await found({}, other), ['theirs']);
    assert.deepEqual(await found({ q: '@ lamp' }, other), ['theirs']);
    const places = (of: AccountId) =>
      records.withAccount(of, (sql) =>
        sql.rows<{ conversation: string }>(
          "SELECT * FROM search_places('lamp', 100, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
        ),
      );
    assert.deepEqual(
      (await places(other)).map(({ conversation }) => conversation),
      [ids.get('theirs')],
    );
    assert.ok((await places(account)).length > 1);
    const unscoped = await records.withoutAccount((sql) =>
      sql.rows(
        "SELECT * FROM search_places('lamp', 9, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
      ),
    );
    assert.deepEqual(unscoped, []);
    const rows = await records.withAccount(other, (sql) =>
      sql.rows('SELECT DISTINCT conversation FROM search_index'),
    );
    assert.equal(rows.length, 1);
  });
});

describe('the language of an account', () => {
  test('[J9] changes which words count as the same, for stored and for new messages', async () => {
    await talk('running', 'Nobody', 7_000, ['Two lamps are running hot']);
    assert.deepEqual(await found({ q: 'run hot' }), []);
    assert.deepEqual(await index.settings(account), { language: 'simple', remaking: false });
    await index.change(account, 'english');
    await talk('runner', 'Nobody', 8_000, ['It runs and runs']);
    await index.settle();
    assert.deepEqual(await index.settings(account), { language: 'english', remaking: false });
    assert.deepEqual(new Set(await found({ q: 'run' })), new Set(['runner', 'running']));
    assert.deepEqual(await found({ q: 'flickering lamps' }), ['lamp']);
    assert.deepEqual(await index.settings(other), { language: 'simple', remaking: false });
    assert.deepEqual(await found({ q: 'lamps' }, other), []);
  });

  test('[J9] finds in both languages while documents are rebuilt, and continues after a stop', async () => {
    await records.withAccount(other, (sql) =>
      sql.run(
        "INSERT INTO search_settings (account, configuration, earlier) VALUES ($1, 'german', 'simple')",
        [other],
      ),
    );
    await talk('neu', 'Nobody', 9_000, ['Die Häuser sind hell'], other);
    assert.deepEqual(await found({ q: 'their lamp' }, other), ['theirs']);
    assert.deepEqual(await found({ q: 'haus hell' }, other), ['neu']);
    assert.equal((await index.settings(other)).remaking, true);
    await index.settle();
    assert.deepEqual(await index.settings(other), { language: 'german', remaking: false });
    assert.deepEqual(await found({ q: 'their lamp' }, other), ['theirs']);
  });
});

test('[J9] rebuilding documents stops at once with the server, for every account, even if the store is away', async () => {
  const pauses: number[] = [];
  const asked = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<never>();
  let isAway = false;
  const away: Records = {
    ...records,
    withAccount: async (of, work) => {
      if (!isAway) return records.withAccount(of, work);
      if (of !== account) asked.resolve();
      return of === account ? Promise.reject(new Error('away')) : gone.promise;
    },
  };
  const stopping = createSearchIndex(away, {
    // Nobody advances its clock, so a pause never ends.
    schedule: (ms) => {
      pauses.push(ms);
      return () => {};
    },
    log: testLog(),
  });
  isAway = true;
  stopping.resume(account);
  stopping.resume(other);
  await asked.promise;
  while (pauses.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const closing = stopping.close();
  gone.reject(new Error('away'));
  await closing;
});
