// Whole conversations under one seed: real desks, sessions and chats on the crash store, people
// behind a network that loses and repeats frames, a server that is killed. Afterwards the truth of
// the store is held against what every client was told.
import assert from 'node:assert/strict';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.ts';
import { Loop } from '@opportune/core/sim/conversation-loop.ts';
import { Connection, type Faults } from '@opportune/core/sim/conversation-network.ts';
import type { Message } from '@opportune/protocol/conversation.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { AccountId, type ConversationId, MessageId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import type { AgentSession } from './agent-session.ts';
import { createConverse, type Converse } from './converse.ts';
import { principalOf, site } from './converse.test-support.ts';
import type { ChatFrame, ChatLink } from './seams.ts';

const account = AccountId.parse('sim');
const silent = { info() {}, warn() {}, error() {} };
const playMs = 20_000;
/** The next tick comes when every promise that is ready has run. Nothing here waits for the world. */
const settle = () => new Promise<void>((resolve) => process.nextTick(resolve));

/** What a client knows for certain: what it was told is stored, and what it was shown. */
class Memory {
  readonly acknowledged = new Map<
    MessageId,
    { readonly conversation: ConversationId; readonly sequence: number }
  >();
  readonly seen = new Map<ConversationId, Map<number, Message>>();

  see(messages: readonly Message[]): void {
    for (const message of messages) {
      const known = this.seen.get(message.conversation) ?? new Map<number, Message>();
      this.seen.set(message.conversation, known);
      const earlier = known.get(message.sequence);
      if (earlier !== undefined) assert.equal(earlier.id, message.id, 'one number, two messages');
      known.set(message.sequence, message);
    }
  }

  acknowledge(conversation: ConversationId, id: MessageId, sequence: number): void {
    const earlier = this.acknowledged.get(id);
    if (earlier !== undefined)
      assert.deepEqual(earlier, { conversation, sequence }, 'acknowledged twice, differently');
    this.acknowledged.set(id, { conversation, sequence });
  }

  last(conversation: ConversationId): number {
    return Math.max(0, ...(this.seen.get(conversation)?.keys() ?? []));
  }
}

/** One seed's world. */
export class World {
  readonly loop: Loop;
  readonly faults: Faults & { store: number } = {
    lost: 0.1,
    twice: 0.1,
    stalled: 0.01,
    store: 0.02,
  };
  readonly disk;
  readonly people: Person[] = [];
  #generation = 0;
  #ids = 0;
  #server: Converse | null = null;

  constructor(seed: number) {
    this.loop = new Loop(seed, 1_790_000_000_000);
    this.disk = createCrashStore({
      sync: (done) => void this.loop.after(this.loop.between(0, 8), done),
      keeps: () => this.loop.chance(0.5),
      trouble: () => {
        if (!this.loop.chance(this.faults.store)) return 'none';
        return this.loop.chance(0.5) ? 'not-done' : 'done-unheard';
      },
    });
    this.boot();
    const visitors = this.loop.between(1, 3);
    const agents = this.loop.between(1, 3);
    for (let index = 0; index < visitors; index += 1)
      this.people.push(new SimVisitor(this, `v${index}`));
    for (let index = 0; index < agents; index += 1)
      this.people.push(new SimAgent(this, `a${index}`, this.loop.between(1, 2)));
  }

  get server(): Converse | null {
    return this.#server;
  }

  id(): string {
    this.#ids += 1;
    return `id${this.#ids}`;
  }

