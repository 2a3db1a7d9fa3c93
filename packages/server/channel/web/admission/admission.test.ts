// Who may begin conversations and leave messages while one address or one visitor begins many, on a
// real database. The clock of the budgets stands still unless a test moves it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { Proof } from '@opportune/protocol/proof-of-work.ts';
import { openMemoryBudgets } from '../../../adapter/budgets-memory.ts';
import { testEngines } from '../../../adapter/engines.test-support.ts';
import { messageId, type Visitor } from '../../../testing/people.test-support.ts';
import { type Stage, stages } from '../../../testing/conversations.test-support.ts';
import { solve } from './solve.test-support.ts';

const time = { now: 1_790_000_000_000 };
const onStage = stages({ budgets: openMemoryBudgets({ now: () => time.now }) });
const office = '192.0.2.7';
const freeOfAddress = rateBudgets['chats.address'].burst;
const freeOfVisitor = rateBudgets['chats.visitor'].burst;
let engines: Awaited<ReturnType<typeof testEngines>>;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

type Refused = Extract<ServerFrame, { type: 'chat.refused' }>;

function start(
  visitor: Visitor,
  request: string = randomUUID(),
  proof?: Proof,
): Promise<Refused | null> {
  return send(visitor, { type: 'chat.start', request, ...(proof && { proof }) });
}

function leave(
  visitor: Visitor,
  request: string = randomUUID(),
  proof?: Proof,
): Promise<Refused | null> {
  const message = { id: messageId(), text: 'Where is it?' };
  const address = 'bo@example.com';
  return send(visitor, { type: 'chat.leave', request, address, message, ...(proof && { proof }) });
}

async function send(
  visitor: Visitor,
  frame: Parameters<Visitor['send']>[0],
): Promise<Refused | null> {
  const seen = visitor.inbox.frames.length;
  await visitor.send(frame);
  const refused = visitor.inbox.frames.slice(seen).find((each) => each.type === 'chat.refused');
  return refused?.type === 'chat.refused' ? refused : null;
}

/** Solves each challenge until the request gets another answer. */
async function insist(
  visitor: Visitor,
  act: typeof start,
  request: string = randomUUID(),
): Promise<string | null> {
  let refused = await act(visitor, request);
  while (refused?.proof !== undefined) refused = await act(visitor, request, solve(refused.proof));
  return refused?.problem.code ?? null;
}

async function busyShop(stage: Stage): Promise<void> {
  await (await stage.agent('ca-ada', { room: 0 })).online();
}

/** As many visitors of one address begin as may without proof of work. */
async function useUp(stage: Stage, act: typeof start, count: number): Promise<void> {
  for (let nth = 0; nth < count; nth += 1)
    assert.equal(await act(stage.visitor(randomUUID(), office)), null);
}

test(
  '[CA2] beyond the free places of one address each browser there must do proof of work, and others need not',
  onStage(async (stage) => {
    await busyShop(stage);
    await useUp(stage, start, conversationLimits.waitingWithoutProof);
    const visitor = stage.visitor(randomUUID(), office);
    const request = randomUUID();
    const refused = await start(visitor, request);
    assert.deepEqual(
      [refused?.problem.code, refused?.request, refused?.proof?.bits],
      ['proof.required', request, 11],
    );
    assert.ok(refused?.proof);
    assert.equal(await start(visitor, request, solve(refused.proof)), null);
    assert.equal(await start(stage.visitor(randomUUID(), '192.0.2.8')), null);
  }),
);

test(
  '[CA3] a proof by somebody else or for another request is answered with a new challenge',
  onStage(async (stage) => {
    await busyShop(stage);
    await useUp(stage, start, conversationLimits.waitingWithoutProof);
    const [one, other] = [stage.visitor(randomUUID(), office), stage.visitor(randomUUID(), office)];
    const refused = await start(one, 'r1');
    assert.ok(refused?.proof);
    const proof = solve(refused.proof);
    const again = await start(other, 'r1', proof);
    assert.equal(again?.problem.code, 'proof.required');
    assert.notEqual(again?.proof?.challenge, refused.proof.challenge);
    assert.equal((await start(one, 'r2', proof))?.problem.code, 'proof.required');
  }),
);

