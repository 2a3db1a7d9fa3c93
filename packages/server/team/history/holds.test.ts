// Who owned a conversation when, through a real desk and its store: taken, transferred by a
// manager, in wrap-up, reopened; and the figures computed from it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { noSkills } from '@opportune/core/conversation/routing/skill-plan.ts';
import { type ConversationId, SkillId } from '@opportune/protocol/ids.ts';
import { usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import type { AgentClient } from '../../testing/people.test-support.ts';
import { openStage, type Stage } from '../../testing/conversations.test-support.ts';
import { createHistory } from './account-history.ts';

let engines: Awaited<ReturnType<typeof testEngines>>;
let stage: Stage;
before(async () => {
  engines = await testEngines();
  stage = await openStage();
});
after(async () => {
  await stage.close();
  await engines.close();
});

interface Stay {
  readonly agent: string;
  readonly s: number | null;
  readonly handed: boolean;
}

/** The stays in a conversation, in order, each in tens of seconds. Null while it lasts. */
function stays(conversation: ConversationId): Promise<readonly Stay[]> {
  return engines.records.withAccount(stage.account, (sql) =>
    sql.rows<Stay>(
      `SELECT agent, handed,
         CASE WHEN until < 'infinity' THEN 10 * floor(extract(epoch FROM until - since) / 10)::integer END AS s
       FROM conversation_holds WHERE conversation = $1 ORDER BY since`,
      [conversation],
    ),
  );
}

test('[HI4] each stay with an agent is kept, wrap-up included, and what went straight on is known', async () => {
  const ada = await (await stage.agent('ada', { room: 3 })).online();
  const conversation = await stage.visitor().start('Hello');
  await ada.until(conversation, ({ agent }) => agent?.user === ada.user);
  assert.deepEqual(await stays(conversation), [{ agent: ada.user, s: null, handed: false }]);
  stage.advance(10_000);
  await ada.post(conversation, 'Hi');
  const ben = await (await stage.agent('ben', { room: 3 })).online();
  const mia = await stage.agent('mia', { role: 'manager' });
  stage.advance(50_000);
  const handed = {
    type: 'conversation.transfer',
    conversation,
    to: ben.user,
    note: '',
  } as const;
  assert.equal(await ben.command({ ...handed, to: ada.user }), 'conversation.not_yours');
  assert.equal(await mia.command(handed), null);
  const { ring } = await ben.inbox.next('ring.began');
  assert.deepEqual([ring.by?.user, ring.to.user], [ada.user, ben.user]);
  assert.equal(await ben.command({ type: 'conversation.accept', conversation }), null);
  await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
  stage.advance(30_000);
  assert.equal(await ben.command({ type: 'conversation.end', conversation }), null);
  stage.advance(20_000);
  assert.equal(await ben.command({ type: 'conversation.end', conversation }), null);
  const over = [
    { agent: ada.user, s: 60, handed: false },
    { agent: ben.user, s: 50, handed: true },
  ];
  assert.deepEqual(await stays(conversation), over);
  stage.advance(30_000);
  assert.equal(await ben.command({ type: 'conversation.reopen', conversation }), null);
  await ben.until(conversation, ({ status }) => status === 'active');
  const again = { agent: ben.user, s: null, handed: false };
  assert.deepEqual(await stays(conversation), [...over, again]);
  const history = createHistory({ records: engines.records, clock: stage.use.clock });
  // Yesterday and today, because midnight may have passed since it began.
  const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const now = stage.use.clock.now();
  const days = { from: dayOf(now - 86_400_000), until: dayOf(now) };
  const { whole } = await history.read(stage.account, days);
  assert.deepEqual(
    [whole.begun, whole.transfers, whole['handle-time']],
    [
      { value: 1, of: 1 },
      { value: 1, of: 1 },
      { value: null, of: 0 },
    ],
  );
  const { value } = whole['first-answer'];
  assert.ok(value !== null && value >= 10 && value < 20, String(value));
});

test('[HI5] a manager may give a waiting conversation to an agent with room or to a skill, and an agent may not', async () => {
  const skill = SkillId.parse('returns');
  const settings = { ...usualRouting, mode: 'pick' as const };
  const picking = await openStage({ plan: async () => ({ ...noSkills(), settings }) });
  try {
    const [ada, ben] = [await picking.agent('ada', { room: 1 }), await picking.agent('ben')];
    await Promise.all([ada.online(), ben.online()]);
    const mia = await picking.agent('mia', { role: 'manager' });
    const [first, second] = [
      await picking.visitor().start('1'),
      await picking.visitor().start('2'),
    ];
    const give = (conversation: ConversationId, to: AgentClient | null) =>
      ({ type: 'conversation.transfer', conversation, to: to?.user ?? null, note: '' }) as const;
    assert.equal(await ben.command(give(first, ada)), 'conversation.not_yours');
    assert.equal(await mia.command(give(first, ada)), null);
    await ada.until(first, ({ agent }) => agent?.user === ada.user);
    assert.equal(await mia.command(give(second, ada)), 'agent.no_room');
    assert.equal(await mia.command({ ...give(second, null), skill }), null);
    const asked = await ben.inbox.next(
      'conversation.changed',
      (frame) => frame.conversation.id === second && frame.conversation.skill === skill,
    );
    assert.equal(asked.conversation.status, 'waiting');
    assert.equal(await ben.command({ ...give(second, null), skill }), 'conversation.not_yours');
  } finally {
    await picking.close();
  }
});
