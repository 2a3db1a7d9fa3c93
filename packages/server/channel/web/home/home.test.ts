// The home of the chat window on a real database and a running desk: it shows a visitor their own
// conversations and who is there, and nothing of anybody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noSkills } from '@opportune/core/conversation/routing/skill-plan.ts';
import { HomeFrame, type HomeSettings } from '@opportune/protocol/conversation/home.ts';
import { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import { stages } from '../../../testing/conversations.test-support.ts';
import type { Visitor } from '../../../testing/people.test-support.ts';

const written: HomeSettings = {
  shown: true,
  greeting: 'Good to see you',
  items: [{ type: 'answer', title: 'Returns', text: 'Within 30 days.' }],
};
const onStage = stages({ homeOf: async () => written, replyTimeOf: async () => 90 });
const closedToday = OpeningHours.parse({ week: {} });
const onClosedStage = stages({
  plan: async () => ({ ...noSkills(), settings: { ...usualRouting, hours: closedToday } }),
});

/** The next home that the visitor receives. */
async function homeOf(visitor: Visitor): Promise<HomeFrame> {
  const before = visitor.inbox.frames.length;
  await visitor.send({ type: 'chat.home' });
  const home = visitor.inbox.frames.slice(before).find(({ type }) => type === 'chat.home');
  return HomeFrame.strict().parse(home);
}

test(
  '[MH1] the home has what the account wrote, the agents who are online, and the reply time',
  onStage(async (stage) => {
    const visitor = stage.visitor();
    const nobody = await homeOf(visitor);
    assert.deepEqual(nobody.faces, []);
    const ada = await stage.agent('ada');
    assert.deepEqual((await homeOf(visitor)).faces, []);
    await ada.online();
    const home = await homeOf(visitor);
    assert.equal(home.faces.length, 1);
    assert.equal(home.greeting, written.greeting);
    assert.deepEqual(home.items, written.items);
    assert.equal(home.replyS, 90);
    assert.equal(home.hours, null);
    assert.deepEqual(home.conversations, []);
  }),
);

test(
  '[MH2] a visitor sees their own conversations, with what they have not read, and no notes of agents',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const id = await visitor.start('Do you ship to Utrecht?');
    await ada.until(id, ({ status }) => status === 'active');
    const [mine] = (await homeOf(visitor)).conversations;
    assert.equal(mine?.text, 'Do you ship to Utrecht?');
    assert.deepEqual([mine?.mine, mine?.unread], [true, false]);
    await ada.post(id, 'Yes, on Thursday');
    await ada.post(id, 'A difficult customer', { note: true });
    const [theirs] = (await homeOf(visitor)).conversations;
    assert.equal(theirs?.text, 'Yes, on Thursday');
    assert.deepEqual([theirs?.mine, theirs?.unread], [false, true]);
    await visitor.send({ type: 'chat.read', conversation: id, through: 9 });
    await visitor.send({ type: 'chat.end', conversation: id });
    const [over] = (await homeOf(visitor)).conversations;
    assert.equal(over?.conversation.id, id);
    assert.equal(over?.conversation.status, 'ended');
    assert.equal(over?.unread, false);
    assert.doesNotMatch(JSON.stringify(visitor.inbox.frames), /difficult/);
  }),
);

test(
  '[MH2] another visitor sees nothing of them',
  onStage(async (stage) => {
    await (await stage.agent('ada')).online();
    const id = await stage.visitor().start('Mine');
    const home = await homeOf(stage.visitor());
    assert.deepEqual(home.conversations, []);
    assert.doesNotMatch(JSON.stringify(home), new RegExp(`Mine|${id}`));
  }),
);

test(
  '[MH4] outside the hours the home says so, and not until when if that is not foreseen',
  onClosedStage(async (stage) => {
    const home = await homeOf(stage.visitor());
    assert.deepEqual(home.hours, { isOpen: false, until: null });
  }),
);
