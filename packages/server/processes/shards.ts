// Keeps shards serving, each under a name that this process holds. A spare process has the code loaded
// and waits: if a shard dies, the spare takes its name at once, and with it the same accounts, so nothing
// moves between shards that live. A shard is replaced only once its process is gone, so two never act for one account. One
// that is silent for too long is killed first.
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@opportune/core/ports/log.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import { EngineError } from '../adapter/engine-error.ts';
import type { Connection } from './connection.ts';
import { type FromShard, type ServeOrder, type Serving, tell, type ToShard } from './messages.ts';
import { isStopped } from './stopped.ts';
import { WaitingList } from './waiting-list.ts';

/** A shard that says nothing for so long is killed. Loading and long pauses of a machine are shorter. */
const silentMs = 15_000;
const lookMs = 1000;
/** A shard that a signal has stopped for so long is killed, and how often that is looked at. */
const stopped = { longestMs: 1000, lookMs: 250 } as const;
/** A shard that has not begun to serve after so long is killed. */
const beginMs = 300_000;
/** A shard that lives and did not get a connection after so long never will. */
const takenMs = 5000;
/** After a spare has taken a place, its clients return first. Only then the next one loads. */
const spareMs = 2000;
/** Before a shard that did not begin to serve is replaced. */
const againMs = 1000;
/**
 * Shards that have missed something are replaced one after the other, each after a while of up to so
 * long: those of other nodes have, too.
 */
const renewMs = 3000;
/** How long a shard may take to stop. */
const stopMs = 28_000;
/** The same if its name moves to another node: a node that does not let go in 20 s loses its lease. */
const releaseMs = 12_000;

export interface ShardsParts {
  readonly names: readonly string[];
  readonly start: () => ChildProcess;
  /** What a shard is told with its name. */
  readonly orderFor: (name: string, first: Serving['first'] | null) => ServeOrder;
  /** Before a process takes the name of one that is gone. */
  readonly cutOff: (name: string) => Promise<void>;
  readonly log: Log;
}

/** A place for a shard, and the connections that wait for it. */
interface Place {
  readonly name: string;
  /** Whether a shard is to serve under this name. */
  isHeld: boolean;
  /** Until a process serves, or cannot. */
  beginning: Promise<unknown>;
  child: ChildProcess | null;
  isServing: boolean;
  /** Called once another process has taken the place. */
  replaced: () => void;
  /** The connection that was sent to it, and when. Null once it has taken that. */
  taking: { readonly socket: Socket; readonly since: number } | null;
  readonly waiting: WaitingList;
}

const waitingLimits = {
  connections: doorLimits.waiting,
  bytes: doorLimits.waitingBytes,
  ms: doorLimits.waitingMs,
};

export class Shards {
  readonly #parts: ShardsParts;
  readonly #places: readonly Place[];
  /** Null while a process that was the spare begins to serve. */
  #spare: Promise<ChildProcess> | null;
  #first: Serving['first'] | null = null;
  #isClosed = false;
  readonly #heardAt = new Map<ChildProcess, number>();
  readonly #all = new Set<ChildProcess>();
  /** Those that were asked to stop, so that another takes the place. */
  readonly #asked = new WeakSet<ChildProcess>();
  readonly #looking: NodeJS.Timeout;
  readonly #watching: NodeJS.Timeout;
  /** Those that have missed something, in the order in which they said so. */
  readonly #missing: [Place, ChildProcess][] = [];
  #isRenewing = false;
  readonly #stoppedSince = new Map<ChildProcess, number>();
  #lookedAt = performance.now();

