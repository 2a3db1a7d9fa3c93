// Whole conversations under one seed: real desks, sessions and chats on the crash store, people
// behind a network that loses and repeats frames, readers that stop reading, rules that change, a
// server that is killed. Afterwards the truth of the store is held against what every client was told.
import assert from 'node:assert/strict';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import { brokenConversations } from '@opportune/core/sim/conversation-check.ts';
import type { SkillPlan } from '@opportune/core/conversation/skills.ts';
import { Loop } from '@opportune/core/sim/conversation-loop.ts';
import type { Faults } from '@opportune/core/sim/conversation-network.ts';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.ts';
import type { Message } from '@opportune/protocol/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import {
  account,
  SimAgent,
  SimVisitor,
  type Surroundings,
} from './converse-sim-people.test-support.ts';
import { drawPlan, drawSkill, drawWorth } from './converse-sim-rules.test-support.ts';
import { createConverse, type Converse } from './converse.ts';

const silent = { info() {}, warn() {}, error() {} };
const playMs = 20_000;
/** In peace, everything that an agent or an instant ends is over by then. */
const peaceMs = conversationLimits.agentGraceMs + conversationLimits.wrapUpMs + 10_000;
/** Every so many seeds have a whole peace, in which nothing happens any more. */
const wholePeaceEvery = 10;
/** The next tick comes when every promise that is ready has run. Nothing here waits for the world. */
const settle = () => new Promise<void>((resolve) => process.nextTick(resolve));

interface Stored {
  readonly status: string;
  readonly agent: string | null;
  readonly messages: readonly Message[];
}

const names = ['a0', 'a1', 'a2'];

/** One seed's world. */
class World implements Surroundings {
  readonly loop: Loop;
  readonly faults: Faults & { store: number } = {
    lost: 0.1,
    twice: 0.1,
    stalled: 0.01,
    store: 0.02,
  };
  readonly disk;
  readonly visitors: readonly SimVisitor[];
  readonly agents: readonly SimAgent[];
  readonly #wholePeace: boolean;
  #plan: SkillPlan;
  #generation = 0;
  #ids = 0;
  #server: Converse | null = null;
  #rulesChanged: () => void = () => {};

  constructor(seed: number) {
    this.loop = new Loop(seed, 1_790_000_000_000);
    this.#wholePeace = seed % wholePeaceEvery === 0;
    this.#plan = drawPlan(this.loop, names);
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
    this.visitors = Array.from({ length: visitors }, (_, at) => new SimVisitor(this, `v${at}`));
    this.agents = Array.from(
      { length: agents },
      (_, at) =>
        new SimAgent(this, names[at] ?? '', this.loop.between(1, 2), this.loop.chance(0.3)),
    );
  }

  get people(): readonly (SimVisitor | SimAgent)[] {
    return [...this.visitors, ...this.agents];
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
    const bus = openMemoryBus(silent);
    this.#rulesChanged = () => bus.publish('skills.changed', { account });
    this.#server = createConverse({
      store: this.disk.open(),
      bus,
      log: silent,
      clock: { now: () => this.loop.now },
      ids: { next: () => this.id() },
      schedule: (delayMs, run) =>
        this.loop.after(delayMs, () => {
          if (alive()) run();
        }),
      mail: { configured: false, send: async () => {} },
      origins: {
        of: () => null,
        nameOf: () => '',
        addressOf: () => null,
        worthOf: () => drawWorth(this.loop),
      },
      skillFor: () => drawSkill(this.loop),
      tellVisitor: () => {},
      visitors: { watch: () => () => {} },
      typingPreview: async () => true,
      skillPlan: async () => this.#plan,
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
    for (const { life } of this.people) life.cut();
    this.loop.after(this.loop.between(10, 3000), () => this.boot());
  }

