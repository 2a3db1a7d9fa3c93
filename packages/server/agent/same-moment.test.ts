// Several devices act on one conversation at the same moment, over real sockets and over REST: one agent
// on two devices, another agent, and one visitor in two tabs. Whatever the order, it has one owner,
// nothing is stored or shown twice, and all screens agree in the end.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { openApi } from '../testing/conversation-routes.test-support.ts';
import { type AgentClient, messageId, type Visitor } from '../testing/people.test-support.ts';

const { stage, call, close } = await openApi();
after(close);

const rounds = 24;
/** Refusals that a device may get because another one was faster. */
const beaten = [
  ...['conversation.not_yours', 'conversation.ended', 'agent.no_room', 'request.conflict'],
  ...['conversation.not_ringing', 'agent.not_ringing', 'request.not_found'],
];

/** A different order each time, the same for one seed (mulberry32). */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return items
    .map((item) => ({ item, at: next() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

interface People {
  readonly ada: readonly AgentClient[];
  readonly bea: AgentClient;
  readonly names: readonly [ada: string, bea: string];
  readonly tabs: readonly Visitor[];
  readonly talk: ConversationId;
}

async function begun(seed: number): Promise<People> {
  const names = [`ada-${seed}`, `bea-${seed}`] as const;
  const [first, second, bea] = await Promise.all([
    ...[stage.agent(names[0]), stage.agent(names[0])],
    stage.agent(names[1]),
  ]);
  assert.ok(first !== undefined && second !== undefined && bea !== undefined);
  // Somebody is there, without room: the conversation waits.
  stage.enterProgram('busy', 0);
  await call('busy', 'PUT', '/my-state', { state: 'online' });
  const tab = stage.visitor();
  const talk = await tab.start('Where is my lamp?');
  return { ada: [first, second], bea, names, tabs: [tab, stage.visitor(tab.id)], talk };
}

const rest = async (who: string, talk: string, what: 'take' | 'finish'): Promise<string | null> => {
  const { status, body } = await call(who, 'POST', `/conversations/${talk}/${what}`);
  return status < 300 ? null : body.code;
};

async function settled(outcomes: readonly Promise<string | null>[]): Promise<void> {
  for (const code of await Promise.all(outcomes))
    assert.ok(code === null || beaten.includes(code), String(code));
}

async function stored(talk: ConversationId) {
  const record = await stage.store.load(stage.account, talk);
  assert.ok(record !== null);
  const messages: Message[] = [];
  for (;;) {
    const after = messages.at(-1)?.sequence ?? 0;
    const page = await stage.store.after(stage.account, talk, { after, limit: 100, notes: true });
    messages.push(...page);
    if (page.length < 100) return { record, messages };
  }
}

/** What a screen has after everything arrived: each message once, in order. */
async function screenOf(
  client: AgentClient,
  talk: ConversationId,
  last: number,
): Promise<string[]> {
  client.send({ type: 'conversation.resume', conversation: talk, after: 0 });
  await client.inbox.next(
    'messages',
    (frame) => frame.conversation === talk && (frame.messages.at(-1)?.sequence ?? 0) >= last,
  );
  const live = client.inbox.frames.flatMap((frame) =>
    frame.type === 'message' && frame.message.conversation === talk ? [frame.message.id] : [],
  );
  assert.deepEqual(live, [...new Set(live)], 'a message was told twice');
  const whole = client.inbox.frames.findLast(
    (frame) => frame.type === 'messages' && frame.conversation === talk,
  );
  return whole?.type === 'messages' ? whole.messages.map(({ id }) => id) : [];
}

/** As the console last heard of it. */
function heard(client: AgentClient, talk: ConversationId): string {
  const last = client.inbox.frames.findLast(
    (frame) => frame.type === 'conversation.changed' && frame.conversation.id === talk,
  );
  return last?.type === 'conversation.changed'
    ? `${last.conversation.status} ${last.conversation.agent?.user ?? 'nobody'}`
    : 'nothing';
}

async function agree({ ada, bea, tabs, talk }: People): Promise<void> {
  const { record, messages } = await stored(talk);
  const ids = messages.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)], 'a message is stored twice');
  assert.deepEqual(
    messages.map(({ sequence }) => sequence),
    ids.map((_, at) => at + 1),
  );
  const last = messages.length;
  const now = `${record.status} ${record.agent?.user ?? 'nobody'}`;
  for (const client of [...ada, bea]) {
    await client.inbox.next('conversation.changed', () => heard(client, talk) === now);
    if (client !== bea || record.agent?.user === bea.user)
      assert.deepEqual(await screenOf(client, talk, last), ids);
  }
  const [one, other] = tabs.map((tab) => tab.messages(talk).map(({ id }) => id));
  for (const shown of [one ?? [], other ?? []])
    assert.deepEqual(shown, [...new Set(shown)], 'a tab shows a message twice');
}

