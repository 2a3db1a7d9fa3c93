// One seed's world: a server on disks that may fail, with visitors, agents and a shop's server
// behind a network that loses, repeats and delays frames. The server is killed and the
// configuration edited. After a stretch of trouble comes peace, in which everybody catches up.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Publication } from '@opportune/protocol/bus/conversations.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import type { Faults } from '@opportune/core/sim/conversation-network.test-support.ts';
import { Post, type PostFaults } from '@opportune/core/sim/post.test-support.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { DecisionId, VisitorId } from '@opportune/protocol/ids.ts';
import { Agent } from './agent.test-support.ts';
import { Browser } from './browser.test-support.ts';
import { account, editShop, openShop } from './campaigns.test-support.ts';
import { leakedTo, mentionedIn } from './control.test-support.ts';
import { FactsMemory, type FactsProcess } from './facts-memory.test-support.ts';
import { ShopServer } from './shop-server.test-support.ts';
import { startSimServer, type SimServer } from './server.test-support.ts';
import type { Surroundings } from './surroundings.test-support.ts';

const startAt = 1_772_452_800_000;
/** Continues after every ready promise has run. Nothing here waits for the outside world. */
const settle = () => new Promise<void>((resolve) => process.nextTick(resolve));

export interface WorldOptions {
  /** Falsifies what a server sees of the disk, to show that the checks find it. */
  readonly sabotage?: (facts: FactsProcess, world: World) => FactsProcess;
  /** Changes what is published in its conversations. Null publishes nothing. */
  readonly publishes?: (said: Publication) => Publication | null;
}

export class World implements Surroundings {
  readonly loop: Loop;
  readonly faults: Faults & PostFaults & { facts: number; store: number } = {
    lost: 0.03,
    twice: 0.05,
    stalled: 0.01,
    late: 0.05,
    facts: 0.05,
    store: 0.02,
  };
  readonly facts: FactsMemory;
  readonly chats;
  readonly post: Post;
  readonly versions: Configuration[];
  readonly browsers: readonly Browser[];
  readonly agents: readonly Agent[];
  readonly shop: ShopServer;
  /** Violations that the world itself saw, as they happened. */
  readonly violations: string[] = [];
  /** Every decision whose content was sent, with the number of the server process. */
  readonly offers = new Map<DecisionId, number>();
  /** When that process first sent it. */
  readonly offeredAt = new Map<DecisionId, number>();
  /** The campaigns whose content each visitor was sent in an arm that may see it. */
  readonly #offered = new Set<string>();
  /** Counts the server's processes. Whatever belongs to an earlier one is dead. */
  generation = 0;
  server: SimServer | null = null;
  kills = 0;
  readonly #options: WorldOptions;
  readonly #claims = new Map<string, string>();
  readonly waitingRows: number;
  readonly #batchRows: number;
  readonly #profileBytes: number;
  #ids = 0;

  constructor(seed: number, options: WorldOptions = {}) {
    const loop = new Loop(seed, startAt);
    this.loop = loop;
    this.#options = options;
    // In some worlds only two or three profiles fit, so that they are evicted and restored.
    this.#profileBytes = seed % 4 === 2 ? 20 * 1024 : 1024 ** 3;
    this.facts = new FactsMemory({
      sync: (done) => void loop.after(loop.between(1, 60), done),
      fault: () =>
        loop.chance(this.faults.facts)
          ? (loop.pick(['not-done', 'partly-done', 'done-unheard']) ?? 'none')
          : 'none',
      keeps: (tables) => loop.between(0, tables),
    });
    this.chats = createCrashStore({
      sync: (done) => void loop.after(loop.between(0, 8), done),
      keeps: () => loop.chance(0.5),
      trouble: () =>
        loop.chance(this.faults.store)
          ? (loop.pick(['not-done', 'done-unheard'] as const) ?? 'none')
          : 'none',
    });
    this.post = new Post(loop, this.faults);
    this.versions = [openShop(loop)];
    this.waitingRows = loop.pick([20, 100_000]) ?? 100_000;
    this.#batchRows = loop.pick([3, 20_000]) ?? 20_000;
    this.browsers = Array.from(
      { length: loop.between(2, 5) },
      (_, at) => new Browser(this, `v${at}`),
    );
    this.agents = Array.from({ length: loop.between(0, 2) }, (_, at) => new Agent(this, `a${at}`));
    this.shop = new ShopServer(this, this.browsers);
  }

  id(): string {
    return `id${++this.#ids}`;
  }

