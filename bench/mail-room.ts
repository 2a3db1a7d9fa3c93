// Limits mails to a share of all arrivals, by a price: the gain that a mail needs in order to be
// sent. The price is the gain of the last arrival that fits, and never below zero. It rises if too
// many were admitted and falls if too few were. Mails need no agents, so this takes the place of
// the product's price of agents' hours. It knows no visitor.

export interface MailRoom {
  /** The share of arrivals that may be admitted. */
  readonly share: number;
  /** How much one admission too many narrows that share. */
  readonly step: number;
  /** What an arrival must be worth to be admitted, in the scale of the arrivals' worth. */
  price: number;
  /** What the latest arrivals were worth, in order of arrival and in order of size. */
  readonly recent: Float64Array;
  readonly sorted: Float64Array;
  seen: number;
  /** Admissions beyond the room so far. */
  debt: number;
}

/** The number of arrivals that are remembered. */
const REMEMBERED = 512;

export function newMailRoom(share: number, step = 0.03): MailRoom {
  const [recent, sorted] = [new Float64Array(REMEMBERED), new Float64Array(REMEMBERED)];
  return { share, step, price: 0, recent, sorted, seen: 0, debt: 0 };
}

/**
 * Counts an arrival and sets the next price: the quantile of the recent arrivals' worth at the free
 * share, minus a step for each admission beyond the room. The error over any stretch is therefore
 * the change of the debt, which the step pulls back, so errors do not add up. Unused room is not
 * carried over while the price is zero.
 *
 * The marginal value as the price of a resource: D. Bertsimas and I. Popescu, Revenue management in
 * a dynamic network environment (2003). The correction is a proportional controller of the debt.
 */
export function takeRoom(room: MailRoom, worth: number, isAdmitted: boolean): void {
  remember(room, worth);
  room.debt += Number(isAdmitted) - room.share;
  const share = Math.min(1, Math.max(0, room.share - room.step * room.debt));
  const marginal = quantile(room, 1 - share);
  if (marginal <= 0) room.debt = Math.max(0, room.debt);
  room.price = Math.max(0, marginal);
}

/** Replaces the oldest worth with the new one in both orders. */
function remember(room: MailRoom, worth: number): void {
  const { recent, sorted } = room;
  const place = room.seen % REMEMBERED;
  let count = Math.min(room.seen, REMEMBERED);
  if (count === REMEMBERED) {
    const oldest = firstNotBelow(sorted, count, recent[place] ?? 0);
    sorted.copyWithin(oldest, oldest + 1);
    count -= 1;
  }
  const at = firstNotBelow(sorted, count, worth);
  sorted.copyWithin(at + 1, at, count);
  sorted[at] = worth;
  recent[place] = worth;
  room.seen += 1;
}

function quantile({ sorted, seen }: MailRoom, share: number): number {
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
