// The account's routing rules on real records and a running desk: stored, used by the desk at once,
// and announced to agents' consoles.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { RoutingSettings, usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { cardsWith, openStage, type Stage } from '../../testing/conversations.test-support.ts';
import type { ConversationParts } from '../../testing/conversation-features.test-support.ts';
import { createSkills, type Skills } from './account-skills.ts';

function onStage(
  run: (stage: Stage, skills: Skills) => Promise<void>,
  cards?: ConversationParts['cards'],
): () => Promise<void> {
  return async () => {
    const { records, close } = await testEngines();
    const held: { skills?: Skills } = {};
    const stage = await openStage({
      plan: async (account) => {
        assert.ok(held.skills !== undefined);
        return held.skills.plan(account);
      },
      ...(cards === undefined ? {} : { cards }),
    });
    held.skills = createSkills({ records, bus: stage.use.bus });
    try {
      await run(stage, held.skills);
    } finally {
      await stage.close();
      await close();
    }
  };
}

test(
  '[C16] [C25] rules are as usual until they are set, and of one account only',
  onStage(async (stage, skills) => {
    const other = await stage.anotherAccount();
    const set = RoutingSettings.parse({ mode: 'ring', ringS: 20, misses: 1 });
    assert.deepEqual(await skills.setRouting(stage.account, set), set);
    assert.deepEqual(await skills.routing(stage.account), set);
    assert.deepEqual(await skills.routing(other), usualRouting);
  }),
);

test(
  '[C25] it rings at one agent after the other, and one who does not answer is away, even after a restart',
  onStage(async (stage, skills) => {
    await skills.setRouting(stage.account, { ...usualRouting, mode: 'ring', ringS: 20, misses: 1 });
    const ada = await (await stage.agent('ada', { room: 1 })).online();
    const ben = await (await stage.agent('ben', { room: 1 })).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    const { ring } = await ada.inbox.next('ring.began');
    assert.deepEqual([ring.to.user, ring.by, ring.conversation], [ada.user, null, conversation]);
    stage.advance(20_000);
    await ben.inbox.next('ring.began', (frame) => frame.ring.to.user === ben.user);
    const away = await ben.inbox.next('agent.changed', ({ agent }) => agent.state === 'away');
    assert.deepEqual([away.agent.user, away.agent.reason], [ada.user, 'no-answer']);
    assert.equal(await ben.command({ type: 'conversation.accept', conversation }), null);
    await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
    assert.doesNotMatch(JSON.stringify(visitor.inbox.frames), /not-taken|ring/);
    await stage.restart();
    const again = await stage.agent('ada', { room: 1 });
    const { agents } = await again.inbox.next('agents.all');
    assert.equal(agents.find(({ user }) => user === ada.user)?.reason, 'no-answer');
  }),
);

test(
  '[C26] a visitor who comes back within the days gets the same agent, and a heavy conversation takes more places',
  onStage(async (stage, skills) => {
    const ada = await (await stage.agent('ada', { room: 3 })).online();
    const visitor = stage.visitor();
    const first = await visitor.start('Hello');
    await ada.post(first, 'Hi');
    const ben = await (await stage.agent('ben', { room: 3, role: 'manager' })).online();
    for (const again of ['active', 'wrap-up'])
      assert.equal(
        await ada.command({ type: 'conversation.end', conversation: first }),
        null,
        again,
      );
    const other = await stage.visitor().start('Me too');
    await ben.until(other, ({ agent }) => agent?.user === ben.user);
    const heavy = { type: 'conversation.weigh', conversation: other, weight: 3 } as const;
    assert.equal(await ada.command(heavy), 'conversation.not_yours');
    const third = await stage.visitor().start('And me');
    await ada.until(third, ({ agent }) => agent?.user === ada.user);
    assert.equal(
      await ben.command({ type: 'conversation.weigh', conversation: third, weight: 2 }),
      null,
      'who manages may',
    );
    const second = await visitor.start('Me again');
    await ada.until(second, ({ agent }) => agent?.user === ada.user);
    assert.equal((await stage.store.load(stage.account, third))?.weight, 2);
    await skills.setRouting(stage.account, { ...usualRouting, sameAgentDays: 0 });
  }),
);

test('[C27] values of a tier are compared in small letters, however they were set', () => {
  const { tiers } = RoutingSettings.parse({ tiers: { attribute: 'tier', steps: { ' Gold': 2 } } });
  assert.deepEqual(tiers.steps, { gold: 2 });
});

test('[C27] a customer whose tier is verified begins ahead, and after a restart still does', async () => {
  const tiers = { attribute: 'tier', steps: { gold: 3 } };
  await onStage(
    async (stage, skills) => {
      await skills.setRouting(stage.account, { ...usualRouting, tiers, fullValue: 100 });
      await (await stage.agent('ada', { room: 0 })).online();
      const first = stage.visitor('v-plain');
      await first.start('Hello');
      stage.advance(60_000);
      const gold = stage.visitor('v-gold');
      const conversation = await gold.start('Hello');
      const place = async () =>
        (await gold.opening()).find(({ id }) => id === conversation)?.position;
      assert.equal(await place(), 1);
      assert.equal((await stage.store.load(stage.account, conversation))?.standing, 3.5);
      await stage.restart();
      gold.reattach();
      assert.equal(await place(), 1);
    },
    cardsWith((visitor, { trait }) => ({
      tier: visitor === 'v-gold' && trait === 'tier' ? 'Gold' : null,
      value: 50,
    })),
  )();
});

