// The console's socket: who may connect, several at once, and readers that are slow or silent.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { sessionsEnded, usersChanged } from '@opportune/protocol/bus/changes.ts';
import { publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { mock, test } from 'node:test';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import type { AgentPresence } from '@opportune/protocol/conversation/conversation.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { Principal } from '../http/access/principal.ts';
import type { Role } from '@opportune/protocol/rest/account.ts';
import { WebSocket } from 'ws';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { messageId } from '../testing/people.test-support.ts';
import { stages } from '../testing/conversations.test-support.ts';
import { HandedConsole } from './handed-console.ts';

const onStage = stages();
let masksAreAway = false;
/**
 * Masks are read for every frame, as for the first frame of a console that continued in a
 * successor.
 */
const onMaskedStage = stages({
  masks: {
    known: () => null,
    async of(account) {
      if (masksAreAway) throw new EngineError('engine.unavailable');
      return cardMasks.of(account);
    },
  },
});

test(
  '[C2] a frame that cannot be read since the store is away is not lost unanswered: the console comes back and sends it again',
  onMaskedStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const id = messageId();
    const closed = closeCode(ada.socket);
    masksAreAway = true;
    ada.send({ type: 'message.post', conversation, id, text: 'Hello', note: false });
    assert.equal(await closed, 1013);
    masksAreAway = false;
    const back = await stage.agent('ada');
    assert.equal(await back.post(conversation, 'Hello', { id }), 3);
  }),
);

const never = new Promise<never>(() => {});

/**
 * The time that a console has to open is over at once. All other timers are real: one of a pool that is cleared
 * while all are mocked would keep the process.
 */
function endOpening(): () => void {
  const { setTimeout: real } = globalThis;
  const hurried = mock.method(globalThis, 'setTimeout', (run: () => void, delayMs?: number) =>
    real(run, delayMs === socketLimits.openMs ? 0 : delayMs),
  );
  return () => hurried.mock.restore();
}

const onNeverRead = stages({ masks: { known: () => null, of: () => never } });

test(
  '[CL18.5] a console whose account cannot be read in time is closed, and connects again',
  onNeverRead(async (stage) => {
    stage.enter('ada');
    const restore = endOpening();
    try {
      const headers = { authorization: 'Bearer ada' };
      const client = new WebSocket(stage.address, { headers });
      assert.equal(await closeCode(client), 1013);
    } finally {
      restore();
    }
  }),
);

const onNeverKnown = stages({ authenticate: () => never });

test(
  '[CL18.5] a console whose session is not found in time is refused',
  onNeverKnown(async (stage) => {
    const restore = endOpening();
    try {
      const client = new WebSocket(stage.address).on('error', () => {});
      const refused = once(client, 'unexpected-response');
      const [request, { statusCode }] = (await refused) as [ClientRequest, IncomingMessage];
      // Its connection would keep the process of the tests.
      request.destroy();
      assert.equal(statusCode, 503);
    } finally {
      restore();
    }
  }),
);

function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN;
}

function presence(user: UserId): AgentPresence {
  return {
    user,
    name: '',
    kind: 'person',
    state: 'online',
    since: 0,
    reason: null,
    active: 0,
    room: 0,
    conversations: 0,
    skills: [],
    speaks: false,
  };
}

function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve));
}

test(
  '[C16] only a caller with a session gets in, until the session ends',
  onStage(async (stage) => {
    const stranger = new WebSocket(stage.address, { headers: { authorization: 'Bearer nobody' } });
    const status = await new Promise((resolve) =>
      stranger
        .once('unexpected-response', (_, answer) => resolve(answer.statusCode))
        .on('error', () => {}),
    );
    assert.equal(status, 401);
    const ada = await stage.agent('ada');
    assert.equal((await ada.inbox.next('ready')).user, ada.user);
    const closed = closeCode(ada.socket);
    stage.signOut('ada');
    publish(stage.use.bus, sessionsEnded, {
      account: stage.account,
      user: ada.user,
      only: null,
      except: null,
    });
    assert.equal(await closed, 4401);
  }),
);

let inSample: Principal | null = null;
const onSampleStage = stages({ authenticate: async () => inSample });

