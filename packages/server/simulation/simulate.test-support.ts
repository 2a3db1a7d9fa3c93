// Whole conversations under one seed: real desks, sessions and chats on the crash store. People are
// behind a network that loses and repeats frames, readers stop reading, rules change, and the
// server is killed. Before the peace, everybody writes once on a stable line. It checks nothing.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { skillsChanged, usersChanged } from '@opportune/protocol/bus/changes.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import type { Faults } from '@opportune/core/sim/conversation-network.test-support.ts';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { SimAgent } from './simulated-agent.test-support.ts';
import type { ToldOfReopenings } from './check-by-hand.test-support.ts';
import {
  account,
  type Plant,
  type Surroundings,
  type Written,
} from './simulated-life.test-support.ts';
import { drawGivingPlan, drawPlan } from './routing-rules.test-support.ts';
import { readAll, type Stored, type Told } from './stored-truth.test-support.ts';
import { SimVisitor } from './simulated-visitor.test-support.ts';
import { openServer } from './simulated-server.test-support.ts';
import type { Conversations } from '../testing/conversation-features.test-support.ts';

const playMs = 20_000;
/** By then everybody is connected again, and agents have taken what they may. */
const settleMs = 4_500;
/** By then everybody has received what is written on stable lines. */
const heardMs = 300;
/**
 * A message that was acknowledged later than this was refused at first because there were too many.
 * It is not counted.
 */
const takenMs = heardMs / 2;
/** In peace, everything that an agent or a deadline ends is over by then. */
const peaceMs = conversationLimits.agentGraceMs + conversationLimits.wrapUpMs + 10_000;
/** One in this many seeds has a complete peace, in which nothing more happens. */
const wholePeaceEvery = 10;
/**
 * In one in this many, nobody helps routing by hand at the end, so what it forgot waits forever.
 */
const handlessEvery = 3;
/**
 * The next tick comes when every ready promise has run. Nothing here waits for the outside world.
 */
const settle = () => new Promise<void>((resolve) => process.nextTick(resolve));

/** A message written on stable lines, with the owner before and after. */
export interface Calm extends Written {
  readonly before: Conversation;
  readonly after: Conversation;
  /** Agents who read it, by name, owners or not. */
  readonly followers: readonly string[];
  /** Who was connected all the while, and which of them received it. */
  readonly here: readonly string[];
  readonly heardBy: readonly string[];
}

const names = ['a0', 'a1', 'a2'];

/** One seed's world. */
export class World implements Surroundings {
  readonly loop: Loop;
  readonly faults: Faults & { store: number } = {
    lost: 0.02,
    twice: 0.1,
    stalled: 0.01,
    store: 0.02,
  };
  readonly plant: Plant;
  readonly calm: Calm[] = [];
  /** Since when its visitor has been blocked, by the conversation in which it was done. */
  readonly blockings = new Map<ConversationId, number>();
  readonly disk;
  readonly visitors: readonly SimVisitor[];
  readonly agents: readonly SimAgent[] = [];
  readonly handless: boolean;
  readonly #told = new Map<string, Told>();
  readonly #reopened = new Map<ConversationId, number>();
  #killed = false;
  readonly #wholePeace: boolean;
  #plan: SkillPlan;
  #generation = 0;
  #ids = 0;
  #server: Conversations | null = null;
  #bus: Bus | null = null;