  constructor(parts: ShardsParts) {
    this.#parts = parts;
    this.#places = parts.names.map((name) => ({
      ...{ name, isHeld: false, beginning: Promise.resolve() },
      ...{ child: null, isServing: false, taking: null },
      waiting: new WaitingList(waitingLimits),
      replaced: () => {},
    }));
    this.#spare = this.#load();
    this.#looking = setInterval(() => this.#look(), lookMs);
    this.#watching = setInterval(() => this.#watch(), stopped.lookMs);
  }

  /**
   * Starts those with these names. The first serves before the others are told their names, because it
   * makes what all read. Resolves once all serve. Throws as a start does.
   */
  async begin(names: readonly string[]): Promise<Serving> {
    const [first, ...others] = this.#places.filter(({ name }) => names.includes(name));
    if (first === undefined) throw new Error('there is no shard');
    for (const place of [first, ...others]) place.isHeld = true;
    const told = await this.#begin(first);
    this.#first = { ...told.first, created: told.first.created };
    // Meanwhile some may have been released.
    const held = others.filter(({ isHeld }) => isHeld);
    const rest = await Promise.all(held.map((place) => this.#begin(place)));
    this.#first = { ...told.first, created: false };
    const shop = [told, ...rest].find(({ shopUrl }) => shopUrl !== null);
    return { ...told, shopUrl: shop?.shopUrl ?? null, pocketUrl: shop?.pocketUrl ?? null };
  }

  /** Whoever releases it waits until it has begun. */
  #begin(place: Place): Promise<Serving> {
    const serving = this.#serve(place);
    place.beginning = serving.then(
      () => {},
      () => {},
    );
    return serving;
  }

  /** The names of those that serve now. */
  serving(): readonly string[] {
    return this.#places.filter(({ isServing }) => isServing).map(({ name }) => name);
  }

  /** The names under which shards serve, or are about to. */
  held(): readonly string[] {
    return this.#places.filter(({ isHeld }) => isHeld).map(({ name }) => name);
  }

  /** Has shards serve under these names too, as soon as they can. */
  hold(names: readonly string[]): void {
    for (const place of this.#places) {
      if (place.isHeld || !names.includes(place.name)) continue;
      place.isHeld = true;
      place.beginning = this.#fill(place);
    }
  }

  /** Stops those with these names. Resolves once they are gone. */
  async release(names: readonly string[]): Promise<void> {
    const released = this.#places.filter(({ isHeld, name }) => isHeld && names.includes(name));
    for (const place of released) place.isHeld = false;
    await Promise.all(released.map((place) => this.#empty(place)));
  }

  /** Tells all that serve, or begin to. */
  tell(message: ToShard): void {
    for (const { child } of this.#places) if (child !== null) tell(child, message);
  }

  /** Ends all at once, whatever they do. */
  kill(): void {
    this.#isClosed = true;
    for (const child of this.#all) child.kill('SIGKILL');
  }

  /** Hands a connection to a shard as soon as it serves. Destroys it if it waits too long. */
  hand(name: string, connection: Connection): void {
    const place = this.#places.find((one) => one.name === name);
    if (place === undefined || this.#isClosed) return connection.destroy();
    place.waiting.push(connection, performance.now());
    this.#handNext(place);
  }

  /**
   * Replaces each shard, one after the other, by a process that has loaded the code as it is now. A
   * shard is asked to stop only once the process that takes its place is loaded. Resolves once all
   * serve again. Rejects, and stops at that shard, if the code cannot be loaded.
   */
  async roll(): Promise<void> {
    const former = this.#spare;
    this.#spare = this.#load();
    former?.then(
      (child) => tell(child, { type: 'stop' }),
      () => {},
    );
    for (const place of this.#places) {
      if (!place.isHeld) continue;
      // Whoever takes a place that is empty now may have loaded the code before.
      if (place.child === null) await nextIn(place);
      await (this.#spare ??= this.#load());
      const { child } = place;
      if (child !== null) await this.#renew(place, child);
    }
  }

  /** Has another process take the place of this one, if it is still there. A spare has loaded. */
  async #renew(place: Place, child: ChildProcess): Promise<void> {
    if (this.#isClosed || place.child !== child || !place.isHeld) return;
    const replaced = nextIn(place);
    this.#asked.add(child);
    tell(child, { type: 'stop' });
    await replaced;
  }

  async #renewMissing(): Promise<void> {
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    while (!this.#isClosed) {
      const [place, child] = this.#missing.shift() ?? [];
      if (place === undefined || child === undefined) break;
      await pause(Math.random() * renewMs, null, { ref: false });
      // It may have begun without them.
      await place.beginning;
      // One that does not load is loaded again, by whoever fills the place.
      await (this.#spare ??= this.#load()).catch(() => {});
      await this.#renew(place, child);
    }
    this.#isRenewing = false;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#looking);
    clearInterval(this.#watching);
    for (const { waiting } of this.#places) waiting.clear();
    const ended = [...this.#all].map(gone);
    for (const child of this.#all) tell(child, { type: 'stop' });
    const late = setTimeout(() => this.#all.forEach((child) => child.kill('SIGKILL')), stopMs);
    await Promise.all(ended);
    clearTimeout(late);
  }

  /** Starts a process that loads the code. Resolves when it has. */
  #load(): Promise<ChildProcess> {
    const child = this.#parts.start();
    this.#all.add(child);
    this.#heardAt.set(child, performance.now() + beginMs - silentMs);
    const loaded = new Promise<ChildProcess>((resolve, reject) => {
      child.on('message', (message: FromShard) => {
        if (message.type !== 'loaded') return;
        // A spare says nothing while it waits.
        this.#heardAt.set(child, Number.POSITIVE_INFINITY);
        resolve(child);
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        this.#all.delete(child);
        this.#heardAt.delete(child);
        this.#stoppedSince.delete(child);
        reject(new EngineError('start.engine_failed', `A shard ended: ${signal ?? code}`));
      });
    });
    loaded.catch(() => {});
    child.once('exit', () => this.#loadAgain(loaded));
    return loaded;
  }

  /** A spare that ends by itself is replaced too. */
  #loadAgain(ended: Promise<ChildProcess>): void {
    setTimeout(() => {
      if (this.#spare === ended && !this.#isClosed) this.#spare = this.#load();
    }, againMs);
  }

  /** The spare takes the name. Rejects if it ends before it serves. */
  async #serve(place: Place): Promise<Serving> {
    const spare = this.#spare ?? this.#load();
    this.#spare = null;
    try {
      return await this.#serveIn(place, await spare);
    } finally {
      setTimeout(() => this.#keepSpare(), spareMs);
    }
  }

  #keepSpare(): void {
    if (!this.#isClosed) this.#spare ??= this.#load();
  }

  async #serveIn(place: Place, child: ChildProcess): Promise<Serving> {
    place.child = child;
    this.#heardAt.set(child, performance.now() + beginMs - silentMs);
    const serving = new Promise<Serving>((resolve, reject) => {
      child.on('message', (message: FromShard) => {
        this.#heardAt.set(child, performance.now());
        if (message.type === 'leaving') place.isServing = false;
        if (message.type === 'failed') reject(failure(message));
        if (message.type === 'taken') this.#isTaken(place, child);
        if (message.type === 'missed') {
          this.#missing.push([place, child]);
          void this.#renewMissing();
        }
        if (message.type !== 'serving') return;
        place.isServing = true;
        resolve(message.told);
        this.#handNext(place);
      });
      child.once('exit', (code, signal) => {
        place.isServing = false;
        place.child = null;
        letGo(place);
        reject(new EngineError('start.engine_failed', `A shard ended: ${signal ?? code}`));
      });
    });
    const { name } = place;
    tell(child, { type: 'serve', ...this.#parts.orderFor(name, this.#first) });
    const told = await serving.catch(async (error: unknown) => {
      // It has said so, and ends: two never act under one name.
      if (this.#all.has(child)) await ended(child);
      throw error;
    });
    child.once('exit', (code, signal) => {
      const reason = this.#asked.has(child) ? 'it was asked to' : String(signal ?? code);
      this.#replace(place, reason);
    });
    if (child.exitCode !== null || child.signalCode !== null) this.#replace(place, 'at once');
    return told;
  }

  #replace(place: Place, reason: string): void {
    if (this.#isClosed || !place.isHeld) return;
    const { name } = place;
    this.#parts.log.error('a shard ended; another process takes its place', {
      shard: name,
      reason,
    });
    place.beginning = this.#fill(place);
  }

  async #fill(place: Place): Promise<void> {
    const { log } = this.#parts;
    const goneAt = performance.now();
    while (!this.#isClosed && place.isHeld) {
      try {
        await this.#parts.cutOff(place.name);
        // The name may move while code loads.
        await (this.#spare ??= this.#load());
        if (!place.isHeld) break;
        await this.#serve(place);
        wasReplaced(place);
        return log.info('a shard serves again', {
          ...{ shard: place.name, afterMs: Math.round(performance.now() - goneAt) },
        });
      } catch (error) {
        log.error('a shard could not be replaced', { shard: place.name, reason: String(error) });
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    }
  }

  async #empty(place: Place): Promise<void> {
    const late = setTimeout(() => place.child?.kill('SIGKILL'), releaseMs);
    await place.beginning.catch(() => {});
    place.waiting.clear();
    const { child } = place;
    if (child !== null) {
      this.#asked.add(child);
      const isGone = gone(child);
      tell(child, { type: 'stop' });
      await isGone;
    }
    clearTimeout(late);
    // A restart does not wait for a place that is no longer this process's.
    wasReplaced(place);
  }

  #look(): void {
    const now = performance.now();
    const lateMs = now - this.#lookedAt - lookMs;
    this.#lookedAt = now;
    if (lateMs > 2 * lookMs) this.#hearAnew(now);
    for (const [child, at] of this.#heardAt) if (now - at > silentMs) child.kill('SIGKILL');
    for (const place of this.#places) this.#takeAnew(place, now);
    for (const { waiting } of this.#places) waiting.expire(now);
  }

  #watch(): void {
    const now = performance.now();
    for (const child of this.#all) {
      const since = this.#stoppedSince.get(child) ?? now;
      if (!isStopped(child.pid)) this.#stoppedSince.delete(child);
      else if (now - since < stopped.longestMs) this.#stoppedSince.set(child, since);
      else child.kill('SIGKILL');
    }
  }

  /** This process was paused itself, and has not read what shards said meanwhile. */
  #hearAnew(now: number): void {
    for (const [child, at] of this.#heardAt) this.#heardAt.set(child, Math.max(at, now));
  }

  /** A shard that cannot receive a socket, for want of descriptors, does not learn of it. */
  #takeAnew(place: Place, now: number): void {
    const { child, taking } = place;
    if (child === null || taking === null || now - taking.since < takenMs) return;
    // One that is silent is killed for that.
    if ((this.#heardAt.get(child) ?? 0) < taking.since + takenMs) return;
    letGo(place);
    this.#handNext(place);
  }

  #isTaken(place: Place, child: ChildProcess): void {
    if (place.child !== child) return;
    letGo(place);
    this.#handNext(place);
  }

  /** One at a time: if this process ends meanwhile, the others wait for the next one. */
  #handNext(place: Place): void {
    const { child } = place;
    while (child?.connected === true && place.isServing && place.taking === null) {
      const next = place.waiting.shift();
      if (next === undefined) return;
      const taken = next.take();
      if (taken === null) continue;
      const { socket, head } = taken;
      place.taking = { socket, since: performance.now() };
      const message: ToShard = { type: 'connection', head: head.toString('base64') };
      // Node would close its own copy of a socket only at an answer, which a shard that dies never
      // gives: its client would wait for ever. A copy that is kept open is closed here.
      child.send(message, socket, { keepOpen: true }, (error) => {
        if (error !== null) socket.destroy();
      });
    }
  }
}

/** Closes the copy of what was sent to it. The shard has one of its own, or is gone. */
function letGo(place: Place): void {
  place.taking?.socket.destroy();
  place.taking = null;
}

function wasReplaced(place: Place): void {
  const { replaced } = place;
  place.replaced = () => {};
  replaced();
}

/** When another process has taken the place, or nobody needs to. */
function nextIn(place: Place): Promise<void> {
  const { replaced } = place;
  return new Promise((resolve) => {
    place.replaced = () => {
      replaced();
      resolve();
    };
  });
}

/** Kills it if it does not end by itself. */
async function ended(child: ChildProcess): Promise<void> {
  const late = setTimeout(() => child.kill('SIGKILL'), againMs);
  await gone(child);
  clearTimeout(late);
}

function gone(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function failure({ reason, code }: Extract<FromShard, { type: 'failed' }>): Error {
  return code === null ? new Error(reason) : new EngineError(code as ErrorCode, reason);
}