test(
  '[SH9.4] a console in a sample shop ends once its user may not look at it, and connects anew if the session goes on',
  onSampleStage(async (stage) => {
    const home = await stage.anotherAccount();
    const entered = async () => {
      stage.enter('ada');
      const principal = stage.principal('ada') ?? assert.fail();
      inSample = { ...principal, home };
      return { ...(await stage.agent('ada')), principal };
    };
    const demoted = await entered();
    await demoted.inbox.next('ready');
    const closed = closeCode(demoted.socket);
    inSample = { ...demoted.principal, account: home };
    const { user } = demoted.principal;
    publish(stage.use.bus, usersChanged, { account: home, user: { ...user, role: 'agent' } });
    assert.equal(await closed, 1011);

    const signedOut = await entered();
    await signedOut.inbox.next('ready');
    const ended = closeCode(signedOut.socket);
    inSample = null;
    publish(stage.use.bus, sessionsEnded, {
      ...{ account: home, user: signedOut.principal.user.id, only: null, except: null },
    });
    assert.equal(await ended, 4401);
  }),
);

test(
  '[C16] an agent of another account sees nothing and changes nothing',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const other = await (
      await stage.agent('eve', { account: await stage.anotherAccount() })
    ).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    for (const type of [
      'conversation.accept',
      'conversation.end',
      'conversation.reopen',
      'conversation.block',
    ] as const) {
      assert.equal(await other.command({ type, conversation }), 'request.not_found', type);
    }
    assert.equal(
      await other.command({ type: 'conversation.transfer', conversation, to: null, note: '' }),
      'request.not_found',
    );
    for (const note of [true, false]) {
      const id = messageId();
      other.send({ type: 'message.post', conversation, id, text: 'x', note });
      assert.equal(
        (await other.inbox.next('problem', (frame) => frame.id === id)).problem.code,
        'request.not_found',
      );
    }
    other.send({ type: 'conversation.resume', conversation, after: 0 });
    await other.inbox.next(
      'problem',
      ({ id, request, problem }) =>
        id === undefined && request === undefined && problem.code === 'request.not_found',
    );
    assert.equal(
      other.inbox.frames.some(
        ({ type }) => type === 'messages' || type === 'message' || type === 'conversation.changed',
      ),
      false,
    );
    assert.equal(await ada.post(conversation, 'Hello'), 3);
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
  }),
);

test(
  '[C9] two tabs of one agent see the same, and the agent is there until the last has gone',
  onStage(async (stage) => {
    const first = await (await stage.agent('ada')).online();
    const second = await stage.agent('ada');
    assert.equal((await second.inbox.next('ready')).state, 'online');
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    for (const tab of [first, second])
      await tab.until(conversation, ({ status }) => status === 'active');
    const sequence = await first.post(conversation, 'From one tab');
    await second.inbox.next('message', ({ message }) => message.sequence === sequence);
    await first.disconnect();
    stage.advance(conversationLimits.agentGraceMs);
    assert.equal(await second.post(conversation, 'From the other'), sequence + 1);
    await second.disconnect();
    const ben = await (await stage.agent('ben')).online();
    stage.advance(conversationLimits.agentGraceMs);
    await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
  }),
);

test(
  '[C29] a lost or gained role of manager takes effect on the open socket',
  onStage(async (stage) => {
    const mia = await (await stage.agent('mia', { role: 'manager' })).online();
    const ada = await (await stage.agent('ada')).online();
    const become = (name: string, role: Role): void => {
      const user = stage.principal(name)?.user;
      assert.ok(user !== undefined);
      publish(stage.use.bus, usersChanged, { account: stage.account, user: { ...user, role } });
    };
    const set = { type: 'agent.set', user: ada.user, state: 'away' } as const;
    assert.equal(await ada.command({ ...set, user: mia.user }), 'auth.forbidden');
    assert.equal(await mia.command(set), null);
    become('mia', 'agent');
    become('ada', 'manager');
    assert.equal(await mia.command({ ...set, state: 'online' }), 'auth.forbidden');
    assert.equal(await ada.command({ ...set, user: mia.user }), null);
  }),
);

test(
  '[C29] a role that changed unheard counts once the session is asked for again',
  onStage(async (stage) => {
    const mia = await (await stage.agent('mia', { role: 'manager' })).online();
    stage.enter('mia');
    for (let beat = 0; beat < 3; beat += 1) {
      stage.advance(socketLimits.consoleBeatMs);
      mia.inbox.frames.length = 0;
      mia.send({ type: 'ping' });
      await mia.inbox.next('pong');
    }
    const set = { type: 'agent.set', user: mia.user, state: 'away' } as const;
    assert.equal(await mia.command(set), 'auth.forbidden');
  }),
);