  /** A manager changes the rules. */
  #replan(): void {
    this.#plan = drawPlan(this.loop, names);
    this.#rulesChanged();
  }

  /** Everything is over, and everybody has their answers. */
  get #isOver(): boolean {
    return (
      this.#server !== null &&
      this.disk.unfinished(account) === 0 &&
      this.people.every(({ talk }) => talk.isQuiet)
    );
  }

  /** Twenty seconds of trouble, then peace until everybody has caught up. */
  async play(): Promise<void> {
    for (const { life } of this.people) life.begin();
    const kills = this.loop.between(0, 2);
    for (let index = 0; index < kills; index += 1)
      this.loop.after(this.loop.between(500, playMs - 2000), () => this.kill());
    if (this.loop.chance(0.5))
      this.loop.after(this.loop.between(500, playMs), () => this.#replan());
    await this.loop.run(playMs, settle);
    this.faults.lost = 0;
    this.faults.twice = 0;
    this.faults.stalled = 0;
    this.faults.store = 0;
    for (const { life } of this.people) life.calm();
    const endsAt = this.loop.now + peaceMs;
    while (this.loop.now < endsAt && (this.#wholePeace || !this.#isOver))
      await this.loop.run(500, settle);
    for (const { talk } of this.people) talk.catchUp();
    await this.loop.run(5000, settle);
  }

  /** The store's own account of everything, for the checks. */
  async truth(): Promise<ReadonlyMap<ConversationId, Stored>> {
    let isRead = false;
    const reading = readAll(this.disk.open()).finally(() => {
      isRead = true;
    });
    while (!isRead) await this.loop.run(10, settle);
    return reading;
  }
}

async function readAll(store: ConversationStore): Promise<ReadonlyMap<ConversationId, Stored>> {
  const all = new Map<ConversationId, Stored>();
  for (const { id, status, agent } of await store.list(account, { before: null, limit: 1000 })) {
    const messages = await store.after(account, id, { after: 0, limit: 10_000, notes: true });
    all.set(id, { status, agent: agent?.name ?? null, messages });
  }
  return all;
}

export interface Played {
  readonly messages: number;
  readonly acknowledged: number;
  readonly transcript: string;
}

/** Plays one seed and checks all of it; answers how much happened, so that nothing passes for much. */
export async function playSeed(seed: number): Promise<Played> {
  const world = new World(seed);
  await world.play();
  const truth = await world.truth();
  const stored = new Map([...truth].map(([id, { messages }]) => [id, messages]));
  const broken = brokenConversations(stored, [
    ...world.agents.map(({ talk }) => ({ reader: talk.reader, complete: [] })),
    ...world.visitors.map(({ talk }) => ({ reader: talk.reader, complete: talk.known })),
  ]);
  assert.deepEqual(broken, []);
  for (const { talk } of world.visitors)
    assert.ok(talk.isQuiet, 'a message is neither acknowledged nor refused');
  for (const [id, { status, messages }] of truth) {
    assert.ok(status === 'ended' || status === 'message', `${id} was forgotten: ${status}`);
    assertOneOwner(id, messages);
  }
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    messages: sum([...stored.values()].map(({ length }) => length)),
    acknowledged: sum(world.people.map(({ talk }) => talk.reader.acknowledged.size)),
    transcript: JSON.stringify([...truth]),
  };
}

/** Reads the transcript as a person would: whoever writes as an agent has it at that point. */
function assertOneOwner(id: ConversationId, stored: readonly Message[]): void {
  let owner: string | null = null;
  const joined = new Set<string>();
  let over = false;
  for (const { author, body, sequence } of stored) {
    if (body.type === 'system') {
      const { note } = body;
      if (note.type === 'assigned') owner = note.agent;
      if (note.type === 'transferred') owner = note.to === '' ? null : note.to;
      if (note.type === 'returned') owner = null;
      if (note.type === 'joined') joined.add(note.agent);
      if (note.type === 'left') joined.delete(note.agent);
      if (owner !== null) joined.delete(owner);
      if (note.type === 'ended') joined.clear();
      if (note.type === 'ended') over = true;
      if (note.type === 'reopened') over = false;
    } else if (body.type === 'text') {
      assert.ok(!over, `${id} #${sequence}: written after the end`);
      if (author.type === 'agent' && !joined.has(author.name))
        assert.equal(author.name, owner, `${id} #${sequence}: two owners`);
    }
  }
}