  boot(): void {
    const generation = ++this.#generation;
    const alive = () => generation === this.#generation;
    this.#server = createConverse({
      store: this.disk.open(),
      bus: openMemoryBus(silent),
      log: silent,
      clock: { now: () => this.loop.now },
      ids: { next: () => this.id() },
      schedule: (delayMs, run) =>
        this.loop.after(delayMs, () => {
          if (alive()) run();
        }),
      mail: { configured: false, send: async () => {} },
      origins: { of: () => null, nameOf: () => '', addressOf: () => null },
      tellVisitor: () => {},
      visitors: { watch: () => () => {} },
      typingPreview: async () => true,
      authenticate: async () => null,
    });
    // A store that is away just then is asked again by whoever comes first.
    this.#server.start(account).catch(() => {});
  }

  /** `kill -9`: what it had under way is cut off, every connection too. */
  kill(): void {
    if (this.#server === null) return;
    this.#generation += 1;
    this.#server = null;
    this.disk.crash();
    for (const person of this.people) person.connection?.cut();
    this.loop.after(this.loop.between(10, 3000), () => this.boot());
  }

  /** Twenty seconds of trouble, then peace until everybody has caught up. */
  async play(): Promise<void> {
    for (const person of this.people) person.live();
    const kills = this.loop.between(0, 2);
    for (let index = 0; index < kills; index += 1)
      this.loop.after(this.loop.between(500, playMs - 2000), () => this.kill());
    await this.loop.run(playMs, settle);
    this.faults.lost = 0;
    this.faults.twice = 0;
    this.faults.stalled = 0;
    this.faults.store = 0;
    for (const person of this.people) person.calm();
    await this.loop.run(
      conversationLimits.agentGraceMs + conversationLimits.wrapUpMs + 10_000,
      settle,
    );
    for (const person of this.people) person.catchUp();
    await this.loop.run(5000, settle);
  }

  /** The store's own account of everything, for the checks. */
  async truth(): Promise<
    ReadonlyMap<
      ConversationId,
      {
        readonly status: string;
        readonly agent: string | null;
        readonly messages: readonly Message[];
      }
    >
  > {
    const store = this.disk.open();
    const reading = (async () => {
      const records = await store.list(account, { before: null, limit: 1000 });
      const all = new Map<
        ConversationId,
        { status: string; agent: string | null; messages: readonly Message[] }
      >();
      for (const { id, status, agent } of records) {
        all.set(id, {
          status,
          agent: agent?.name ?? null,
          messages: await store.after(account, id, { after: 0, limit: 10_000, notes: true }),
        });
      }
      return all;
    })();
    for (let count = 0; count < 200; count += 1) await this.loop.run(10, settle);
    return reading;
  }
}

/** Whoever has a connection, loses it, and comes back. */
abstract class Person {
  readonly memory = new Memory();
  protected readonly world: World;
  protected calmed = false;
  connection: { cut(): void; readonly open: boolean } | null = null;

  constructor(world: World) {
    this.world = world;
  }

  /** Begins to live: acts at random instants, reconnects when cut. */
  live(): void {
    this.#act();
  }

  /** From now on only to catch up: over a new line, since a frame may have been lost on the old one. */
  calm(): void {
    this.calmed = true;
    this.connection?.cut();
  }

  #act(): void {
    const { loop } = this.world;
    loop.after(loop.between(20, this.calmed ? 4000 : 1200), () => {
      if (this.connection === null || !this.connection.open) this.connect();
      else if (!this.calmed && loop.chance(0.05)) this.connection.cut();
      else this.act();
      this.#act();
    });
  }

  abstract connect(): void;
  abstract act(): void;
  abstract catchUp(): void;
}

class SimVisitor extends Person {
  readonly #name: string;
  #up: (frame: ChatFrame) => void = () => {};
  #start: Extract<ChatFrame, { type: 'chat.start' }> | null = null;
  readonly #outbox = new Map<MessageId, ChatFrame>();
  #conversation: ConversationId | null = null;
  /** Visitors cannot tell a note from a gap, so they always ask from the start. */
  readonly #known = new Set<ConversationId>();

  constructor(world: World, name: string) {
    super(world);
    this.#name = name;
  }

  connect(): void {
    const { server, loop, faults } = this.world;
    if (server === null) return;
    const connection = new Connection<ChatFrame, ServerFrame>(loop, faults);
    this.connection = connection;
    const link: ChatLink = {
      account,
      site,
      visitor: VisitorId.parse(this.#name),
      send: (frame) => connection.down(frame),
    };
    const leave = server.chat.attach(link);
    connection.onUp = (frame) => void server.chat.receive(link, frame);
    connection.onDown = (frame) => this.#hear(frame);
    connection.onCut = leave;
    this.#up = (frame) => connection.up(frame);
    this.catchUp();
  }

  act(): void {
    const { loop } = this.world;
    if (this.#start !== null) return this.#up(this.#start);
    if (this.#outbox.size > 0 && loop.chance(0.7)) return this.#resend();
    if (this.calmed || loop.chance(0.1)) return this.catchUp();
    if (this.#conversation === null) return this.#begin();
    if (loop.chance(0.04)) return this.#up({ type: 'chat.end', conversation: this.#conversation });
    if (loop.chance(0.02)) return this.#leaveMessage();
    this.#post(this.#conversation);
  }

  catchUp(): void {
    for (const conversation of this.#known)
      this.#up({ type: 'chat.resume', conversation, after: 0 });
    this.#resend();
  }

  #begin(): void {
    const id = MessageId.parse(this.world.id());
    this.#start = {
      type: 'chat.start',
      request: this.world.id(),
      message: { id, text: `text ${id}` },
    };
    this.#up(this.#start);
  }

  #leaveMessage(): void {
    const id = MessageId.parse(this.world.id());
    this.#up({
      type: 'chat.leave',
      request: this.world.id(),
      address: 'v@example.com',
      message: { id, text: `text ${id}` },
    });
  }