test(
  '[C29] sessions are asked for again one after the other',
  onStage(async (stage) => {
    const agents = [];
    for (const name of ['ada', 'ben', 'cleo'])
      agents.push(await (await stage.agent(name)).online());
    const { authenticate } = stage.use;
    let [asked, underWay, most] = [0, 0, 0];
    const all = new Promise<void>((resolve) => {
      Object.assign(stage.use, {
        async authenticate(request: IncomingMessage) {
          most = Math.max(most, ++underWay);
          await new Promise((turn) => setImmediate(turn));
          underWay -= 1;
          if (++asked === agents.length) resolve();
          return authenticate(request);
        },
      });
    });
    for (let beat = 0; beat < 3; beat += 1) {
      stage.advance(socketLimits.consoleBeatMs);
      for (const agent of agents) {
        agent.inbox.frames.length = 0;
        agent.send({ type: 'ping' });
        await agent.inbox.next('pong');
      }
    }
    await all;
    assert.equal(most, 1);
  }),
);

test(
  '[C29] [RS6] a successor gets the room that a manager set, not the one that the socket opened with',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 3 })).online();
    const user = stage.principal('ada')?.user;
    assert.ok(user !== undefined);
    publish(stage.use.bus, usersChanged, { account: stage.account, user: { ...user, room: 1 } });
    await ada.inbox.next('agent.changed', ({ agent }) => agent.room === 1);
    const [line] = stage.converse.consoles.stay();
    const told = HandedConsole.parse(line?.told());
    // Nothing here reads what was handed over.
    line?.socket.destroy();
    assert.equal(told.principal.user.room, 1);
  }),
);

test(
  '[C20] a command sent again with its request is answered again and done once',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const end = { type: 'conversation.end', request: 'one', conversation } as const;
    ada.send(end);
    ada.send(end);
    ada.send({ type: 'ping' });
    await ada.inbox.next('pong');
    assert.equal(
      ada.inbox.frames.filter((frame) => frame.type === 'done' && frame.request === 'one').length,
      2,
    );
    assert.equal((await stage.store.load(stage.account, conversation))?.status, 'wrap-up');
  }),
);

test(
  '[C20] a message sent again is acknowledged with its number, even once the conversation is over',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const id = messageId();
    const sequence = await ada.post(conversation, 'Goodbye', { id });
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    ada.send({ type: 'message.post', conversation, id, text: 'Goodbye', note: false });
    ada.send({
      type: 'message.post',
      conversation,
      id: messageId(),
      text: 'Too late',
      note: false,
    });
    assert.equal((await ada.inbox.next('problem')).problem.code, 'conversation.ended');
    assert.deepEqual(
      ada.inbox.frames.filter((frame) => frame.type === 'posted' && frame.sequence === sequence)
        .length,
      2,
    );
  }),
);

test(
  '[C15] bad frames are answered with their field and request, and the socket stays open',
  onStage(async (stage) => {
    const ada = await stage.agent('ada');
    const raw = (text: string) => ada.socket.send(text);
    raw('{');
    assert.equal((await ada.inbox.next('problem')).problem.code, 'request.malformed');
    raw(
      JSON.stringify({
        type: 'conversation.transfer',
        request: 'r',
        conversation: 'c',
        to: 5,
        note: '',
      }),
    );
    const invalid = await ada.inbox.next('problem', ({ request }) => request === 'r');
    assert.deepEqual([invalid.problem.code, invalid.problem.path], ['request.invalid', 'to']);
    const long = 'x'.repeat(conversationLimits.messageLength + 1);
    for (const [text, code] of [
      [long, 'message.too_long'],
      ['', 'message.empty'],
      [' ', 'message.empty'],
    ] as const) {
      const id = messageId();
      raw(JSON.stringify({ type: 'message.post', conversation: 'c', id, text, note: false }));
      assert.equal(
        (await ada.inbox.next('problem', (frame) => frame.id === id)).problem.code,
        code,
      );
    }
    ada.send({ type: 'ping' });
    await ada.inbox.next('pong');
    const closed = closeCode(ada.socket);
    raw('x'.repeat(100_000));
    assert.equal(await closed, 1009);
  }),
);

