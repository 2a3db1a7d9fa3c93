// Room for so many of those who arrive: what a mail must gain to be sent. As much as it gains for the
// last one for whom there is room, never less than nothing; it rises while more is used than there is
// room and falls while less is. Mails have no agents, so this stands where the product has its price of
// agents' hours. It knows no visitor.

export interface MailRoom {
  /** Part of those who arrive for whom there is room. */
  readonly share: number;
  /** Part of the arrivals by which one admitted too many narrows who is admitted. */
  readonly step: number;
  /** What it takes to be admitted, in the scale of what arrivals are worth. */
  price: number;
  /** What those who came last were worth, in order of arrival and in order of size. */
  readonly recent: Float64Array;
  readonly sorted: Float64Array;
  seen: number;
  /** Admitted beyond the room so far. */
  debt: number;
}

/** Arrivals whose worth is remembered. */
const REMEMBERED = 512;

export function newMailRoom(share: number, step = 0.03): MailRoom {
  const [recent, sorted] = [new Float64Array(REMEMBERED), new Float64Array(REMEMBERED)];
  return { share, step, price: 0, recent, sorted, seen: 0, debt: 0 };
}

/**
 * Counts an arrival and sets the next price: the quantile of what arrivals were lately worth, at the
 * share for which there is room less a step for each admitted beyond it. So the error over any stretch
 * is the change of the debt, which the step draws back to what keeps the balance; it cannot add up.
 * The marginal value as the price of a resource: D. Bertsimas and I. Popescu, Revenue management in a
 * dynamic network environment (2003); the correction is a proportional controller of the debt. Room
 * that nobody is worth is not owed.
 */
export function takeRoom(room: MailRoom, worth: number, isAdmitted: boolean): void {
  remember(room, worth);
  room.debt += Number(isAdmitted) - room.share;
  const share = Math.min(1, Math.max(0, room.share - room.step * room.debt));
  const marginal = quantile(room, 1 - share);
  if (marginal <= 0) room.debt = Math.max(0, room.debt);
  room.price = Math.max(0, marginal);
}

/** Takes the oldest worth out of both orders and puts the new one in. */
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