  #post(conversation: ConversationId): void {
    const id = MessageId.parse(this.world.id());
    const frame = { type: 'chat.post', conversation, id, text: `text ${id}` } as const;
    this.#outbox.set(id, frame);
    this.#up(frame);
  }

  #resend(): void {
    for (const frame of this.#outbox.values()) this.#up(frame);
  }

  #hear(frame: ServerFrame): void {
    switch (frame.type) {
      case 'chat.state': {
        const { id, status } = frame.conversation;
        this.#known.add(id);
        if (frame.request !== undefined && frame.request === this.#start?.request)
          this.#start = null;
        if (status === 'waiting' || status === 'active') this.#conversation = id;
        else if (this.#conversation === id) this.#conversation = null;
        return;
      }
      case 'chat.messages':
        this.memory.see(frame.messages);
        return this.#up({
          type: 'chat.read',
          conversation: frame.conversation,
          through: this.memory.last(frame.conversation),
        });
      case 'chat.posted':
        this.#outbox.delete(frame.id);
        return this.memory.acknowledge(frame.conversation, frame.id, frame.sequence);
      case 'chat.refused':
        if (frame.problem.retry) return;
        if (frame.id !== null) this.#outbox.delete(frame.id);
        if (frame.request !== undefined && frame.request === this.#start?.request)
          this.#start = null;
        return;
      default:
        return;
    }
  }

  get acknowledgedOpen(): boolean {
    return this.#start === null && this.#outbox.size === 0;
  }
}

class SimAgent extends Person {
  readonly #name: string;
  readonly #room: number;
  #up: (frame: ConsoleFrame) => void = () => {};
  readonly #outbox = new Map<MessageId, ConsoleFrame>();
  readonly #mine = new Map<ConversationId, string>();
  readonly #watched = new Set<ConversationId>();
  readonly #waiting = new Set<ConversationId>();
  readonly #others = new Set<string>();

  constructor(world: World, name: string, room: number) {
    super(world);
    this.#name = name;
    this.#room = room;
  }

