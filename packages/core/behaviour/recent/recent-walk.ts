// A decoded cache of the newest events of the last visitor examined. Conditions query many times
// what each event fits and when it came, and stepping through packed bytes is slow. It only caches
// derivable data, so it changes no result.
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { Pattern } from '../condition/pattern.ts';
import { never, type Truth } from '../condition/truth.ts';
import type { Profile } from '../profile.ts';
import type { Scene } from '../scene.ts';
import type { RankSet } from '../../world/rank-set.ts';
import type { EventBlock } from './event-block.ts';
import { unlisted } from './seen-patterns.ts';

/** Newest first. Valid until the walk is used for another state of the events. */
export interface Walked {
  readonly length: number;
  readonly receivedAt: Float64Array;
  /** The number of the visit that each belongs to. */
  readonly visit: Uint32Array;
}

/** Entries beyond `length` are not valid. */
export interface Steps {
  readonly length: number;
  readonly at: Uint16Array;
}

/** One for the conditions of a configuration, for any visitor. */
export class RecentWalk {
  /** The decoded events, and the instant that leaves were evaluated at. */
  #of: EventBlock | null = null;
  #revision = -1;
  #visits = 0;
  #now = 0;
  #number = 0;
  /** How often events were decoded. */
  #laidOut = 0;
  #room = roomFor(16);
  /** By step: an unoptimised condition reads each subject many times. */
  readonly #subjects = new Map<number, JsonObject | null>();
  /** The last patterns queried: leaves that name the same event are evaluated one after another. */
  #sought: readonly Pattern[] | null = null;
  /** By pattern list number: the newest step with it, and in which walk that was recorded. */
  #newestOf = new Int16Array(16);
  #notedIn = new Uint32Array(16);
  /** Some step's list has no number. */
  #hasUnlisted = false;

  /** The profile's newest events. */
  of({ recent }: Profile): Walked {
    if (this.#of !== recent || this.#revision !== recent.revision) this.#layOut(recent);
    return this.#room;
  }

  /**
   * Caches a leaf's test that depends on events and time only: it runs once however many campaigns
   * name the leaf.
   */
  askedOnce(test: (scene: Scene) => Truth): (scene: Scene) => Truth {
    let asked = 0;
    let truth: Truth = never;
    return (scene) => {
      const now = this.#numberOf(scene);
      if (asked !== now) {
        truth = test(scene);
        asked = now;
      }
      return truth;
    };
  }

  /**
   * The steps of the walk, newest first, whose events fit one of the patterns. Valid until the next
   * call. A repeated query for the same list is answered from the cache.
   */
  stepsOf(profile: Profile, patterns: readonly Pattern[]): Steps {
    const { length } = this.of(profile);
    const { steps } = this.#room;
    if (this.#sought === patterns) return steps;
    this.#sought = patterns;
    steps.length = 0;
    if (profile.seen !== null && !this.#hasUnlisted) {
      for (const { id } of patterns) this.#markChains(profile.seen.lists.with(id));
      this.#takeMarked();
      return steps;
    }
    for (let step = 0; step < length; step++)
      if (patterns.some((pattern) => this.fits(profile, step, pattern)))
        steps.at[steps.length++] = step;
    return steps;
  }

  /** Whether the event at a step of the walk fits a pattern. */
  fits(profile: Profile, step: number, pattern: Pattern): boolean {
    const list = this.#room.fits[step] ?? 0;
    if (profile.seen === null || list === unlisted) return this.#fitsItself(profile, step, pattern);
    return list !== 0 && profile.seen.lists.with(pattern.id).has(list);
  }

  #fitsItself({ recent }: Profile, step: number, pattern: Pattern): boolean {
    const at = this.#room.places[step] ?? 0;
    return recent.name(at) === pattern.event && pattern.fits(this.#subject(recent, step, at));
  }

  #subject(recent: EventBlock, step: number, at: number): JsonObject | null {
    const known = this.#subjects.get(step);
    if (known !== undefined) return known;
    const subject = recent.subject(at);
    this.#subjects.set(step, subject);
    return subject;
  }

  /** A cache key: it stays the same while the visitor, the events and the instant do. */
  #numberOf({ profile, now }: Scene): number {
    this.of(profile);
    if (this.#now !== now || this.#visits !== profile.visits) {
      this.#now = now;
      this.#visits = profile.visits;
      this.#number++;
    }
    return this.#number;
  }

  #layOut(recent: EventBlock): void {
    this.#of = recent;
    this.#revision = recent.revision;
    this.#number++;
    this.#laidOut++;
    this.#sought = null;
    this.#subjects.clear();
    if (recent.length > this.#room.visit.length) this.#room = roomFor(recent.length * 2);
    const room = this.#room;
    let length = 0;
    for (let at = recent.newest; at >= 0; at = recent.before(at)) {
      room.places[length] = at;
      room.fits[length] = recent.fits(at);
      room.visit[length] = recent.visit(at);
      room.receivedAt[length++] = recent.receivedAt(at);
    }
    room.length = length;
    this.#chain();
  }

  /**
   * Links each step to the next older one with the same list, so that a long past is not walked for
   * each leaf.
   */
  #chain(): void {
    const { fits, nextOlder, length } = this.#room;
    this.#hasUnlisted = false;
    for (let step = length - 1; step >= 0; step--) {
      const list = fits[step] ?? 0;
      if (list === 0) continue;
      if (list === unlisted) {
        this.#hasUnlisted = true;
        continue;
      }
      if (list >= this.#newestOf.length) this.#makeRoomForLists(list);
      nextOlder[step] =
        this.#notedIn[list] === this.#laidOut ? (this.#newestOf[list] ?? none) : none;
      this.#newestOf[list] = step;
      this.#notedIn[list] = this.#laidOut;
    }
  }

  #makeRoomForLists(list: number): void {
    const [newestOf, notedIn] = [this.#newestOf, this.#notedIn];
    this.#newestOf = new Int16Array(list * 2);
    this.#newestOf.set(newestOf);
    this.#notedIn = new Uint32Array(list * 2);
    this.#notedIn.set(notedIn);
  }

  #markChains(lists: RankSet): void {
    const { marked, nextOlder } = this.#room;
    for (let list = lists.next(0); list >= 0; list = lists.next(list + 1)) {
      if (this.#notedIn[list] !== this.#laidOut) continue;
      for (let step = this.#newestOf[list] ?? none; step >= 0; step = nextOlder[step] ?? none)
        marked[step >>> 5] = (marked[step >>> 5] ?? 0) | (1 << (step & 31));
    }
  }

  #takeMarked(): void {
    const { marked, steps } = this.#room;
    for (let word = 0; word < marked.length; word++) {
      for (let bits = marked[word] ?? 0; bits !== 0; bits &= bits - 1)
        steps.at[steps.length++] = (word << 5) + 31 - Math.clz32(bits & -bits);
      marked[word] = 0;
    }
  }
}

const none = -1;

interface Room extends Walked {
  length: number;
  readonly fits: Uint16Array;
  readonly places: Int32Array;
  /** By step: the next older step with the same list, -1 for none. */
  readonly nextOlder: Int16Array;
  /** Steps, one bit each. */
  readonly marked: Int32Array;
  readonly steps: { length: number; readonly at: Uint16Array };
}

function roomFor(events: number): Room {
  return {
    length: 0,
    receivedAt: new Float64Array(events),
    visit: new Uint32Array(events),
    fits: new Uint16Array(events),
    places: new Int32Array(events),
    nextOlder: new Int16Array(events),
    marked: new Int32Array((events + 31) >>> 5),
    steps: { length: 0, at: new Uint16Array(events) },
  };
}
