// The agents of a simulated shop, their queue and the guard before invitations, the same for every
// policy. It also sums up what invitations brought. Who is invited is decided elsewhere.
import type { Stream } from './stream.ts';

/** What a policy brought among the measured visitors. */
export interface Account {
  /** In currency: gains of served chats, minus the cost of annoyance and abandoned waits. */
  value: number;
  invitations: number;
  chats: number;
  abandoned: number;
  busyS: number;
}

/** An invitation stays open this long and holds its share of an agent. */
const OPEN_S = 30;

export class Floor {
  /** The value from all visitors, measured or not. */
  valueFromFirst = 0;
  readonly account: Account = { value: 0, invitations: 0, chats: 0, abandoned: 0, busyS: 0 };
  readonly #stream: Stream;
  readonly #measuredFrom: number;
  readonly #onEnd: ((visitor: number, end: ChatEnd) => void) | undefined;
  /** For each skill, when each agent is next free. */
  readonly #freeAt: readonly Float64Array[];
  /**
   * For each skill, when the recent invitations were made. Those before `#openFrom` have expired.
   */
  readonly #opened: readonly number[][];
  readonly #openFrom: number[];
  /** Future acceptances, the earliest last. */
  readonly #coming: { at: number; moment: number }[] = [];

  /** Visitors from `measuredFrom` on count in the account. */
  constructor(
    stream: Stream,
    measuredFrom: number,
    onEnd?: (visitor: number, end: ChatEnd) => void,
  ) {
    this.#stream = stream;
    this.#measuredFrom = measuredFrom;
    this.#onEnd = onEnd;
    this.#freeAt = stream.world.agents.map((agents) => new Float64Array(agents));
    this.#opened = stream.world.agents.map(() => []);
    this.#openFrom = stream.world.agents.map(() => 0);
  }

  /** Plays everything that happens until now. */
  advance(now: number): void {
    for (;;) {
      const next = this.#coming.at(-1);
      if (next === undefined || next.at > now) return;
      this.#coming.pop();
      this.#arrive(next.at, next.moment);
    }
  }

  /**
   * Free agents of the skill, minus what open invitations are expected to take. A positive value
   * means that there is room.
   */
  room(skill: number, now: number): number {
    const agents = this.#freeAt[skill];
    const opened = this.#opened[skill];
    if (agents === undefined || opened === undefined) return 0;
    let free = 0;
    for (let at = 0; at < agents.length; at++) if ((agents[at] ?? 0) <= now) free++;
    if (free === 0) return 0;
    let from = this.#openFrom[skill] ?? 0;
    while (from < opened.length && (opened[from] ?? 0) < now - OPEN_S) from++;
    this.#openFrom[skill] = from;
    return free - (opened.length - from) * this.#stream.world.overcommit;
  }

  /** Invites the visitor of this moment without any check. */
  invite(moment: number): void {
    const { visitors, moments, world } = this.#stream;
    const visitor = moments.visitor[moment] ?? 0;
    const now = moments.at[moment] ?? 0;
    this.#opened[moments.skill[moment] ?? 0]?.push(now);
    const measured = visitor >= this.#measuredFrom;
    if (measured) this.account.invitations++;
    if ((visitors.assent[visitor] ?? 1) < (moments.accept[moment] ?? 0)) {
      this.#expect(now + (visitors.delay[visitor] ?? 0), moment);
      return;
    }
    const toll = world.annoyance * (visitors.chance[visitor] ?? 0);
    const cost = toll * (visitors.value[visitor] ?? 0);
    this.valueFromFirst -= cost;
    if (measured) this.account.value -= cost;
    this.#onEnd?.(visitor, { type: 'declined', change: -toll });
  }

  #expect(at: number, moment: number): void {
    let place = this.#coming.length;
    while (place > 0 && (this.#coming[place - 1]?.at ?? 0) < at) place--;
    this.#coming.splice(place, 0, { at, moment });
  }

  /**
   * In a first-come, first-served queue the first free agent serves, so each start is known at the
   * arrival: J. Kiefer and J. Wolfowitz (1955). A visitor who would wait longer than their patience
   * takes no place.
   */
  #arrive(now: number, moment: number): void {
    const { visitors, moments, world } = this.#stream;
    const agents = this.#freeAt[moments.skill[moment] ?? 0] ?? new Float64Array(1);
    const visitor = moments.visitor[moment] ?? 0;
    const measured = visitor >= this.#measuredFrom;
    const value = visitors.value[visitor] ?? 0;
    const agent = earliest(agents);
    const start = Math.max(now, agents[agent] ?? 0);
    if (start - now > (visitors.patience[visitor] ?? 0)) {
      const toll = world.abandonLoss * (visitors.chance[visitor] ?? 0);
      this.#onEnd?.(visitor, { type: 'abandoned', change: -toll });
      this.valueFromFirst -= toll * value;
      if (!measured) return;
      this.account.abandoned++;
      this.account.value -= toll * value;
      return;
    }
    const busyS = visitors.handle[visitor] ?? 0;
    const gain = moments.gain[moment] ?? 0;
    agents[agent] = start + busyS;
    this.#onEnd?.(visitor, { type: 'served', change: gain, handleS: busyS });
    this.valueFromFirst += gain * value;
    if (!measured) return;
    this.account.chats++;
    this.account.busyS += busyS;
    this.account.value += gain * value;
  }
}

/** How an invitation ended, and how that changed the probability of an order. */
export type ChatEnd =
  | { readonly type: 'declined' | 'abandoned'; readonly change: number }
  | { readonly type: 'served'; readonly change: number; readonly handleS: number };

function earliest(freeAt: Float64Array): number {
  let best = 0;
  for (let at = 1; at < freeAt.length; at++) if ((freeAt[at] ?? 0) < (freeAt[best] ?? 0)) best = at;
  return best;
}

/** The result of a policy, by staffed time. */
export interface Played extends Account {
  readonly valuePerStaffedHour: number;
  /** The share of staffed time that agents spent in chats. */
  readonly used: number;
}

/** The account from the first measured visitor to the end of the stream. */
export function settle(stream: Stream, measuredFrom: number, account: Account): Played {
  const fromS = stream.visitors.arrival[measuredFrom] ?? 0;
  const agents = stream.world.agents.reduce((sum, each) => sum + each, 0);
  const staffedHours = ((stream.lengthS - fromS) * agents) / 3600;
  return {
    ...account,
    valuePerStaffedHour: account.value / staffedHours,
    used: account.busyS / 3600 / staffedHours,
  };
}