test(
  '[C21] messages for everybody arrive in batches, in order, and before anything sent later',
  onStage(async (stage) => {
    const ben = await (await stage.agent('ben', { room: 0 })).online();
    ben.inbox.frames.length = 0;
    const names = Array.from({ length: 100 }, (_, at) => `Name ${at}`);
    for (const name of names) {
      const agent = { ...presence(ben.user), name };
      publish(stage.use.bus, publicationsOf(stage.account), { type: 'presence', agent });
    }
    ben.send({ type: 'ping' });
    await ben.inbox.next('pong');
    assert.deepEqual(
      ben.inbox.frames.map((frame) => (frame.type === 'agent.changed' ? frame.agent.name : 'pong')),
      [...names, 'pong'],
    );
    const agent = { ...presence(ben.user), name: 'Last' };
    publish(stage.use.bus, publicationsOf(stage.account), { type: 'presence', agent });
    await ben.inbox.next('agent.changed', (frame) => frame.agent.name === 'Last');
  }),
);

const refusedByTheBus: unknown[] = [];
const onToldStage = stages({
  bus: openMemoryBus({
    info() {},
    warn() {},
    error: (_, fields) => void refusedByTheBus.push(fields?.['reason']),
  }),
});
test(
  'what a desk of another release tells is ignored and logged, and nothing else is lost',
  onToldStage(async (stage) => {
    const ben = await (await stage.agent('ben', { room: 0 })).online();
    const ours = publicationsOf(stage.account);
    const told = (name: string) => ({
      type: 'presence' as const,
      agent: { ...presence(ben.user), name },
    });
    publish(stage.use.bus, { ...ours, version: ours.version + 1 }, told('Of another version'));
    stage.use.bus.publish(ours.name, { version: ours.version, value: { type: 'presence' } });
    stage.use.bus.publish(ours.name, told('Of no version'));
    publish(stage.use.bus, ours, told('Last'));
    const heard = await ben.inbox.next('agent.changed', ({ agent }) => agent.name !== 'ben');
    assert.equal(heard.agent.name, 'Last');
    assert.deepEqual(refusedByTheBus, [
      `${ours.name}: version ${ours.version + 1} is not known here`,
      `${ours.name}: no such message, at agent`,
      `${ours.name}: version undefined is not known here`,
    ]);
  }),
);

test(
  '[C21] the longest list that a console was sent does not make it a slow reader',
  onStage(async (stage) => {
    const ben = await (await stage.agent('ben', { room: 0 })).online();
    ben.socket.pause();
    const tell = (name: string): void => {
      const agent = { ...presence(ben.user), name };
      publish(stage.use.bus, publicationsOf(stage.account), { type: 'presence', agent });
    };
    tell('x'.repeat(32 * 1024 * 1024));
    for (let count = 0; count < 5; count += 1) {
      tell('x'.repeat(100_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    ben.socket.resume();
    tell('Last');
    await ben.inbox.next('agent.changed', (frame) => frame.agent.name === 'Last');
    assert.equal(ben.socket.readyState, WebSocket.OPEN);
  }),
);

test(
  '[C21] a reader that falls behind is disconnected, slows nobody, and resumes from its last number',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const ben = await (await stage.agent('ben', { room: 0 })).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('1');
    await ada.until(conversation, ({ status }) => status === 'active');
    ben.send({ type: 'conversation.resume', conversation, after: 0 });
    await ben.inbox.next('messages');
    ben.socket.pause();
    const wide = { ...presence(ben.user), name: 'x'.repeat(100_000) };
    const closed = closeCode(ben.socket);
    // Measured in real time: the line is cut a second after it was closed.
    const patientUntil = performance.now() + 60_000;
    for (let index = 0; stage.converse.consoles.open > 1; index += 1) {
      assert.ok(performance.now() < patientUntil, 'the slow reader was never let go');
      publish(stage.use.bus, publicationsOf(stage.account), { type: 'presence', agent: wide });
      await new Promise((resolve) => setImmediate(resolve));
      if (index % 20 === 0) stage.advance(1000);
    }
    assert.equal(await visitor.post(conversation, 'Meanwhile'), 3);
    ben.socket.resume();
    assert.ok([4008, 1006].includes(await closed));
    const back = await stage.agent('ben');
    back.send({ type: 'conversation.resume', conversation, after: 2 });
    assert.deepEqual(
      (await back.inbox.next('messages')).messages.map(({ sequence }) => sequence),
      [3],
    );
  }),
);

test(
  '[C42] fifty conversations are not delayed by a stalled reader, who then misses nothing',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 50 })).online();
    const ben = await stage.agent('ben', { room: 0 });
    const conversations = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const visitor = stage.visitor();
        return { visitor, conversation: await visitor.start('1') };
      }),
    );
    const conversation = conversations[0]?.conversation;
    assert.ok(conversation !== undefined);
    await ada.until(conversation, ({ status }) => status === 'active');
    const round = () =>
      Promise.all(
        conversations.map(async ({ visitor, conversation: own }) => {
          const startedAt = performance.now();
          await visitor.post(own, 'How long does it take?');
          return performance.now() - startedAt;
        }),
      );
    const usually = [...(await round()), ...(await round()), ...(await round())];
    const closed = closeCode(ben.socket);
    ben.socket.pause();
    const wide = { ...presence(ben.user), name: 'x'.repeat(200_000) };
    const meanwhile: number[] = [];
    for (let rounds = 0; stage.converse.consoles.open > 1; rounds += 1) {
      assert.ok(rounds < 15, 'the slow reader was never let go');
      for (let count = 0; count < 30; count += 1)
        publish(stage.use.bus, publicationsOf(stage.account), { type: 'presence', agent: wide });
      meanwhile.push(...(await round()));
      stage.advance(1000);
    }
    ben.socket.resume();
    assert.ok([4008, 1006].includes(await closed));
    assert.ok(
      p99(meanwhile) <= 3 * p99(usually) + 250,
      `${p99(meanwhile)} ms beside ${p99(usually)} ms`,
    );
    const back = await stage.agent('ben', { room: 0 });
    back.send({ type: 'conversation.resume', conversation, after: 0 });
    const { messages } = await back.inbox.next('messages');
    assert.deepEqual(
      messages.map(({ sequence }) => sequence),
      messages.map((_, at) => at + 1),
    );
    assert.ok(messages.length > 4, `${messages.length} messages`);
  }),
);