  constructor(seed: number, plant: Plant = {}) {
    this.plant = plant;
    this.loop = new Loop(seed, 1_790_000_000_000);
    this.handless = seed % handlessEvery === 0;
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

  get visitorNames(): readonly string[] {
    return this.visitors.map(({ name }) => name);
  }

  get server(): Conversations | null {
    return this.#server;
  }

  id(): string {
    this.#ids += 1;
    return `id${this.#ids}`;
  }

  boot(): void {
    const generation = ++this.#generation;
    const { converse, bus } = openServer({
      loop: this.loop,
      plant: this.plant,
      store: this.#knowingDisabled(this.disk.open()),
      plan: () => this.#plan,
      id: () => this.id(),
      alive: () => generation === this.#generation,
      tell: ({ properties }) => {
        if (properties['reopenedBy'] !== 'agent') return;
        const conversation = ConversationId.parse(properties['conversation']);
        this.#reopened.set(conversation, (this.#reopened.get(conversation) ?? 0) + 1);
      },
    });
    this.#bus = bus;
    this.#server = converse;
    // If the store is unavailable just then, the first caller retries.
    this.#server.start([account]).catch(() => {});
  }

  /** `kill -9`: cuts off current work and every connection. */
  kill(): void {
    if (this.#server === null) return;
    this.#generation += 1;
    this.#killed = true;
    this.#server = null;
    this.disk.crash();
    for (const { life } of this.people) life.cut();
    this.loop.after(this.loop.between(10, 3000), () => this.boot());
  }

  /** A manager changes the rules. */
  #replan(plan: SkillPlan): void {
    this.#plan = plan;
    if (this.#bus !== null) publish(this.#bus, skillsChanged, { account });
  }

  /** Users are stored elsewhere, so access is not affected by the store's crashes. */
  #knowingDisabled(store: ConversationStore): ConversationStore {
    return {
      ...store,
      choices: async (of) =>
        (await store.choices(of)).map((choice) => ({
          ...choice,
          disabled: this.agents.some(({ name, life }) => life.barred && name === choice.name),
        })),
    };
  }

  /** An administrator disables somebody, and reverts it later. */
  #disableSomebody(): void {
    const agent = this.loop.pick(this.agents);
    if (agent === undefined) return;
    const tell = (disabled: boolean): void => {
      if (this.#bus === null) return;
      publish(this.#bus, usersChanged, { account, user: agent.user(disabled) });
    };
    tell(true);
    this.loop.after(this.loop.between(500, 5000), () => tell(false));
  }

  blocked = (conversation: ConversationId): void => {
    if (!this.blockings.has(conversation)) this.blockings.set(conversation, this.loop.now);
  };

  told = ({ id, status, agent, lastSequence }: Conversation): void => {
    if (status !== 'waiting' && status !== 'active') return;
    const owner = agent?.name ?? null;
    this.#told.set(`${id} ${lastSequence} ${owner}`, { id, through: lastSequence, owner });
  };

  /** The owners that consoles were told, each by the last message that could change it. */
  get standings(): Iterable<Told> {
    return this.#told.values();
  }

  get reopenings(): ToldOfReopenings {
    return { times: this.#reopened, whole: !this.#killed };
  }

  /** Everything is over, and everybody has their answers. */
  get #isOver(): boolean {
    return (
      this.#server !== null &&
      this.disk.unfinished(account) === 0 &&
      this.people.every(({ side }) => side.isQuiet)
    );
  }

  /**
   * Twenty seconds of trouble, a moment in which everybody is heard, then peace until all have
   * caught up.
   */
  async play(): Promise<void> {
    for (const { life } of this.people) life.begin();
    const kills = this.loop.between(0, 2);
    for (let index = 0; index < kills; index += 1)
      this.loop.after(this.loop.between(500, playMs - 2000), () => this.kill());
    if (this.loop.chance(0.5))
      this.loop.after(this.loop.between(500, playMs), () =>
        this.#replan(drawPlan(this.loop, names)),
      );
    if (this.loop.chance(0.2))
      this.loop.after(this.loop.between(500, playMs - 6000), () => this.#disableSomebody());
    await this.loop.run(playMs, settle);
    this.faults.lost = 0;
    this.faults.twice = 0;
    this.faults.stalled = 0;
    this.faults.store = 0;
    if (this.handless)
      this.#replan(
        drawGivingPlan(
          this.loop,
          this.agents.map(({ name }) => name),
        ),
      );
    for (const { life } of this.people) life.settle();
    await this.loop.run(settleMs, settle);
    await this.#hearEverybody();
    for (const { life } of this.people) life.calm();
    const endsAt = this.loop.now + peaceMs;
    while (this.loop.now < endsAt && (this.#wholePeace || !this.#isOver))
      await this.loop.run(500, settle);
    for (const { side } of this.people) side.catchUp();
    await this.loop.run(5000, settle);
  }

  /** Everybody writes once where they may. Everybody concerned has it a moment later. */
  async #hearEverybody(): Promise<void> {
    const before = await this.#records();
    const here = this.agents.filter(({ life, side }) => life.isHere && side.isTold);
    const written = this.people.flatMap((each) => each.write());
    const followed = written.map(({ conversation }) =>
      here.filter(({ side }) => side.reader.follows(conversation)).map(({ name }) => name),
    );
    await this.loop.run(takenMs, settle);
    const taken = new Set(written.filter((each) => this.#isAcknowledged(each)));
    await this.loop.run(heardMs - takenMs, settle);
    const after = await this.#records();
    const people = this.people.filter(({ life }) => life.isHere);
    written.forEach((each, at) => {
      const [was, is] = [before.get(each.conversation), after.get(each.conversation)];
      if (was === undefined || is === undefined || !taken.has(each)) return;
      const heardBy = people.filter(({ side }) => side.reader.live.has(each.id));
      this.calm.push({
        ...each,
        before: was,
        after: is,
        followers: followed[at] ?? [],
        here: people.map(({ name }) => name),
        heardBy: heardBy.map(({ name }) => name),
      });
    });
  }

  #isAcknowledged({ id }: Written): boolean {
    return this.people.some(({ side }) => side.reader.acknowledged.has(id));
  }

  async #records(): Promise<ReadonlyMap<ConversationId, Conversation>> {
    const list = this.disk.open().list(account, { before: null, limit: 1000 });
    return new Map((await this.#during(list)).map((record) => [record.id, record]));
  }

  /** The stored state of everything, for the checks. */
  truth(): Promise<ReadonlyMap<ConversationId, Stored>> {
    return this.#during(readAll(this.disk.open(), account));
  }

  /** Advances the clock while the disk answers. */
  async #during<T>(reading: Promise<T>): Promise<T> {
    let isRead = false;
    const answer = reading.finally(() => {
      isRead = true;
    });
    while (!isRead) await this.loop.run(10, settle);
    return answer;
  }
}