test(
  '[CA3] a proof begins one conversation, and a repeat is answered with the same one',
  onStage(async (stage) => {
    await busyShop(stage);
    await useUp(stage, start, conversationLimits.waitingWithoutProof);
    const visitor = stage.visitor(randomUUID(), office);
    const refused = await start(visitor, 'r1');
    assert.ok(refused?.proof);
    const proof = solve(refused.proof);
    assert.equal(await start(visitor, 'r1', proof), null);
    assert.equal(await start(visitor, 'r1', proof), null);
    const begun = visitor.inbox.frames.flatMap((frame) =>
      frame.type === 'chat.state' && frame.request === 'r1' ? [frame.conversation.id] : [],
    );
    assert.equal(begun.length, 2);
    assert.equal(new Set(begun).size, 1);
  }),
);

test(
  '[CA2] one visitor who begins repeatedly must do proof of work, and is then told when to come back',
  onStage(async (stage) => {
    await busyShop(stage);
    const visitor = stage.visitor();
    const beginAndEnd = async () => {
      const code = await insist(visitor, start);
      const waiting = visitor.inbox.frames.findLast((frame) => frame.type === 'chat.state');
      if (code === null && waiting?.type === 'chat.state')
        await send(visitor, { type: 'chat.end', conversation: waiting.conversation.id });
      // Ten seconds later by the clock of messages, which the budgets do not use.
      stage.advance(10_000);
      return code;
    };
    for (let nth = 0; nth < freeOfVisitor; nth += 1) assert.equal(await beginAndEnd(), null);
    assert.equal((await start(visitor))?.problem.code, 'proof.required');
    assert.equal(await beginAndEnd(), null);
    const payer = `${stage.account} ${visitor.id}`;
    for (let nth = 1; nth < conversationLimits.provedOfVisitor; nth += 1)
      stage.use.budgets.owe([{ budget: 'chats.visitor', payer, amount: 1 }]);
    const refused = await start(visitor);
    assert.equal(refused?.problem.code, 'rate.chats');
    assert.equal(refused?.proof, undefined);
    time.now += refused?.problem.retryAfterMs ?? 0;
    stage.advance(10_000);
    assert.equal(await beginAndEnd(), null);
  }),
);

test(
  '[CA2] what was refused, repeated or joined is charged to nobody',
  onStage(async (stage) => {
    const visitor = stage.visitor();
    for (let nth = 0; nth < 3 * freeOfVisitor; nth += 1) {
      assert.equal((await start(visitor))?.problem.code, 'agent.no_room');
      stage.advance(10_000);
    }
    await busyShop(stage);
    for (let nth = 0; nth < 3 * freeOfVisitor; nth += 1) {
      assert.equal(await start(visitor, 'the same'), null);
      assert.equal(await start(visitor), null);
      stage.advance(10_000);
    }
  }),
);

test(
  '[CA2] beyond the hard cap of an address proof of work does not help there, others get in, and the cap passes',
  onStage(async (stage) => {
    const agent = await stage.agent('ca-ben', { room: 500 });
    await agent.online();
    await useUp(stage, start, freeOfAddress);
    const challenged = await start(stage.visitor(randomUUID(), office));
    assert.equal(challenged?.problem.code, 'proof.required');
    // What the address was allowed to begin by proof of work, which is not done here.
    const charge = {
      budget: 'chats.address',
      payer: `${stage.account} ${office}`,
      amount: 1,
    } as const;
    for (let nth = 0; nth < conversationLimits.provedOfAddress; nth += 1)
      stage.use.budgets.owe([charge]);
    const refused = await start(stage.visitor(randomUUID(), office));
    assert.deepEqual([refused?.problem.code, refused?.problem.retryAfterMs], ['rate.chats', 2000]);
    assert.equal(await start(stage.visitor(randomUUID(), '192.0.2.8')), null);
    time.now += 2000;
    assert.equal(await insist(stage.visitor(randomUUID(), office), start), null);
  }),
);

test(
  '[CA2] many people of one office get in, each browser by its own proof of work',
  onStage(async (stage) => {
    await busyShop(stage);
    for (let nth = 0; nth < 2 * conversationLimits.waitingWithoutProof; nth += 1)
      assert.equal(await insist(stage.visitor(randomUUID(), office), start), null);
  }),
);