test(
  '[C45] whose line does not answer is absent within 25 s, gets nothing more, and loses what they have 30 s later',
  onStage(async (stage) => {
    const silent = await (await stage.agent('ada')).online();
    const first = stage.visitor();
    const conversation = await first.start('Hello');
    await silent.until(conversation, ({ status }) => status === 'active');
    const alive = await (await stage.agent('ben')).online();
    silent.socket.pause();
    const beats = socketLimits.consoleMisses + 1;
    assert.ok(beats * socketLimits.consoleBeatMs + 1_000 <= 25_000);
    for (let beat = 0; beat < beats; beat += 1) {
      stage.advance(socketLimits.consoleBeatMs);
      alive.inbox.frames.length = 0;
      alive.send({ type: 'ping' });
      await alive.inbox.next('pong');
    }
    // The line is cut a second after it was closed, because nobody reads the close there.
    await alive.inbox.next('room', ({ skills }) => skills['*']?.online === 1);
    const second = stage.visitor();
    const next = await second.start('And me?');
    await alive.until(next, ({ agent }) => agent?.user === alive.user);
    stage.advance(conversationLimits.agentGraceMs);
    await alive.until(conversation, ({ agent }) => agent?.user === alive.user);
    assert.equal(alive.socket.readyState, WebSocket.OPEN);
  }),
);

const watched: string[] = [];
const onWatchedStage = stages({
  watch(_, site, watcher) {
    watched.push(`+${site ?? 'all'}`);
    watcher.send({ type: 'visitors.all', rows: [], total: 0 });
    return () => void watched.push(`-${site ?? 'all'}`);
  },
});

test(
  'the visitor list is watched for one choice of site at a time, and no longer than the socket lives',
  onWatchedStage(async (stage) => {
    const ada = await stage.agent('ada');
    ada.send({ type: 'visitors.watch', site: 'shop' });
    ada.send({ type: 'visitors.watch' });
    ada.send({ type: 'visitors.unwatch' });
    ada.send({ type: 'visitors.watch', site: 'shop' });
    ada.send({ type: 'visitors.watch', site: 'no site' });
    assert.equal((await ada.inbox.next('problem')).problem.code, 'request.invalid');
    assert.equal(ada.inbox.frames.filter(({ type }) => type === 'visitors.all').length, 3);
    await ada.disconnect();
    await stage.agent('ben');
    assert.deepEqual(watched, ['+shop', '-shop', '+all', '-all', '+shop', '-shop']);
  }),
);

test(
  '[C13] a stopping server says so and comes back with everything',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const closed = closeCode(ada.socket);
    await stage.restart();
    assert.equal(await closed, 1012);
    const back = await stage.agent('ada');
    const all = await back.inbox.next('conversations.all');
    assert.deepEqual(
      all.conversations.map(({ id, status }) => [id, status]),
      [[conversation, 'active']],
    );
  }),
);
