// Plays one seed of a channel: contacts write to a provider and to the chat window, an agent
// answers, the storing and sending process is killed, and then there is peace. Compares the records
// of all parties.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { AgentSide } from '@opportune/core/sim/conversation-agent.test-support.ts';
import { brokenConversations } from '@opportune/core/sim/conversation-check.test-support.ts';
import { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import { VisitorSide } from '@opportune/core/sim/conversation-visitor.test-support.ts';
import { createDeliveryTables } from '@opportune/core/sim/deliveries-memory.test-support.ts';
import { createInboxTables } from '@opportune/core/sim/inbox-memory.test-support.ts';
import { createSuppressionTable } from '@opportune/core/sim/permission-memory.test-support.ts';
import { createJobTable } from '@opportune/core/sim/jobs-memory.test-support.ts';
import { createMemoryDatabase } from '@opportune/core/sim/transactions.test-support.ts';
import { maySendAgain } from '@opportune/core/channel/delivery/delivery.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { ChatFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { ConsoleFrame } from '@opportune/protocol/frames-console.ts';
import { SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { principalNamed } from '../../http/access/principal.test-support.ts';
import { brokenChannels } from './check-channels.test-support.ts';
import { allHabits, type Habits } from './provider-habits.test-support.ts';
import {
  account,
  channel,
  type Disk,
  type MessagingServer,
  openMessagingServer,
  type Plant,
  stalledMs,
} from './simulated-messaging.test-support.ts';
import { SimProvider } from './simulated-provider.test-support.ts';

const playMs = 1600;
const startAt = 1_790_000_000_000;
/** Long enough for leases to expire and for postponed work. */
const peaceMs = 1500;
/** Also for work that waits until a stopped channel is checked again. */
const longPeaceMs = 300_000;
const mostPeace = { short: 80, long: 20 };
/** How long people pause between two actions. */
const pausesMs = { wild: [50, 400], calm: [3000, 3000] } as const;
const settle = () => new Promise<void>((resolve) => process.nextTick(resolve));

export interface Played {
  readonly violations: readonly string[];
  readonly received: number;
  readonly sent: number;
  readonly optOuts: number;
  readonly forced: number;
  readonly uncertain: number;
  readonly kills: number;
  readonly onWeb: number;
  readonly transcript: string;
}

export async function playChannels(seed: number, plant: Plant = {}): Promise<Played> {
  const world = new ChannelWorld(seed, plant);
  await world.play();
  return world.played();
}

class ChannelWorld {
  readonly loop: Loop;
  readonly habits: Habits;
  readonly provider: SimProvider;
  readonly disk: Disk;
  readonly agent: AgentSide;
  readonly visitor: VisitorSide | null;
  readonly #plant: Plant;
  readonly #addresses: readonly string[];
  #server: MessagingServer | null = null;
  #generation = 0;
  #ids = 0;
  #kills = 0;
  #isPeace = false;
  readonly #mayStall: boolean;
  /** What stalls makes work until then. */
  #stalledUntil = 0;
  #agentUp: ((frame: ConsoleFrame) => void) | null = null;
  #visitorUp: ((frame: ChatFrame) => void) | null = null;

  constructor(seed: number, plant: Plant) {
    const loop = new Loop(seed, startAt);
    this.loop = loop;
    this.#plant = plant;
    this.#mayStall = loop.chance(0.3);
    this.habits = loop.pick(allHabits) ?? allHabits[0];
    this.#addresses = loop.chance(0.5) ? ['ada'] : ['ada', 'bea'];
    this.disk = {
      database: createMemoryDatabase(),
      jobs: createJobTable(),
      deliveries: createDeliveryTables(),
      inbox: createInboxTables(),
      suppressions: createSuppressionTable(),
      talks: createCrashStore({ sync: (done) => done(), keeps: () => false }),
      channelState: 'connected',
    };
    this.provider = new SimProvider({
      ...{ loop, habits: this.habits, id: () => this.#id() },
      keep: () => this.#server?.keep ?? null,
    });
    this.agent = new AgentSide(
      'a0',
      () => this.#id().padEnd(this.habits.idLength, filler),
      (frame) => this.#agentUp?.(frame),
    );
    this.visitor = loop.chance(0.3)
      ? new VisitorSide(
          'v0',
          () => this.#id(),
          (frame) => this.#visitorUp?.(frame),
        )
      : null;
    this.#boot();
  }

  async play(): Promise<void> {
    const { loop } = this;
    const kills = loop.between(0, 2);
    for (let index = 0; index < kills; index += 1)
      loop.after(loop.between(200, playMs), () => this.#kill());
    const contacts = loop.between(1, 3);
    for (let index = 0; index < contacts; index += 1)
      loop.after(loop.between(0, playMs - 800), () => this.#hear());
    if (loop.chance(0.4)) loop.after(loop.between(100, playMs - 400), () => this.#permit());
    this.#act();
    await loop.run(playMs, settle);
    this.#isPeace = true;
    this.provider.isHealed = true;
    const { short, long } = mostPeace;
    for (let index = 0; index < short + long && !this.#isOver; index += 1) {
      this.#reconnect();
      await loop.run(index < short ? peaceMs : longPeaceMs, settle);
    }
    this.agent.catchUp();
    this.visitor?.catchUp();
    // Without this wait their request would not be an event yet.
    await settle();
    await loop.run(500, settle);
  }

  async played(): Promise<Played> {
    const { provider, disk, agent, visitor, loop } = this;
    const all = await readTalks(disk);
    const deliveries = disk.deliveries.deliveries.committed;
    const talks = all
      .filter((talk) => talk.channel === channel)
      .toSorted((one, other) => one.startedAt - other.startedAt);
    const stored = new Map(all.map(({ id, messages }) => [id, messages]));
    const readers = [{ reader: agent.reader, complete: agent.reading }];
    if (visitor !== null) readers.push({ reader: visitor.reader, complete: visitor.known });
    const waiting = disk.jobs.rows.committed.filter(({ state }) => state === 'waiting');
    return {
      violations: [
        ...brokenChannels(provider, talks, deliveries),
        ...brokenConversations(stored, readers),
        ...(agent.isQuiet && (visitor?.isQuiet ?? true) ? [] : ['somebody waits for an answer']),
        ...waiting.map(({ kind, key }) => `a job of ${kind} waits for ever in ${key}`),
      ],
      received: provider.told.length,
      sent: provider.taken.length,
      optOuts: provider.permitted.filter(({ type }) => type === 'opt-out').length,
      forced: provider.forced.size,
      uncertain: deliveries.filter(({ life }) => life.uncertain !== null).length,
      kills: this.#kills,
      onWeb: all.filter((talk) => talk.channel === webChannel).length,
      transcript: JSON.stringify([all, deliveries, provider.taken, loop.now]),
    };
  }

  get #isOver(): boolean {
    return (
      this.#server !== null &&
      this.#agentUp !== null &&
      this.loop.now > this.#stalledUntil &&
      this.provider.isQuiet &&
      this.agent.isQuiet &&
      (this.visitor?.isQuiet ?? true) &&
      this.disk.jobs.rows.committed.every(({ state }) => state !== 'waiting')
    );
  }

  #id(): string {
    this.#ids += 1;
    return `id${this.#ids}`;
  }

  #boot(): void {
    const { loop, disk } = this;
    const generation = ++this.#generation;
    const isAlive = () => generation === this.#generation;
    this.#server = openMessagingServer({
      ...{ loop, disk, plant: this.#plant, isAlive, id: () => this.#id() },
      trouble: () => !this.#isPeace && loop.chance(0.02),
      stalls: () => this.#stall(),
      opened: (alive) => this.provider.opened(this.habits.capabilities, alive),
    });
    const server = this.#server;
    server.converse.desks.whenGivenUp(() => {
      if (isAlive()) this.#connectAgent(server, isAlive);
    });
    this.#connectAgent(server, isAlive);
    this.#connectVisitor(this.#server, isAlive);
  }

  /** Whether a single call is stalled: held up for longer than a lease. */
  #stall(): boolean {
    const { loop } = this;
    if (this.#isPeace || !this.#mayStall || !loop.chance(0.02)) return false;
    this.#stalledUntil = loop.now + stalledMs;
    return true;
  }

  /** `kill -9`: cuts off current work between two steps. */
  #kill(): void {
    if (this.#server === null || this.#isPeace) return;
    this.#kills += 1;
    this.#generation += 1;
    this.#server = null;
    this.#agentUp = null;
    this.#visitorUp = null;
    this.disk.database.crash(() => this.loop.chance(0.5));
    // At once, so that leases of the dead process are still valid, or after they have expired.
    const downMs = this.loop.chance(0.4) ? this.loop.between(10, 1000) : 61_000;
    this.loop.after(downMs, () => this.#boot());
  }

  #hear(): void {
    const address = this.loop.pick(this.#addresses) ?? 'ada';
    const count = this.loop.chance(0.3) ? 3 : 1;
    this.provider.hear(
      address,
      Array.from({ length: count }, () => `said ${this.#id()}`),
    );
  }

  /** A contact blocks us or says STOP, and may want something again later. */
  #permit(): void {
    const { loop, provider } = this;
    const address = loop.pick(this.#addresses) ?? 'ada';
    provider.permit(address, 'opt-out', loop.chance(0.5) ? 'STOP' : null);
    if (!loop.chance(0.3)) return;
    loop.after(loop.between(50, 800), () => provider.permit(address, 'opt-in', 'START'));
  }

  /** Somebody notices that the channel has stopped. */
  #reconnect(): void {
    if (this.disk.channelState === 'connected' || this.#server === null) return;
    this.provider.credentialsHold = true;
    this.disk.channelState = 'connected';
    publish(this.#server.bus, channelsChanged, { account });
  }

  /** What people do meanwhile. */
  #act(): void {
    const { loop, agent } = this;
    const [least, most] = pausesMs[this.#isPeace ? 'calm' : 'wild'];
    loop.after(loop.between(least, most), () => {
      if (loop.chance(0.3)) this.#reconnect();
      agent.resend();
      for (const each of [...agent.ringing, ...agent.waiting])
        agent.command('conversation.accept', each);
      const talk = loop.pick(agent.mine);
      if (!this.#isPeace && talk !== undefined) {
        if (loop.chance(0.5)) agent.post(talk, loop.chance(0.1));
        else if (loop.chance(0.05)) agent.command('conversation.end', talk);
        else if (loop.chance(0.15)) this.#sendAgain();
      }
      this.#write();
      this.#act();
    });
  }

  #write(): void {
    const { visitor, loop } = this;
    if (visitor === null || this.#visitorUp === null) return;
    visitor.resend();
    if (this.#isPeace || visitor.isStarting || !loop.chance(0.3)) return;
    if (visitor.open === null) visitor.start();
    else visitor.post(visitor.open);
  }

  /** An agent resends what failed or is uncertain. */
  #sendAgain(): void {
    const { loop, disk } = this;
    const failed = disk.deliveries.deliveries.committed.filter(({ life }) => maySendAgain(life));
    const delivery = loop.pick(failed);
    if (delivery === undefined || this.#server === null) return;
    const { conversation, id } = delivery;
    this.#server.deliveries.sendAgain(account, conversation, id).catch(() => {});
  }

  #connectAgent(server: MessagingServer, isAlive: () => boolean): void {
    const { agent } = this;
    agent.connected();
    const principal = principalNamed(account, 'a0', 20);
    const hear = (frame: Parameters<AgentSide['hear']>[0]): void => {
      if (isAlive()) agent.hear(frame);
    };
    server.converse.session(principal, hear).then(
      (session) => {
        if (isAlive()) {
          this.#agentUp = (frame) => void session.receive(JSON.stringify(frame));
          this.#agentUp({ type: 'agent.state', state: 'online' });
        }
      },
      () => {
        if (isAlive()) this.loop.after(300, () => isAlive() && this.#connectAgent(server, isAlive));
      },
    );
  }

  #connectVisitor(server: MessagingServer, isAlive: () => boolean): void {
    const { visitor } = this;
    if (visitor === null) return;
    const link = (came: 'answer' | 'live') => ({
      ...{ account, site: SiteId.parse('shop'), visitor: VisitorId.parse('v0'), payer: 'v0' },
      send(frame: ServerFrame) {
        if (isAlive()) visitor.hear(frame, came);
      },
    });
    server.converse.chat.opening(link('answer')).then(
      (welcome) => {
        if (!isAlive()) return;
        this.#visitorUp = (frame) => void server.converse.chat.receive(link('answer'), frame);
        visitor.welcomed(welcome);
        server.converse.chat.attach(link('live'));
      },
      () => {
        if (isAlive())
          this.loop.after(300, () => isAlive() && this.#connectVisitor(server, isAlive));
      },
    );
  }
}

/** As stored, with their messages. */
async function readTalks({ talks }: Disk) {
  const store = talks.open();
  const records = await store.list(account, { before: null, limit: 1000 });
  const reading = { after: 0, limit: 10_000, notes: true };
  return Promise.all(
    records.map(async (record) => ({
      ...record,
      messages: await store.after(account, record.id, reading),
    })),
  );
}

/** Follows an id, so that an agent's message is split if a channel takes short ones only. */
const filler = '-abcdefghijklmnopqrstuvwxyz';
