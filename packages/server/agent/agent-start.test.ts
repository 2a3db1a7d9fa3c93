// An agent writes to a visitor first, over real sockets and a real store: what begins, what is
// refused and why, what both sides see, and that one request begins one conversation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { CampaignId, SiteId, UserId } from '@opportune/protocol/ids.ts';
import { cardsWith, type Stage, stages } from '../testing/conversations.test-support.ts';
import { type AgentClient, messageId, type Visitor } from '../testing/people.test-support.ts';
import type { Reachable } from '@opportune/protocol/bus/card.ts';

const there: Reachable = {
  site: SiteId.parse('shop'),
  bot: false,
  muted: false,
  control: [],
  holdout: false,
};
const inControl: Reachable = {
  ...there,
  control: [{ campaign: CampaignId.parse('c1'), name: 'Large cart' }],
};

let now: Reachable | null = there;
const on = stages({ cards: cardsWith(() => ({ here: now })) });
const disk = createCrashStore({
  sync: (done) => setImmediate(done),
  keeps: () => true,
  trouble: () => 'none',
}).open();
/** A list is answered only after this resolves. */
let listed = Promise.resolve();
const onSlowStage = stages({
  cards: cardsWith(() => ({ here: there })),
  store: { ...disk, list: async (...of) => (await Promise.all([disk.list(...of), listed]))[0] },
});

/** With an agent who is online and a visitor as described. */
function withStage(
  of: Reachable | null,
  run: (stage: Stage, ada: AgentClient, visitor: Visitor) => Promise<void>,
): () => Promise<void> {
  return on(async (stage) => {
    now = of;
    await run(stage, await (await stage.agent('ada')).online(), stage.visitor());
  });
}

const saying = (visitor: Visitor, confirmed = false) =>
  ({
    type: 'conversation.begin',
    visitor: visitor.id,
    id: messageId(),
    text: 'May I help?',
    confirmed,
  }) as const;

test(
  '[C33] it belongs to the agent at once, opens the window, and is reported to the engine as begun by an agent',
  withStage(there, async (stage, ada, visitor) => {
    const frame = { ...saying(visitor), request: 'once' };
    ada.send(frame);
    const done = await ada.inbox.next('done', ({ request }) => request === 'once');
    const id = done.conversation ?? assert.fail('it is not named');
    const { conversation } = await visitor.inbox.next('chat.state');
    assert.equal(conversation.id, id);
    assert.equal(conversation.agent, 'ada');
    assert.equal(conversation.opens, true);
    const [message] = visitor.messages(id);
    assert.deepEqual(message?.body, { type: 'text', text: 'May I help?' });
    assert.equal(message?.sequence, 2, 'what stands before it is for agents');
    const record = await stage.store.load(stage.account, id);
    assert.equal(record?.begunBy, UserId.parse('u-ada'));
    assert.equal(record?.status, 'active');
    assert.equal(record?.answeredAt, record?.startedAt);
    assert.deepEqual(
      stage.told.map(({ name, properties }) => [name, properties['by']]),
      [['Conversation Started', 'agent']],
    );
    ada.send(frame);
    const again = await ada.inbox.next('done', ({ request }) => request === 'once');
    assert.equal(again.conversation, id);
    assert.equal((await stage.store.list(stage.account, { before: null, limit: 9 })).length, 1);
    await visitor.send({ type: 'chat.read', conversation: id, through: 2 });
    await visitor.post(id, 'Yes, please');
    const [open] = await visitor.opening();
    assert.equal(open?.opens, undefined, 'what was seen opens no window');
  }),
);

test(
  '[C33] a visitor in control is contacted only after a confirmation, and a note tells agents',
  withStage(inControl, async (stage, ada, visitor) => {
    assert.equal(await ada.command(saying(visitor)), 'visitor.in_control');
    assert.equal((await stage.store.list(stage.account, { before: null, limit: 9 })).length, 0);
    assert.equal(await ada.command(saying(visitor, true)), null);
    const { message } = await ada.inbox.next(
      'message',
      ({ message: { body } }) => body.type === 'aside',
    );
    assert.deepEqual(message.body, {
      type: 'aside',
      aside: { type: 'begun', by: 'ada', control: ['Large cart'], holdout: false },
    });
    const seen = JSON.stringify(visitor.inbox.frames);
    assert.ok(seen.includes('May I help?') && !seen.includes('Large cart'));
  }),
);

test(
  '[C33] the holdout asks for the same',
  withStage({ ...there, holdout: true }, async (_stage, ada, visitor) => {
    assert.equal(await ada.command(saying(visitor)), 'visitor.in_control');
    assert.equal(await ada.command(saying(visitor, true)), null);
  }),
);

test(
  '[C33] a visitor who is gone, a bot, muted, blocked or in a conversation cannot be contacted',
  withStage(null, async (stage, ada, visitor) => {
    const refused = () => ada.command(saying(visitor, true));
    assert.equal(await refused(), 'visitor.gone');
    now = { ...inControl, muted: true };
    assert.equal(await refused(), 'visitor.muted');
    now = { ...there, bot: true };
    assert.equal(await refused(), 'visitor.bot');
    now = there;
    assert.equal(await ada.command({ ...saying(visitor), text: '  ' }), 'message.empty');
    const own = await visitor.start('Hello');
    assert.equal(await refused(), 'visitor.in_conversation');
    assert.equal(await ada.command({ type: 'conversation.end', conversation: own }), null);
    visitor.leave();
    assert.equal(await refused(), 'visitor.gone');
    visitor.reattach();
    await stage.store.block(stage.account, visitorAddress(visitor.id), ada.user, 1);
    assert.equal(await refused(), 'visitor.blocked');
  }),
);

test(
  '[C33] only an online agent with room can begin one',
  withStage(inControl, async (stage, _ada, visitor) => {
    const ben = await stage.agent('ben', { room: 1 });
    assert.equal(await ben.command(saying(visitor, true)), 'agent.no_room');
    await ben.online();
    assert.equal(await ben.command(saying(visitor, true)), null);
    const other = stage.visitor();
    assert.equal(await ben.command(saying(other)), 'agent.no_room', 'before anything is confirmed');
    assert.equal(await ben.command(saying(other, true)), 'agent.no_room');
  }),
);

test(
  '[C33] a page that is greeted just as it begins knows of it',
  onSlowStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const reading = Promise.withResolvers<void>();
    listed = reading.promise;
    const greeting = visitor.opening();
    assert.equal(await ada.command(saying(visitor)), null);
    reading.resolve();
    assert.deepEqual(
      (await greeting).map(({ status }) => status),
      ['active'],
    );
  }),
);
