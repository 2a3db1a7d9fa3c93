// Groups and order of the inbox.
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

test('[C32] what one has joined stands by itself, beside what colleagues have', () => {
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

test('the longest wait stands first', () => {
  const groups = groupsOf(
    [
      conversation('b', { status: 'waiting', waitingSince: 20 }),
      conversation('a', { status: 'waiting', waitingSince: 10 }),
    ],
    'me',
  );
  assert.deepEqual(ids(groups.waiting), ['a', 'b']);
});

test("one's own that are answered stand by the latest word, those of others apart", () => {
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

test('[C48] what waits for a reply stands first, by when it is due, and what is answered sinks', () => {
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
  // The target of a first answer is 30 s shorter than what is late without one.
  assert.deepEqual(ids(groups.active), ['first', 'forgotten', 'asked-again', 'answered']);
});

test('[C48] a reply is due since the first unanswered message, also where only the transcript knows', () => {
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

test('what another agent wraps up or ended is not shown; my own is', () => {
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

test('a wait is fine under half a minute, then soon, late from a minute and a half', () => {
  assert.deepEqual(
    [0, 29_999, 30_000, 89_999, 90_000].map((waited) => urgency(waited)),
    ['fine', 'fine', 'soon', 'soon', 'late'],
  );
});

test('[HI3] with a target a wait is soon from three quarters of it on, and late at it', () => {
  assert.deepEqual(
    [0, 224_999, 225_000, 299_999, 300_000].map((waited) => urgency(waited, 300)),
    ['fine', 'fine', 'soon', 'soon', 'late'],
  );
});

test('[C41] while the order is held a new word moves nobody, and whoever is new comes above', () => {
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

test('[C27] who waits stands in the order in which they are served', () => {
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