test(
  '[C28] hours are in the account’s time zone, and while it is closed nobody is there and no conversation begins',
  onStage(async (stage, skills) => {
    const { account } = stage;
    await (await stage.agent('ada')).online();
    const closed = OpeningHours.parse({ week: {} });
    const visitor = stage.visitor();
    await visitor.opening();
    await skills.setRouting(account, { ...usualRouting, hours: closed });
    await visitor.inbox.next('presence', ({ agentsOnline }) => !agentsOnline);
    assert.deepEqual(stage.room.availability(account).skills['*'], {
      free: 0,
      online: 0,
      waitS: null,
    });
    await visitor.send({ type: 'chat.start', request: 'r' });
    assert.equal((await visitor.inbox.next('chat.refused')).problem.code, 'agent.no_room');
    await skills.setRouting(account, usualRouting);
    await visitor.inbox.next('presence', ({ agentsOnline }) => agentsOnline);
    assert.ok(await visitor.start('hello'));
    assert.equal((await skills.plan(account)).zone, 'UTC');
    const { records, close } = await testEngines();
    await records.withAccount(account, (sql) =>
      sql.run(`UPDATE accounts SET settings = '{"timeZone": "Europe/Berlin"}'`),
    );
    await close();
    assert.equal((await skills.plan(account)).zone, 'Europe/Berlin');
  }),
);

test(
  '[C29] reasons belong to the account, and a manager may set another agent’s state, but an agent may not',
  onStage(async (stage, skills) => {
    await skills.setRouting(stage.account, { ...usualRouting, reasons: ['Lunch', 'Training'] });
    const ada = await (await stage.agent('ada')).online();
    const ben = await stage.agent('ben', { role: 'manager' });
    ada.send({ type: 'agent.state', state: 'away', reason: 'Golf' });
    assert.equal((await ada.inbox.next('problem')).problem.code, 'request.invalid');
    ada.send({ type: 'agent.state', state: 'away', reason: 'Lunch' });
    const of = (client: typeof ada) => (reason: string | null) =>
      ben.inbox.next(
        'agent.changed',
        ({ agent }) => agent.user === client.user && agent.reason === reason,
      );
    assert.equal((await of(ada)('Lunch')).agent.state, 'away');
    const set = (user: typeof ada.user) =>
      ({ type: 'agent.set', user, state: 'back-soon' }) as const;
    assert.equal(await ada.command(set(ben.user)), 'auth.forbidden');
    assert.equal(await ben.command(set(ada.user)), null);
    await ada.inbox.next('agent.changed', ({ agent }) => agent.state === 'back-soon');
    const nobody = UserId.parse('u-nobody');
    assert.equal(await ben.command(set(nobody)), 'request.not_found');
    const online = { type: 'agent.set', user: ada.user, state: 'online' } as const;
    assert.equal(await ben.command(online), null);
    await ben.inbox.next('room', ({ skills: room }) => room['*']?.online === 1);
    ben.inbox.frames.length = 0;
    await ada.disconnect();
    await ben.inbox.next('room', ({ skills: room }) => room['*']?.online === 0);
    assert.equal(await ben.command(online), 'agent.absent');
    stage.advance(conversationLimits.agentGraceMs);
    assert.equal(await ben.command(online), 'agent.absent');
    const back = await stage.agent('ada');
    assert.equal(await ben.command(online), null);
    await back.inbox.next('agent.changed', ({ agent }) => agent.state === 'online');
  }),
);

test(
  '[C31] a manager may whisper and take over, an agent only if the account allows it, and the owner is told',
  onStage(async (stage, skills) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const ben = await (await stage.agent('ben')).online();
    const cy = await (await stage.agent('cy', { role: 'manager' })).online();
    const take = { type: 'conversation.take-over', conversation } as const;
    assert.equal(await ben.command(take), 'auth.forbidden');
    cy.send({ type: 'conversation.resume', conversation, after: 0 });
    cy.send({ type: 'conversation.read', conversation, through: 1 });
    await cy.post(conversation, 'Offer them the second lamp', { note: true });
    await ada.inbox.next('message', ({ message }) => message.body.type === 'note');
    assert.equal((await stage.store.load(stage.account, conversation))?.agentRead, 0);
    assert.equal(await cy.command(take), null);
    await ada.until(conversation, ({ agent }) => agent?.user === cy.user);
    assert.doesNotMatch(JSON.stringify(visitor.inbox.frames), /second lamp/);
    await skills.setRouting(stage.account, { ...usualRouting, agentsTakeOver: true });
    // The desk reads the new rules asynchronously.
    let refused: Awaited<ReturnType<typeof ben.command>> = null;
    await until('the desk has read the rules', async () => {
      refused = await ben.command(take);
      return refused !== 'auth.forbidden';
    });
    assert.equal(refused, null);
    await cy.until(conversation, ({ agent }) => agent?.user === ben.user);
  }),
);

test(
  '[C25] an agent who comes later is told what rings, and a declined conversation waits for a colleague',
  onStage(async (stage, skills) => {
    await skills.setRouting(stage.account, { ...usualRouting, mode: 'ring' });
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.inbox.next('ring.began');
    const ben = await stage.agent('ben');
    const { rings } = await ben.inbox.next('rings.all');
    assert.deepEqual(
      rings.map(({ to }) => to.name),
      ['ada'],
    );
    assert.equal(await ada.command({ type: 'conversation.decline', conversation }), null);
    assert.equal((await ben.inbox.next('ring.ended')).why, 'declined');
    await ben.online();
    const { ring } = await ben.inbox.next('ring.began');
    assert.equal(ring.to.user, ben.user);
  }),
);