test(
  '[CA5] messages left beyond the budget of one address cost proof of work, whatever else it began',
  onStage(async (stage) => {
    await useUp(stage, leave, rateBudgets['messages-left.address'].burst);
    const visitor = stage.visitor(randomUUID(), office);
    assert.equal((await leave(visitor))?.problem.code, 'proof.required');
    assert.equal(await insist(visitor, leave), null);
    assert.equal(await leave(stage.visitor(randomUUID(), '192.0.2.8')), null);
  }),
);

test(
  '[CA5] if the maximum of messages waits for an answer, the next is refused and nothing is stored',
  onStage(async (stage) => {
    await fillWithMessages(stage, conversationLimits.messagesLeft - 1);
    const two = await Promise.all([leave(stage.visitor()), leave(stage.visitor())]);
    const codes = two.map((refused) => refused?.problem.code ?? 'stored');
    assert.deepEqual(codes.toSorted(), ['message.no_room', 'stored']);
    const refused = await leave(stage.visitor());
    assert.deepEqual(
      [refused?.problem.code, refused?.problem.retryAfterMs],
      ['message.no_room', 3_600_000],
    );
    assert.equal(await stage.store.openCases(stage.account), conversationLimits.messagesLeft);
  }),
);

test(
  '[CA5] without room for messages, an abandoned conversation does not become a message',
  onStage(async (stage) => {
    await busyShop(stage);
    const visitor = stage.visitor();
    assert.equal(await leave(visitor), null);
    const id = await visitor.start('Anybody?');
    await stage.store.append(stage.account, id, [], { replyTo: 'bo@example.com' });
    await fillWithMessages(stage, conversationLimits.messagesLeft - 1);
    visitor.leave();
    stage.advance(conversationLimits.visitorGraceMs);
    for (;;) {
      const record = await stage.store.load(stage.account, id);
      if (record?.status !== 'waiting') return assert.equal(record?.status, 'ended');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }),
);

test(
  '[C15] messages of one address in all of its conversations have a budget',
  onStage(async (stage) => {
    await busyShop(stage);
    const { burst } = rateBudgets['messages.address'];
    const charge = { budget: 'messages.address', payer: `${stage.account} ${office}` } as const;
    stage.use.budgets.owe([{ ...charge, amount: burst }]);
    assert.equal((await start(stage.visitor(randomUUID(), office)))?.problem.code, 'rate.messages');
    assert.equal(await start(stage.visitor(randomUUID(), '192.0.2.8')), null);
  }),
);

test(
  '[CA6] transcripts requested from one address have a budget',
  onStage(async (stage) => {
    const { burst } = rateBudgets['transcripts.address'];
    const ask = { type: 'chat.transcript', conversation: ConversationId.parse('none') } as const;
    const codeOf = async (visitor: Visitor) =>
      (await send(visitor, { ...ask, address: 'bo@example.com' }))?.problem.code;
    assert.equal(await codeOf(stage.visitor(randomUUID(), office)), 'request.not_found');
    const payer = `${stage.account} ${office}`;
    stage.use.budgets.owe([{ budget: 'transcripts.address', payer, amount: burst }]);
    assert.equal(await codeOf(stage.visitor(randomUUID(), office)), 'rate.transcripts');
    assert.equal(await codeOf(stage.visitor(randomUUID(), '192.0.2.8')), 'request.not_found');
  }),
);

/** A queue of messages as after a bad week. */
async function fillWithMessages({ account }: Stage, count: number): Promise<void> {
  await engines.records.withAccount(account, async (sql) => {
    await sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'bo', now())", [
      account,
    ]);
    await sql.run(
      `INSERT INTO conversations (account, id, channel, contact, address, visitor_name, status,
         case_state, reply_to, started_at, queued_at, last_at)
       SELECT $1, 'left-' || nth, 'web', 'bo', 'v-' || nth, '', 'message', 'open', 'bo@example.com',
         now(), now(), now() FROM generate_series(1, $2::integer) AS nth`,
      [account, count],
    );
  });
}
