// The groups of the inbox and their order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { groupsOf, inOrderOf, urgency } from './groups.ts';
import { conversationOf } from '../conversation.test-support.ts';
import { replyDue } from './reply.ts';
import { emptyTranscript, withMessages } from '../transcript/transcript.ts';

function conversation(
  id: string,
  more: Partial<Record<keyof Conversation, unknown>>,
): Conversation {
  return conversationOf({ id, queuedAt: more.waitingSince ?? 0, ...more });
}
const me = { user: 'me', name: 'Me' };
const ids = (list: readonly Conversation[]): string[] => list.map(({ id }) => id);

test('[C32] joined conversations are a group of their own, apart from colleagues’', () => {
  const agent = { user: 'ada', name: 'Ada' };
  const groups = groupsOf(
    [
      conversation('hers', { agent }),
      conversation('joined', { agent, joined: [me] }),
      conversation('over', { agent, joined: [me], status: 'ended' }),
    ],
    'me',
  );
  assert.deepEqual([ids(groups.joined), ids(groups.others)], [['joined'], ['hers']]);
});

test('the longest wait comes first', () => {
  const groups = groupsOf(
    [
      conversation('b', { status: 'waiting', waitingSince: 20 }),
      conversation('a', { status: 'waiting', waitingSince: 10 }),
    ],
    'me',
  );
  assert.deepEqual(ids(groups.waiting), ['a', 'b']);
});

test('answered own conversations are ordered by the last message, colleagues’ are apart', () => {
  const groups = groupsOf(
    [
      conversation('old', { agent: me, lastAt: 1 }),
      conversation('new', { agent: me, lastAt: 9 }),
      conversation('hers', { agent: { user: 'her', name: 'Her' } }),
    ],
    'me',
  );
  assert.deepEqual(ids(groups.active), ['new', 'old']);
  assert.deepEqual(ids(groups.others), ['hers']);
});

test('[C48] conversations that wait for a reply come first, by due time; answered ones last', () => {
  const own = (id: string, more: Partial<Record<keyof Conversation, unknown>>) =>
    conversation(id, { agent: me, ...more });
  const list = [
    own('answered', { answeredAt: 5, lastAt: 99 }),
    own('asked-again', { answeredAt: 5, unansweredSince: 40, lastAt: 80 }),
    own('forgotten', { answeredAt: 5, unansweredSince: 10, lastAt: 10 }),
    own('first', { queuedAt: 30, unansweredSince: 31, skill: 'sales', lastAt: 90 }),
  ];
  const within = (each: Conversation) => (each.skill === null ? null : 60);
  const groups = groupsOf(list, 'me', new Set(), {
    dueOf: (each) => replyDue(each, undefined, within(each))?.dueAt ?? null,
  });
  // The first answer is due after 60 s, 30 s before a wait without a target is late.
  assert.deepEqual(ids(groups.active), ['first', 'forgotten', 'asked-again', 'answered']);
});

test('[C48] a reply is due since the first unanswered message, even if only the transcript has it', () => {
  const said = (sequence: number, type: 'visitor' | 'agent', at: number) =>
    Message.parse({
      ...{ conversation: 'c', id: `m${sequence}`, sequence, at },
      author: type === 'visitor' ? { type } : { type, user: 'me', name: 'Me' },
      body: { type: 'text', text: 'x' },
    });
  const asked = conversation('c', { answeredAt: 1, unansweredSince: 7, lastSequence: 3 });
  assert.deepEqual(replyDue(asked, undefined, null), { since: 7, withinS: null, dueAt: 90_007 });
  const after = (...messages: Message[]) =>
    replyDue(asked, withMessages(emptyTranscript, messages), null)?.since;
  assert.equal(after(said(3, 'visitor', 7)), 7);
  assert.equal(after(said(4, 'agent', 8)), undefined);
  assert.equal(after(said(4, 'agent', 8), said(5, 'visitor', 9)), 9);
});

test('conversations that others wrap up or have ended are hidden, own ones are shown', () => {
  const hers = { user: 'her', name: 'Her' };
  const groups = groupsOf(
    [
      conversation('a', { status: 'wrap-up', agent: hers }),
      conversation('b', { status: 'ended', agent: hers }),
      conversation('c', { status: 'wrap-up', agent: me }),
      conversation('d', { status: 'ended', agent: me }),
    ],
    'me',
  );
  assert.deepEqual(
    [ids(groups['wrap-up']), ids(groups.ended), ids(groups.others)],
    [['c'], ['d'], []],
  );
});

test('a wait is fine under 30 s, soon until 90 s, then late', () => {
  assert.deepEqual(
    [0, 29_999, 30_000, 89_999, 90_000].map((waited) => urgency(waited)),
    ['fine', 'fine', 'soon', 'soon', 'late'],
  );
});

test('[HI3] with a target, a wait is soon from three quarters of it and late from it on', () => {
  assert.deepEqual(
    [0, 224_999, 225_000, 299_999, 300_000].map((waited) => urgency(waited, 300)),
    ['fine', 'fine', 'soon', 'soon', 'late'],
  );
});

test('[C41] while the order is held, a message moves no row, and new rows come on top', () => {
  const of = (...lastAt: readonly [string, number][]) =>
    groupsOf(
      lastAt.map(([id, at]) => conversation(id, { agent: me, lastAt: at })),
      'me',
    );
  const before = of(['a', 3], ['b', 2], ['c', 1]);
  const after = of(['a', 3], ['b', 9], ['c', 8], ['d', 7]);
  assert.deepEqual(ids(after.active), ['b', 'c', 'd', 'a']);
  assert.deepEqual(ids(inOrderOf(before, after).active), ['d', 'a', 'b', 'c']);
});

test('[C27] waiting conversations are in the order in which they are served', () => {
  const waiting = (id: string, queuedAt: number) =>
    conversation(id, { status: 'waiting', waitingSince: queuedAt });
  const groups = groupsOf(
    [waiting('first', 10), waiting('gold', 20), waiting('last', 30)],
    me.user,
    new Set(),
    { turnOf: ({ id, queuedAt }) => queuedAt - (id === 'gold' ? 15 : 0) },
  );
  assert.deepEqual(ids(groups.waiting), ['gold', 'first', 'last']);
});