  connect(): void {
    const { server, loop, faults } = this.world;
    if (server === null) return;
    const connection = new Connection<ConsoleFrame, ConsoleServerFrame>(loop, faults);
    this.connection = connection;
    const principal = principalOf(account, this.#name, this.#room, 'agent');
    let session: AgentSession | null = null;
    connection.onDown = (frame) => this.#hear(frame);
    connection.onUp = (frame) => void session?.receive(JSON.stringify(frame));
    connection.onCut = () => session?.end();
    server
      .session(principal, (frame) => connection.down(frame))
      .then((begun) => {
        session = begun;
        if (!connection.open) begun.end();
      })
      // As the socket does: without a session there is no line.
      .catch(() => connection.cut());
    this.#up = (frame) => connection.up(frame);
  }

  act(): void {
    const { loop } = this.world;
    if (this.calmed) {
      this.#up({ type: 'agent.state', state: 'online' });
      this.#resend();
      return this.#tidy();
    }
    if (this.#outbox.size > 0 && loop.chance(0.7)) return this.#resend();
    if (loop.chance(0.25))
      return this.#up({ type: 'agent.state', state: loop.chance(0.85) ? 'online' : 'away' });
    const conversation = loop.pick([...this.#mine.keys()]);
    if (conversation === undefined) return;
    const action = loop.next();
    if (action < 0.6) return this.#post(conversation);
    const request = this.world.id();
    if (action < 0.7)
      return this.#up({
        type: 'conversation.transfer',
        request,
        conversation,
        to: this.#colleague(),
        note: 'a note',
      });
    if (action < 0.8) return this.#up({ type: 'conversation.end', request, conversation });
    if (action < 0.9) return this.#up({ type: 'conversation.reopen', request, conversation });
    this.#up({ type: 'conversation.accept', request, conversation });
  }

  catchUp(): void {
    for (const conversation of this.#watched)
      this.#up({ type: 'conversation.resume', conversation, after: 0 });
    this.#resend();
  }

  /** In peace every agent ends what they have, and takes by hand what they once gave away. */
  #tidy(): void {
    for (const conversation of this.#waiting)
      this.#up({ type: 'conversation.accept', request: this.world.id(), conversation });
    for (const [conversation] of this.#mine)
      this.#up({ type: 'conversation.end', request: this.world.id(), conversation });
  }

  #colleague() {
    const name = this.world.loop.pick([...this.#others]);
    return name === undefined || this.world.loop.chance(0.3)
      ? null
      : principalOf(account, name, 1, 'agent').user.id;
  }

  #post(conversation: ConversationId): void {
    const id = MessageId.parse(this.world.id());
    const frame = {
      type: 'message.post',
      conversation,
      id,
      text: `text ${id}`,
      note: this.world.loop.chance(0.15),
    } as const;
    this.#outbox.set(id, frame);
    this.#up(frame);
  }

  #resend(): void {
    for (const frame of this.#outbox.values()) this.#up(frame);
  }

  #hear(frame: ConsoleServerFrame): void {
    switch (frame.type) {
      case 'conversations.all':
        for (const { id, status, agent } of frame.conversations)
          this.#note(id, status, agent?.name ?? null);
        return;
      case 'conversation.changed':
        return this.#note(
          frame.conversation.id,
          frame.conversation.status,
          frame.conversation.agent?.name ?? null,
        );
      case 'agents.all':
        for (const { name } of frame.agents) if (name !== this.#name) this.#others.add(name);
        return;
      case 'message':
        return this.memory.see([frame.message]);
      case 'messages':
        return this.memory.see(frame.messages);
      case 'posted':
        this.#outbox.delete(frame.id);
        return this.memory.acknowledge(frame.conversation, frame.id, frame.sequence);
      case 'problem':
        if (frame.id !== undefined && !frame.problem.retry) this.#outbox.delete(frame.id);
        return;
      default:
        return;
    }
  }

  #note(id: ConversationId, status: string, agent: string | null): void {
    if (agent === this.#name && status !== 'ended') this.#mine.set(id, status);
    else this.#mine.delete(id);
    if (status === 'waiting') this.#waiting.add(id);
    else this.#waiting.delete(id);
    if (agent === this.#name && !this.#watched.has(id)) {
      this.#watched.add(id);
      this.#up({ type: 'conversation.resume', conversation: id, after: 0 });
    }
  }
}

/** Plays one seed and checks all of it; answers how much happened, so that nothing passes for much. */
export async function playSeed(seed: number): Promise<{
  readonly messages: number;
  readonly acknowledged: number;
  readonly transcript: string;
}> {
  const world = new World(seed);
  await world.play();
  const truth = await world.truth();
  let messages = 0;
  let acknowledged = 0;
  for (const [id, { status, messages: stored }] of truth) {
    messages += stored.length;
    assert.deepEqual(
      stored.map(({ sequence }) => sequence),
      stored.map((_, index) => index + 1),
      `${id}: a gap`,
    );
    assert.equal(
      new Set(stored.map((message) => message.id)).size,
      stored.length,
      `${id}: a message twice`,
    );
    assert.ok(status === 'ended' || status === 'message', `${id} was forgotten: ${status}`);
    assertOneOwner(id, stored);
  }
  for (const { memory } of world.people) {
    for (const [message, { conversation, sequence }] of memory.acknowledged) {
      acknowledged += 1;
      assert.equal(
        truth.get(conversation)?.messages[sequence - 1]?.id,
        message,
        `acknowledged ${message} is not where it was said to be`,
      );
    }
    for (const [conversation, seen] of memory.seen) {
      const stored = truth.get(conversation)?.messages ?? [];
      for (const [sequence, message] of seen)
        assert.equal(stored[sequence - 1]?.id, message.id, 'seen, but not stored there');
    }
  }
  for (const person of world.people)
    if (person instanceof SimVisitor) assertCaughtUp(person, truth);
  return { messages, acknowledged, transcript: JSON.stringify([...truth]) };
}

function assertCaughtUp(
  visitor: SimVisitor,
  truth: ReadonlyMap<ConversationId, { readonly messages: readonly Message[] }>,
): void {
  assert.ok(visitor.acknowledgedOpen, 'a message is neither acknowledged nor refused');
  for (const [conversation, seen] of visitor.memory.seen) {
    const visible = (truth.get(conversation)?.messages ?? []).filter(
      ({ body }) => body.type !== 'note',
    );
    assert.deepEqual(
      [...seen.keys()].sort((a, b) => a - b),
      visible.map(({ sequence }) => sequence),
      `${conversation}: not caught up`,
    );
  }
}

/** Reads the transcript as a person would: whoever writes as an agent has it at that point. */
function assertOneOwner(id: ConversationId, stored: readonly Message[]): void {
  let owner: string | null = null;
  let over = false;
  for (const { author, body, sequence } of stored) {
    if (body.type === 'system') {
      const { note } = body;
      if (note.type === 'assigned') owner = note.agent;
      if (note.type === 'transferred') owner = note.to === '' ? null : note.to;
      if (note.type === 'returned') owner = null;
      if (note.type === 'ended') over = true;
      if (note.type === 'reopened') over = false;
    } else if (body.type === 'text') {
      assert.ok(!over, `${id} #${sequence}: written after the end`);
      if (author.type === 'agent')
        assert.equal(author.name, owner, `${id} #${sequence}: two owners`);
    }
  }
}
