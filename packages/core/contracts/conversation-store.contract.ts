// The contract of every store of conversations, run on every adapter. The opener gives a fresh
// account on a store that may hold others.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { visitorAddress, emailChannel } from '@opportune/protocol/contact/contact.ts';
import { erasedBody } from '@opportune/protocol/conversation/conversation.ts';
import {
  type AccountId,
  ConversationId,
  DecisionId,
  CampaignId,
  MessageId,
  SiteId,
  SkillId,
  UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type {
  ConversationStore,
  NewConversation,
  NewMessage,
  ConversationChange,
} from '../ports/conversation-store.ts';

export interface ConversationStoreSubject {
  readonly store: ConversationStore;
  freshAccount(): Promise<AccountId>;
}

const startedAt = 1_790_000_000_000;
const ada = UserId.parse('ada');

/** Registers the suite. `subject` is called once the tests run. */
export function conversationStoreContract(
  name: string,
  subject: () => ConversationStoreSubject,
): void {
  const check = (
    title: string,
    run: (at: { store: ConversationStore; account: AccountId; other: AccountId }) => Promise<void>,
  ) =>
    test(`${name}: ${title}`, async () => {
      const { store, freshAccount } = subject();
      await run({ store, account: await freshAccount(), other: await freshAccount() });
    });

  check(
    '[C2] numbers of messages have no gap, whatever is written at once',
    async ({ store, account }) => {
      const made = conversation();
      await store.open(account, 'r', made, [text('m0')]);
      await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          store.append(account, made.id, [text(`m${index + 1}`)], {}),
        ),
      );
      const all = await store.after(account, made.id, { after: 0, limit: 100, notes: true });
      assert.deepEqual(
        all.map(({ sequence }) => sequence),
        Array.from({ length: 31 }, (_, index) => index + 1),
      );
      assert.equal(new Set(all.map(({ id }) => id)).size, 31);
      assert.equal((await store.load(account, made.id))?.lastSequence, 31);
    },
  );

  check(
    '[C2] the same message again keeps its number and is not stored twice, even at once',
    async ({ store, account }) => {
      const made = conversation();
      await store.open(account, 'r', made, []);
      const written = await Promise.all(
        Array.from({ length: 8 }, () => store.append(account, made.id, [text('same')], {})),
      );
      assert.deepEqual(
        written.map((each) => each?.messages[0]?.message.sequence),
        Array(8).fill(1),
      );
      assert.equal(written.filter((each) => each?.messages[0]?.repeat === false).length, 1);
      assert.equal(
        (await store.append(account, made.id, [text('next')], {}))?.messages[0]?.message.sequence,
        2,
      );
    },
  );

  check(
    '[C3] one request begins one conversation; a joined one answers its request too',
    async ({ store, account }) => {
      const at = visitorAddress(VisitorId.parse(randomUUID()));
      const first = await store.open(account, 'r1', conversation(at), [text('m1')]);
      const again = await store.open(account, 'r1', conversation(at), [text('m1')]);
      assert.equal(again.record.id, first.record.id);
      await store.append(account, first.record.id, [text('m2')], {}, 'r2');
      assert.equal(await store.byRequest(account, at, 'r2'), first.record.id);
      assert.equal(await store.byRequest(account, { ...at, address: 'somebody-else' }, 'r2'), null);
      assert.equal((await store.list(account, { ...at, before: null, limit: 10 })).length, 1);
    },
  );

  check(
    '[C2] [C3] messages of many contacts at once each reach their conversation, with their request',
    async ({ store, account, other }) => {
      const talks = Array.from({ length: 12 }, () => conversation());
      for (const talk of talks) await store.open(account, 'r', talk, [text('m0')]);
      const stranger = conversation();
      await store.open(other, 'r', stranger, []);
      const [first] = talks;
      assert.ok(first !== undefined);
      const later = (id: string, byMs: number) => ({ ...text(id), at: startedAt + byMs });
      const written = await Promise.all([
        ...talks.map(({ id }) => store.append(account, id, [later('m1', 5)], {}, `r ${id}`)),
        store.append(account, stranger.id, [text('m1')], {}),
        store.append(account, first.id, [text('m0')], {}, 'again'),
        store.append(account, first.id, [later('m2', 9)], {}),
      ]);
      assert.deepEqual(
        written.map((each) => each?.messages[0]?.message.sequence),
        [...talks.map(() => 2), undefined, 1, 3],
      );
      assert.equal(written.at(-2)?.messages[0]?.repeat, true);
      for (const [nth, { id, channel, address }] of talks.entries()) {
        assert.equal(await store.byRequest(account, { channel, address }, `r ${id}`), id);
        const record = await store.load(account, id);
        const after =
          nth === 0
            ? { text: 'text of m2', at: startedAt + 9 }
            : { text: 'text of m1', at: startedAt + 5 };
        assert.deepEqual({ text: record?.lastText, at: record?.lastAt }, after);
        assert.equal(record?.unansweredSince, startedAt);
      }
      assert.equal(await store.byRequest(account, first, 'again'), first.id);
      assert.equal((await store.load(other, stranger.id))?.lastSequence, 0);
    },
  );

  check(
    '[CT2] the first conversation at an address makes its contact, even at once; later ones are with the same',
    async ({ store, account }) => {
      const at = visitorAddress(VisitorId.parse(randomUUID()));
      const begun = await Promise.all(
        ['r1', 'r2', 'r3'].map((request) => store.open(account, request, conversation(at), [])),
      );
      const later = await store.open(account, 'r4', conversation(at), []);
      const contacts = [...begun, later].map(({ record }) => record.contact);
      assert.deepEqual(new Set(contacts).size, 1);
      const { record } = await store.open(account, 'r1', conversation(), []);
      assert.notEqual(record.contact, later.record.contact);
      const [contact] = contacts;
      assert.ok(contact !== undefined);
      assert.equal((await store.list(account, { contact, before: null, limit: 9 })).length, 4);
    },
  );

  check(
    'everything of a conversation and its messages comes back as it was given',
    async ({ store, account }) => {
      const origin = {
        decision: DecisionId.parse('d1'),
        campaign: CampaignId.parse('c1'),
        campaignName: 'Help at checkout',
      };
      const made = conversation({ origin, skill: SkillId.parse('returns'), topic: 'A return' });
      const message: NewMessage = {
        id: MessageId.parse('m'),
        at: startedAt + 5,
        author: { type: 'agent', user: ada, name: 'Ada “A”' },
        body: { type: 'text', text: "Zürich — 東京 \u{1F600}\n'; DROP TABLE messages; --" },
      };
      const { record, messages } = await store.open(account, 'r', made, [message]);
      assert.deepEqual(messages[0]?.message, { ...message, conversation: made.id, sequence: 1 });
      assert.deepEqual(await store.after(account, made.id, { after: 0, limit: 10, notes: true }), [
        messages[0]?.message,
      ]);
      assert.deepEqual(await store.load(account, made.id), record);
      assert.deepEqual(
        {
          origin: record.origin,
          skill: record.skill,
          topic: record.topic,
          startedAt: record.startedAt,
        },
        {
          origin,
          skill: 'returns',
          topic: 'A return',
          startedAt,
        },
      );
      assert.deepEqual(
        [record.status, record.waitingSince, record.queuedAt, record.lastText],
        ['waiting', startedAt, startedAt, lastOf(message)],
      );
    },
  );

  check(
    'a change and its messages are written together; what is not named stays',
    async ({ store, account }) => {
      const made = conversation();
      await store.open(account, 'r', made, [text('m1')]);
      const agent = { user: ada, name: 'Ada' };
      const changed = await store.append(account, made.id, [text('m2')], {
        status: 'active',
        agent,
        waitingSince: null,
      });
      assert.deepEqual(
        [changed?.record.status, changed?.record.agent, changed?.record.waitingSince],
        ['active', agent, null],
      );
      const kept = await store.append(account, made.id, [], { endedAt: startedAt + 9 });
      assert.deepEqual(
        [kept?.record.agent, kept?.record.endedAt, kept?.record.lastSequence],
        [agent, startedAt + 9, 2],
      );
      assert.equal((await store.append(account, made.id, [], { agent: null }))?.record.agent, null);
    },
  );

  check(
    '[C26] how heavy a conversation is and its skill are kept; a new one is light',
    async ({ store, account }) => {
      const made = conversation();
      const { record } = await store.open(account, 'r', made, []);
      assert.equal(record.weight, 1);
      const skill = SkillId.parse('returns');
      await store.append(account, made.id, [], { weight: 3, skill });
      const found = await store.load(account, made.id);
      assert.deepEqual([found?.weight, found?.skill], [3, 'returns']);
    },
  );

  check('[C32] who has joined a conversation is stored', async ({ store, account }) => {
    const made = conversation();
    const { record } = await store.open(account, 'r', made, []);
    assert.deepEqual(record.joined, []);
    const joined = [{ user: UserId.parse('ben'), name: 'Ben' }];
    await store.append(account, made.id, [], { joined });
    assert.deepEqual(
      (await store.unfinished(account)).map((each) => each.joined),
      [joined],
    );
  });

  check('[CS1] a message that was left is an open case, and its status is stored', async (of) => {
    const { store, account } = of;
    const made = conversation();
    assert.equal((await store.open(account, 'r', made, [])).record.caseState, null);
    const left = {
      ...conversation(),
      id: ConversationId.parse('left'),
      status: 'message' as const,
    };
    assert.equal((await store.open(account, 'left', left, [])).record.caseState, 'open');
    await store.append(account, left.id, [], { caseState: 'answered' });
    assert.equal((await store.load(account, left.id))?.caseState, 'answered');
  });

  check('a missing conversation is null, not an error', async ({ store, account }) => {
    const id = ConversationId.parse('nowhere');
    assert.equal(await store.append(account, id, [text('m')], {}), null);
    assert.equal(await store.mark(account, id, { agentRead: 1 }), null);
    assert.equal(await store.load(account, id), null);
    assert.equal(await store.find(account, id, MessageId.parse('m')), null);
    assert.deepEqual(await store.after(account, id, { after: 0, limit: 5, notes: true }), []);
  });

  check(
    '[C5] a page begins after a number, ends at the limit, and leaves notes out where asked',
    async ({ store, account }) => {
      const made = conversation();
      const note: NewMessage = { ...text('n'), body: { type: 'note', text: 'seen by agents' } };
      await store.open(account, 'r', made, [text('m1'), note, text('m3'), text('m4')]);
      const read = async (after: number, limit: number, notes: boolean) =>
        (await store.after(account, made.id, { after, limit, notes })).map(
          ({ sequence }) => sequence,
        );
      assert.deepEqual(await read(1, 2, true), [2, 3]);
      assert.deepEqual(await read(0, 10, false), [1, 3, 4]);
      assert.deepEqual(await read(4, 10, true), []);
    },
  );

  check('[C6] marks only increase and never pass the last message', async ({ store, account }) => {
    const made = conversation();
    await store.open(account, 'r', made, [text('m1'), text('m2'), text('m3')]);
    await store.mark(account, made.id, { agentRead: 2, agentDelivered: 3 });
    const marked = await store.mark(account, made.id, { agentRead: 1, visitorRead: 99 });
    assert.deepEqual(
      [marked?.agentRead, marked?.agentDelivered, marked?.visitorRead, marked?.visitorDelivered],
      [2, 3, 3, 0],
    );
  });

  check(
    '[C8] the unfinished come in the order of the queue; the ended and the messages left do not',
    async ({ store, account }) => {
      const made = [
        conversation({ startedAt: startedAt + 2 }),
        conversation({ startedAt: startedAt + 1 }),
        conversation(),
        conversation(),
      ];
      for (const each of made) await store.open(account, each.id, each, []);
      await store.append(account, made[2]!.id, [], { status: 'ended' });
      await store.append(account, made[3]!.id, [], { status: 'message' });
      assert.deepEqual(
        (await store.unfinished(account)).map(({ id }) => id),
        [made[1]!.id, made[0]!.id],
      );
    },
  );

  check(
    'a list is newest first, by status, address and contact, in pages without repeats',
    async ({ store, account }) => {
      const at = visitorAddress(VisitorId.parse(randomUUID()));
      const made = [0, 1, 1, 2].map((later) =>
        conversation({ startedAt: startedAt + later, ...at }),
      );
      for (const each of made) await store.open(account, each.id, each, []);
      await store.open(account, 'other', conversation({ startedAt: startedAt + 9 }), []);
      const first = await store.list(account, { ...at, before: null, limit: 2 });
      const last = first.at(-1)!;
      const rest = await store.list(account, {
        contact: last.contact,
        before: { at: last.startedAt, id: last.id },
        limit: 9,
      });
      const all = [...first, ...rest];
      assert.deepEqual(
        all.map((each) => each.startedAt - startedAt),
        [2, 1, 1, 0],
      );
      assert.equal(new Set(all.map(({ id }) => id)).size, 4);
      const { channel } = at;
      assert.equal((await store.list(account, { channel, before: null, limit: 9 })).length, 5);
      assert.deepEqual(await store.list(account, { status: 'ended', before: null, limit: 9 }), []);
      assert.equal(
        (await store.list(account, { status: 'waiting', before: null, limit: 9 })).length,
        5,
      );
    },
  );

  check(
    'messages that were left are listed by their state, and those that wait for an answer counted',
    async ({ store, account }) => {
      const made = ['a', 'b', 'c'].map((id, later) => ({
        ...conversation({ startedAt: startedAt + later, status: 'message' }),
        id: ConversationId.parse(id),
      }));
      for (const each of made) await store.open(account, each.id, each, []);
      await store.append(account, ConversationId.parse('b'), [], { caseState: 'answered' });
      const of = async (caseState: 'open' | 'answered', limit = 9) =>
        (await store.list(account, { status: 'message', caseState, before: null, limit })).map(
          ({ id }) => id,
        );
      assert.deepEqual(await of('open'), ['c', 'a']);
      assert.deepEqual(await of('open', 1), ['c']);
      assert.deepEqual(await of('answered'), ['b']);
      assert.equal(await store.openCases(account), 2);
    },
  );

  check(
    '[C48] since when a visitor waits for a reply is kept: from the first message that no agent answered',
    async ({ store, account }) => {
      const made = conversation();
      const said = (id: string, author: NewMessage['author'], at: number): NewMessage => ({
        ...text(id),
        author,
        at: startedAt + at,
      });
      const visitor = { type: 'visitor' } as const;
      const agent = { type: 'agent', user: ada, name: 'Ada' } as const;
      const note = { ...said('n', agent, 30), body: { type: 'note', text: 'n' } } as const;
      const opened = await store.open(account, 'r', made, [said('a', visitor, 0)]);
      assert.equal(opened.record.unansweredSince, startedAt);
      const after = async (messages: readonly NewMessage[], change: ConversationChange = {}) =>
        (await store.append(account, made.id, messages, change))?.record.unansweredSince;
      assert.equal(await after([said('b', visitor, 10)]), startedAt);
      assert.equal(await after([note]), startedAt);
      assert.equal(await after([said('c', agent, 40)], { status: 'active' }), null);
      assert.equal(await after([said('b', visitor, 10)]), null);
      assert.equal(await after([said('d', visitor, 50)]), startedAt + 50);
      assert.equal(
        await after([said('e', agent, 60), said('f', visitor, 70), said('g', visitor, 80)]),
        startedAt + 70,
      );
      const call = (id: string, spokeS: number | null): NewMessage => ({
        ...said(id, { type: 'system' }, 85),
        body: { type: 'system', note: { type: 'call-ended', reason: 'hung-up', spokeS } },
      });
      assert.equal(await after([call('i', null)]), startedAt + 70);
      assert.equal(await after([call('j', 12)]), null);
      assert.equal(await after([], { status: 'wrap-up' }), null);
      assert.equal(await after([said('h', visitor, 90)], { status: 'waiting' }), startedAt + 90);
      assert.equal((await store.load(account, made.id))?.unansweredSince, startedAt + 90);
    },
  );

  check("blocked visitors and agents' choices are remembered", async ({ store, account }) => {
    const at = visitorAddress(VisitorId.parse('abuser'));
    assert.equal(await store.isBlocked(account, at), false);
    await store.block(account, at, ada, startedAt);
    await store.block(account, at, ada, startedAt);
    assert.equal(await store.isBlocked(account, at), true);
    assert.equal(await store.isBlocked(account, { ...at, channel: emailChannel }), false);
    await store.remember(account, {
      user: ada,
      name: 'Ada',
      kind: 'person',
      room: 3,
      state: 'online',
      reason: null,
      since: startedAt,
      chosen: null,
    });
    const away = {
      user: ada,
      name: 'Ada',
      kind: 'person',
      room: 4,
      state: 'away',
      reason: 'no-answer',
      since: startedAt + 1,
      chosen: { state: 'away', reason: 'no-answer' },
    } as const;
    await store.remember(account, away);
    assert.deepEqual(await store.choices(account), [away]);
    const gone = { ...away, state: 'offline', reason: null, since: startedAt + 2 } as const;
    await store.remember(account, gone);
    assert.deepEqual(await store.choices(account), [gone]);
  });

  check(
    '[CU7] words of a deleted message are nowhere, and its number and the words of others stay',
    async ({ store, account, other }) => {
      const made = conversation();
      const answer = {
        ...text('answer'),
        author: { type: 'agent', user: ada, name: 'Ada' } as const,
      };
      await store.open(account, 'r', made, [text('kept'), answer, text('gone')]);
      const gone = MessageId.parse('gone');
      const aside = { type: 'edited', message: gone, text: 'new words' } as const;
      await store.append(account, made.id, [{ ...text('e'), body: { type: 'aside', aside } }], {});
      const ids = [gone, answer.id, MessageId.parse('none')];
      await store.erase(other, made.id, ids);
      assert.equal((await store.load(account, made.id))?.lastText, 'text of gone');
      for (let times = 0; times < 2; times += 1) await store.erase(account, made.id, ids);
      assert.equal((await store.load(account, made.id))?.lastText, '…');
      const all = await store.after(account, made.id, { after: 0, limit: 9, notes: true });
      assert.deepEqual(
        all.map(({ sequence, body }) => [sequence, body]),
        [
          [1, text('kept').body],
          [2, answer.body],
          [3, erasedBody],
          [4, { type: 'aside', aside: { ...aside, text: '' } }],
        ],
      );
    },
  );

  check(
    '[CW3] it knows when a conversation was last answered that nobody is there, and does not preview that',
    async ({ store, account, other }) => {
      const made = conversation();
      const said = (id: string, automatic: 'greeting' | 'away', at: number) => ({
        ...text(id),
        ...{ author: { type: 'system' } as const, at },
        body: { type: 'text', text: id, automatic } as const,
      });
      await store.open(account, 'r', made, [text('m'), said('g', 'greeting', startedAt)]);
      assert.equal(await store.awayAt(account, made.id), null);
      const [first, second] = [
        said('a1', 'away', startedAt + 10),
        said('a2', 'away', startedAt + 20),
      ];
      for (const each of [first, second])
        await store.append(account, made.id, [text(`before-${each.id}`), each], {});
      assert.equal(await store.awayAt(account, made.id), startedAt + 20);
      assert.equal((await store.load(account, made.id))?.lastText, 'text of before-a2');
      assert.equal(await store.awayAt(other, made.id), null);
    },
  );

  check(
    '[C16] another account sees and changes nothing of it',
    async ({ store, account, other }) => {
      const made = conversation();
      await store.open(account, 'r', made, [text('m')]);
      await store.block(account, made, ada, startedAt);
      await store.remember(account, {
        user: ada,
        name: 'Ada',
        kind: 'person',
        room: 3,
        state: 'online',
        reason: null,
        since: startedAt,
        chosen: null,
      });
      assert.equal(await store.load(other, made.id), null);
      assert.equal(await store.append(other, made.id, [text('x')], { status: 'ended' }), null);
      assert.equal(await store.mark(other, made.id, { agentRead: 1 }), null);
      assert.equal(await store.find(other, made.id, MessageId.parse('m')), null);
      assert.equal(await store.byRequest(other, made, 'r'), null);
      assert.equal(await store.isBlocked(other, made), false);
      assert.deepEqual(await store.after(other, made.id, { after: 0, limit: 9, notes: true }), []);
      assert.deepEqual(await store.unfinished(other), []);
      assert.deepEqual(await store.choices(other), []);
      assert.deepEqual(await store.list(other, { before: null, limit: 9 }), []);
      assert.equal((await store.load(account, made.id))?.lastSequence, 1);
    },
  );
}

function conversation(change: Partial<NewConversation> = {}): NewConversation {
  const visitor = VisitorId.parse(randomUUID());
  return {
    id: ConversationId.parse(randomUUID()),
    ...visitorAddress(visitor),
    site: SiteId.parse('shop'),
    visitor,
    visitorName: 'Bo',
    status: 'waiting',
    skill: null,
    origin: null,
    startedAt,
    replyTo: null,
    topic: null,
    ...change,
  };
}

function text(id: string): NewMessage {
  return {
    id: MessageId.parse(id),
    author: { type: 'visitor' },
    body: { type: 'text', text: `text of ${id}` },
    at: startedAt,
  };
}

function lastOf({ body }: NewMessage): string {
  return body.type === 'text' ? body.text : '';
}
