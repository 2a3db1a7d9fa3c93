// Tags, dispositions and fields on real records. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { ConversationId, type LabelId, UserId, VisitorId } from '@opportune/protocol/ids.ts';
import {
  labelLimits,
  type LabelLists,
  LabelListsDraft,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { openStage, type Stage } from '../../testing/conversations.test-support.ts';
import { createLabels, type Labels } from './labels.ts';

const tina = UserId.parse('u-tina');

let stage: Stage;
let labels: Labels;
let lists: LabelLists;
let conversation: ConversationId;
let closeEngines: () => Promise<void>;

before(async () => {
  const engines = await testEngines();
  closeEngines = () => engines.close();
  stage = await openStage();
  labels = createLabels(engines.records, stage.use.ids, stage.use.clock);
  conversation = await talk('one');
  lists = await labels.replace(stage.account, draft());
});
after(async () => {
  await stage.close();
  await closeEngines();
});

async function talk(id: string): Promise<ConversationId> {
  const { record } = await stage.store.open(
    stage.account,
    id,
    {
      id: ConversationId.parse(`c-${id}-${stage.account}`.slice(0, 64)),
      site: stage.visitor().link.site,
      ...visitorAddress(VisitorId.parse(`v-${id}`)),
      visitor: VisitorId.parse(`v-${id}`),
      visitorName: '',
      skill: null,
      origin: null,
      startedAt: 1,
      replyTo: null,
      topic: null,
      status: 'waiting',
    },
    [],
  );
  return record.id;
}

function draft(more: object = {}) {
  return LabelListsDraft.parse({
    tags: [{ name: 'Refund' }, { name: 'Delivery' }],
    dispositions: [{ name: 'Solved' }, { name: 'Not solved' }],
    fields: [
      { name: 'Order', holds: { type: 'text' } },
      { name: 'Worth', holds: { type: 'number' } },
      { name: 'Called back', holds: { type: 'flag' } },
      { name: 'Until', holds: { type: 'date' } },
      { name: 'Colour', holds: { type: 'choice', choices: ['Red', 'Blue'] } },
    ],
    ...more,
  });
}

function refused(code: string, path?: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof Refusal &&
    error.problem.code === code &&
    (path === undefined || error.problem.path === path);
}

const idOf = (list: readonly { id: LabelId; name: string }[], name: string): LabelId => {
  const found = list.find((each) => each.name === name);
  assert.ok(found !== undefined, name);
  return found.id;
};
const give = (change: Parameters<Labels['change']>[3]) =>
  labels.change(stage.account, conversation, tina, change);

describe('the lists of an account', () => {
  test('[J1] are kept in order, with names once and ids of their own list', async () => {
    assert.deepEqual(
      lists.tags.map(({ name }) => name),
      ['Refund', 'Delivery'],
    );
    const twice = { tags: [{ name: 'Refund' }, { name: 'refund' }] };
    await assert.rejects(
      labels.replace(stage.account, twice),
      refused('request.invalid', 'tags.1'),
    );
    const foreign = { tags: [{ id: lists.dispositions[0]?.id, name: 'Solved' }] };
    await assert.rejects(
      labels.replace(stage.account, foreign),
      refused('request.invalid', 'tags.0'),
    );
    const other = await stage.anotherAccount();
    assert.deepEqual((await labels.lists(other)).tags, []);
    await assert.rejects(
      labels.replace(other, { tags: [...lists.tags] }),
      refused('request.invalid'),
    );
  });

  test('[J1] a field keeps its type, and its choices may change', async () => {
    const changed = lists.fields.map((field) =>
      field.name === 'Order' ? { ...field, holds: { type: 'number' as const } } : field,
    );
    await assert.rejects(
      labels.replace(stage.account, { fields: changed }),
      refused('request.invalid', 'fields.0.holds'),
    );
    const more = lists.fields.map((field) =>
      field.holds.type === 'choice'
        ? { ...field, holds: { type: 'choice' as const, choices: ['Red', 'Blue', 'Green'] } }
        : field,
    );
    lists = await labels.replace(stage.account, { fields: more });
  });
});

describe('what a conversation has', () => {
  test('[J2] tags come and go, a disposition is one, and the last value of a field counts', async () => {
    const [refund, delivery] = [idOf(lists.tags, 'Refund'), idOf(lists.tags, 'Delivery')];
    await give({ addTags: [delivery, refund] });
    assert.deepEqual((await give({ addTags: [refund] })).tags, [refund, delivery]);
    assert.deepEqual((await give({ removeTags: [delivery] })).tags, [refund]);
    const [solved, not] = [
      idOf(lists.dispositions, 'Solved'),
      idOf(lists.dispositions, 'Not solved'),
    ];
    assert.equal((await give({ disposition: not })).disposition, not);
    assert.equal((await give({ disposition: solved })).disposition, solved);
    assert.equal((await give({ disposition: null })).disposition, null);
    const order = idOf(lists.fields, 'Order');
    await give({ fields: { [order]: '1007' } });
    assert.deepEqual((await give({ fields: { [order]: '1008' } })).fields, { [order]: '1008' });
    assert.deepEqual((await give({ fields: { [order]: null } })).fields, {});
  });

  test('[J2] a value of the wrong type or of a card is refused, beside one of the right type', async () => {
    const cases: readonly [name: string, fine: string | number | true, wrong: string | number][] = [
      ['Order', '1007', 7],
      ['Worth', 12.5, '12.5'],
      ['Worth', 4_111_111_111_111_112, 4_111_111_111_111_111],
      ['Called back', true, 'yes'],
      ['Until', '2028-02-29', '2027-02-29'],
      ['Colour', 'Green', 'Grey'],
    ];
    for (const [name, fine, wrong] of cases) {
      const id = idOf(lists.fields, name);
      assert.deepEqual((await give({ fields: { [id]: fine } })).fields[id], fine);
      await assert.rejects(
        give({ fields: { [id]: wrong } }),
        refused('request.invalid', `fields.${id}`),
      );
    }
  });

  test('[J2] a label removed from its list is not shown, and shown again when it is back', async () => {
    const refund = idOf(lists.tags, 'Refund');
    await give({ addTags: [refund] });
    await labels.replace(stage.account, { tags: [] });
    assert.deepEqual((await labels.of(stage.account, conversation)).tags, []);
    await assert.rejects(give({ addTags: [refund] }), refused('request.invalid', 'addTags.0'));
    await labels.replace(stage.account, { tags: [...lists.tags] });
    assert.deepEqual((await labels.of(stage.account, conversation)).tags, [refund]);
  });

  test('[J2] the number of tags is limited, and nothing of another account is accepted', async () => {
    const many = Array.from({ length: labelLimits.tagsOfOne + 1 }, (_, at) => ({ name: `t${at}` }));
    const { tags } = await labels.replace(stage.account, { tags: many });
    const all = tags.map(({ id }) => id);
    await assert.rejects(give({ addTags: all }), refused('request.invalid', 'addTags'));
    assert.equal((await give({ addTags: all.slice(1) })).tags.length, labelLimits.tagsOfOne);
    const other = await stage.anotherAccount();
    await assert.rejects(labels.of(other, conversation), refused('request.not_found'));
    await assert.rejects(
      labels.change(other, conversation, tina, { disposition: null }),
      refused('request.not_found'),
    );
  });
});
