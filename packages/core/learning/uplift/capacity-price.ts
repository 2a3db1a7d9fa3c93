// What a minute of a skill's time costs: as much as it is worth to the last visitor for whom there is
// room, never less than the floor, so that agents are not kept busy for nothing. It rises while more
// is used than there is room and falls while less is. It knows no visitor and no gain.

/** How much time of a skill there is: minutes an arrival, or minutes an hour of the clock. */
export interface Capacity {
  readonly per: 'arrival' | 'hour';
  readonly minutes: number;
}

export interface CapacityPrice {
  perMinute: number;
  /** What a minute was worth to those who came last, in order of arrival and in order of size. */
  readonly recent: Float64Array;
  readonly sorted: Float64Array;
  seen: number;
  /** Actions beyond the room so far. */
  debt: number;
  /** Mean minutes of an action, and mean minutes of room at an arrival. */
  minutes: number;
  room: number;
  /** When room was last counted; milliseconds. */
  lastMs: number | null;
}

export interface PriceSettings {
  /** The price never falls below. */
  readonly floor: number;
  /** Part of the visitors by which one action too many narrows who is admitted. */
  readonly step: number;
}

export const DEFAULT_PRICE_SETTINGS: PriceSettings = { floor: 0, step: 0.03 };

/** One arrival: what a minute would have been worth to it, and which minutes it was given. */
export interface PriceArrival {
  readonly worthPerMinute: number;
  readonly minutes: number;
  readonly usedMinutes: number;
  readonly nowMs: number;
}

/** Arrivals whose worth is remembered. */
const REMEMBERED = 512;
/** Arrivals over which minutes and room are averaged. */
const MEMORY = 200;

export function newCapacityPrice(floor: number): CapacityPrice {
  const [recent, sorted] = [new Float64Array(REMEMBERED), new Float64Array(REMEMBERED)];
  const empty = { seen: 0, debt: 0, minutes: 0, room: 0, lastMs: null };
  return { perMinute: floor, recent, sorted, ...empty };
}

/**
 * Counts an arrival and sets the next price: the quantile of what a minute was lately worth, at the
 * share for which there is room less `step` for each action used beyond it. So the error over any
 * stretch is the change of the debt, which `step` draws back to what keeps the balance; it cannot add
 * up. The marginal value as the price of a resource: D. Bertsimas and I. Popescu, Revenue management
 * in a dynamic network environment (2003); the correction is a proportional controller of the debt.
 * A long silence counts as room for one action, and room that the floor left unused is not owed.
 */
export function movePrice(
  price: CapacityPrice,
  capacity: Capacity,
  arrival: PriceArrival,
  settings: PriceSettings,
): void {
  remember(price, arrival.worthPerMinute);
  const rate = Math.max(1 / MEMORY, 1 / price.seen);
  price.minutes += rate * (arrival.minutes - price.minutes);
  const unit = Math.max(1e-9, price.minutes);
  const room = Math.min(unit, roomSince(price, capacity, arrival));
  price.lastMs = arrival.nowMs;
  price.room += rate * (room - price.room);
  price.debt += (arrival.usedMinutes - room) / unit;
  const share = price.room / unit - settings.step * price.debt;
  const marginal = quantile(price, 1 - Math.min(1, Math.max(0, share)));
  if (marginal <= settings.floor) price.debt = Math.max(0, price.debt);
  price.perMinute = Math.max(settings.floor, marginal);
}

function roomSince(price: CapacityPrice, capacity: Capacity, { nowMs }: PriceArrival): number {
  if (capacity.per === 'arrival') return capacity.minutes;
  return (capacity.minutes * Math.max(0, nowMs - (price.lastMs ?? nowMs))) / 3_600_000;
}

/** Takes the oldest worth out of both orders and puts the new one in. */
function remember(price: CapacityPrice, worth: number): void {
  const { recent, sorted } = price;
  const place = price.seen % REMEMBERED;
  const held = Math.min(price.seen, REMEMBERED);
  let count = held;
  if (held === REMEMBERED) {
    const oldest = firstNotBelow(sorted, held, recent[place] ?? 0);
    sorted.copyWithin(oldest, oldest + 1);
    count -= 1;
  }
  const at = firstNotBelow(sorted, count, worth);
  sorted.copyWithin(at + 1, at, count);
  sorted[at] = worth;
  recent[place] = worth;
  price.seen += 1;
}

function quantile({ sorted, seen }: CapacityPrice, share: number): number {
  const count = Math.min(seen, REMEMBERED);
  const exact = share * (count - 1);
  const below = Math.floor(exact);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.min(count - 1, below + 1)] ?? low;
  return low + (exact - below) * (high - low);
}

function firstNotBelow(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