/** Without a timer of its own, which would outlive the test. */
async function answerOf(find: () => readonly (string | null)[]): Promise<string | null> {
  await until('it is answered', () => find().length > 0);
  return find()[0] ?? null;
}

async function command(by: AgentClient, asked: object): Promise<string | null> {
  const request = messageId();
  by.socket.send(JSON.stringify({ ...asked, request }));
  return answerOf(() =>
    by.inbox.frames.flatMap((frame) => {
      if (frame.type === 'done' && frame.request === request) return [null];
      return frame.type === 'problem' && frame.request === request ? [frame.problem.code] : [];
    }),
  );
}

/** Null, or why it was refused: the conversation may have ended meanwhile. */
async function saysLast(tab: Visitor, talk: ConversationId): Promise<string | null> {
  const id = messageId();
  await tab.send({ type: 'chat.post', conversation: talk, id, text: 'Never mind.' });
  return answerOf(() =>
    tab.inbox.frames.flatMap((frame) => {
      if (frame.type === 'chat.posted' && frame.id === id) return [null];
      return frame.type === 'chat.refused' && frame.id === id ? [frame.problem.code] : [];
    }),
  );
}

async function leave({ ada, bea }: People): Promise<void> {
  for (const client of [...ada, bea]) {
    client.send({ type: 'agent.state', state: 'offline' });
    await client.inbox.next(
      'agent.changed',
      ({ agent }) => agent.user === client.user && agent.state === 'offline',
    );
    await client.disconnect();
  }
}

for (let seed = 1; seed <= rounds; seed++)
  test(
    `[C7] [C46] [TK7] who acts at the same moment, round ${seed}`,
    { timeout: 20_000 },
    async (context) => {
      const people = await begun(seed);
      context.after(() => leave(people));
      const { ada, bea, names, tabs, talk } = people;
      const [first, second] = ada;
      const [tab, twin] = tabs;
      assert.ok(first && second && tab && twin);
      const accept = { type: 'conversation.accept', conversation: talk } as const;
      const typed = messageId();
      const say = (of: Visitor) => of.post(talk, 'Are you there?', typed).then(() => null);
      const begins = [
        ...[first, bea].map((client) => () => client.online().then(() => null)),
        ...[first, second, bea].map((client) => () => command(client, accept)),
        ...names.map((name) => () => rest(name, talk, 'take')),
        // A tab that was reloaded sends again what the other one sends.
        ...[tab, twin].map((each) => () => say(each)),
      ];
      await settled(shuffled(begins, seed).map((act) => act()));
      // Whoever acted before they were online took nothing.
      for (const name of names)
        if ((await stored(talk)).record.status !== 'active') await rest(name, talk, 'take');
      const { record } = await stored(talk);
      assert.equal(record.status, 'active');
      assert.ok([first.user, bea.user].includes(record.agent?.user ?? first.user));
      await agree(people);

      const mine = record.agent?.user === first.user ? [first, second] : [bea, bea];
      const [here, there] = mine;
      assert.ok(here && there);
      const answer = messageId();
      const post = (by: AgentClient) => {
        const known = by.inbox.frames.length;
        by.send({
          type: 'message.post',
          conversation: talk,
          id: answer,
          text: 'Yes.',
          note: false,
        });
        return answerOf(() =>
          by.inbox.frames.slice(known).flatMap((frame) => {
            if (frame.type === 'posted' && frame.id === answer) return [null];
            return frame.type === 'problem' && frame.id === answer ? [frame.problem.code] : [];
          }),
        );
      };
      const other = record.agent?.user === first.user ? bea : first;
      const owner = names[record.agent?.user === first.user ? 0 : 1];
      const end = { type: 'conversation.end', conversation: talk } as const;
      const hand = {
        type: 'conversation.transfer',
        conversation: talk,
        to: other.user,
        note: '',
      } as const;
      const ends = [
        () => post(here),
        () => post(there),
        () => command(here, hand),
        () => command(there, end),
        () => rest(owner, talk, 'finish'),
        () => command(other, accept),
        () => saysLast(tab, talk),
      ];
      await settled(shuffled(ends, seed * 31).map((act) => act()));
      await agree(people);
    },
  );