  /** Trouble for a while, then peace until everybody has caught up. */
  async play(): Promise<void> {
    const { loop } = this;
    this.#boot();
    for (const each of [...this.browsers, ...this.agents, this.shop]) each.live();
    const troubleMs = loop.chance(0.05) ? 100_000 : loop.between(10_000, 25_000);
    for (let left = loop.between(0, 3); left > 0; left -= 1)
      loop.after(loop.between(500, troubleMs), () => this.#kill());
    for (let left = loop.between(0, 4); left > 0; left -= 1)
      loop.after(loop.between(500, troubleMs), () => this.#edit());
    await loop.run(troubleMs, settle);
    if (loop.chance(0.06)) await this.#sleep();
    Object.assign(this.faults, { lost: 0, twice: 0, stalled: 0, late: 0, facts: 0, store: 0 });
    for (const each of [...this.browsers, ...this.agents, this.shop]) each.calm();
    for (let left = 12; left > 0 && !(left < 11 && this.isQuiet); left -= 1)
      await loop.run(5000, settle);
    await this.#end();
  }

  /** Everybody has the acknowledgement of all they sent. */
  get isQuiet(): boolean {
    const people = [...this.agents, ...this.browsers.map(({ chat }) => chat.side), this.shop];
    return (
      people.every(({ isQuiet }) => isQuiet) &&
      this.browsers.every(({ outbox }) => outbox.size === 0)
    );
  }

  /** Turns the clock while the reading needs it. */
  async during<T>(reading: Promise<T>): Promise<T> {
    let over = false;
    const done = reading.finally(() => (over = true));
    while (!over) await this.loop.run(50, settle);
    return done;
  }

  #boot(): void {
    const generation = ++this.generation;
    const alive = () => generation === this.generation;
    const facts = this.facts.open();
    // The machine's clock may have been set back while the server was down.
    const aheadMs = generation > 1 ? (this.loop.pick([0, 0, -200, -6000]) ?? 0) : 0;
    this.server = startSimServer({
      facts: this.#options.sabotage?.(facts, this) ?? facts,
      publishes: this.#options.publishes ?? ((said) => said),
      store: this.chats.open(),
      clock: { now: () => this.loop.now + aheadMs },
      ids: { next: () => this.id() },
      schedule: (delayMs, run) => this.loop.after(delayMs, () => void (alive() && run())),
      versions: this.versions,
      claims: this.#claims,
      sends: (visitor, frame) => this.sends(visitor, frame),
      waitingRows: this.waitingRows,
      profileBytes: this.#profileBytes,
      batchRows: this.#batchRows,
      failed: (what) => this.violations.push(what),
    });
  }

  /** Everybody leaves, so that nothing more is decided and all decisions are stored. */
  async #end(): Promise<void> {
    for (const each of this.browsers) {
      each.asleep = true;
      each.cut();
    }
    await this.loop.run(3000, settle);
  }

  /** `kill -9`: cuts off its pending work and every connection. */
  #kill(): void {
    if (this.server === null) return;
    this.kills += 1;
    this.generation += 1;
    this.server = null;
    this.facts.crash();
    this.chats.crash();
    for (const each of [...this.browsers, ...this.agents]) each.cut();
    this.loop.after(this.loop.between(10, 9000), () => this.#boot());
  }

  #edit(): void {
    const next = editShop(this.loop, this.versions);
    this.versions.push(next);
    if (this.server !== undefined && this.server !== null)
      publish(this.server.bus, configurationChanged, { account, version: next.version });
  }

  /** A night: visits end, and profiles are forgotten. */
  async #sleep(): Promise<void> {
    for (const each of this.browsers) each.asleep = true;
    for (const each of this.browsers) each.cut();
    await this.loop.run(33 * 60_000, settle);
    for (const each of this.browsers) each.asleep = false;
    await this.loop.run(5000, settle);
  }

  /** Sees every frame to a browser at the instant when the server hands it over. */
  sends(visitor: VisitorId, frame: ServerFrame): void {
    if (frame.type === 'engage') {
      const { decision } = frame.engagement;
      if (this.offers.get(decision) !== this.generation)
        this.offeredAt.set(decision, this.loop.now);
      this.offers.set(decision, this.generation);
    }
    const text = JSON.stringify(frame);
    const leak = leakedTo(visitor, text, this.versions);
    if (leak !== null && !this.#isSaidAgain(visitor, frame, leak.campaign))
      this.violations.push(
        `promise 3: ${visitor} was sent ${leak.campaign}, being in ${leak.arm}: ${frame.type}`,
      );
    if (leak === null && frame.type === 'engage')
      for (const campaign of mentionedIn(text, this.versions))
        this.#offered.add(`${visitor} ${campaign}`);
    const depth = this.server?.engage.ledger.depth ?? 0;
    if (depth > this.waitingRows + 2000) this.violations.push(`promise 7: ${depth} rows wait`);
  }
  /**
   * The words of an invitation stay in the conversation that began with it, even if the visitor is
   * now in the holdout or in control.
   */
  #isSaidAgain(visitor: VisitorId, frame: ServerFrame, campaign: string): boolean {
    return frame.type === 'chat.messages' && this.#offered.has(`${visitor} ${campaign}`);
  }
}
