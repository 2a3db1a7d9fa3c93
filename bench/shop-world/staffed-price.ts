// What an agent's hour costs whoever wants it: what an hour of staffed time gains on average, so that
// a chat is begun only where it gains more than its time does elsewhere. It never falls to fill rooms.

export interface StaffedPrice {
  readonly agents: number;
  /** Gained for a staffed hour of one agent, as expected of the invitations made. */
  perHour: number;
  earned: number;
  hours: number;
}

/** Below this an agent's hour is never sold: nobody is kept busy for nothing. */
const FLOOR = 10;
/** The price begins here, and remembers so many hours. */
const FIRST = 20;
const MEMORY_HOURS = 24;
/** Of what staffed time gains; below 1, since a free agent may stay free. */
const SHARE = 0.85;
/** How much less the last of all free agents costs than the only free one. */
const SLOPE = 0.8;

export function newStaffedPrice(agents: number): StaffedPrice {
  return { agents, perHour: FIRST, earned: 0, hours: 0 };
}

/**
 * The price with so many agents free. Taking what gains more than the long-run rate for its time is
 * the best that one server can do (S. A. Lippman and S. M. Ross, The streetwalker's dilemma, 1971);
 * with several free, the next comer can still be served, so that the price falls.
 */
export function priceWith({ agents, perHour }: StaffedPrice, free: number): number {
  const spare = agents > 1 ? (Math.max(1, free) - 1) / (agents - 1) : 0;
  return Math.max(FLOOR, SHARE * perHour * (1 - SLOPE * spare));
}

/** An hour has passed. */
export function closeHour(price: StaffedPrice): void {
  price.hours++;
  const rate = 1 / Math.min(MEMORY_HOURS, price.hours + 1);
  price.perHour += (price.earned / price.agents - price.perHour) * rate;
  price.earned = 0;
}
