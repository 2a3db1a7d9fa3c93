// A policy that knows the gains. It shows how much can be won beyond the best rule. It does not
// know the future: whether this visitor accepts, how long this chat takes, or what else the visit
// brings.
import { Floor, settle } from './floor.ts';
import type { Played } from './floor.ts';
import type { Stream } from './stream.ts';

/** Tuned on other seeds than the measured ones. */
export interface OraclePlan {
  /** The least gain for an agent's hour, in currency. */
  readonly price: number;
  /** How much each further free agent lowers the price, as a share of it. */
  readonly slope: number;
  /** How much a moment below the best counts, because a better one may follow. */
  readonly haste: number;
}

const slopes = [0, 0.1, 0.2];
const hastes = [0, 0.4, 0.7, 1];

/** The best plan of a grid on this stream, for each skill separately. */
export function bestOracle(tuning: Stream): readonly OraclePlan[] {
  const idle: OraclePlan = { price: Infinity, slope: 0, haste: 0 };
  return tuning.world.agents.map((_, skill) => {
    let best = { plan: idle, value: -Infinity };
    for (const plan of plans(tuning)) {
      const all = tuning.world.agents.map((__, at) => (at === skill ? plan : idle));
      const { value } = playOracle(tuning, all);
      if (value > best.value) best = { plan, value };
    }
    return best.plan;
  });
}

function plans({ world }: Stream): readonly OraclePlan[] {
  const top = (world.orderValue * 60) / world.handle.minutes;
  const prices = [0, 0.005, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2];
  return prices.flatMap((price) =>
    slopes.flatMap((slope) => hastes.map((haste) => ({ price: price * top, slope, haste }))),
  );
}

/** Plays one plan for each skill. */
export function playOracle(stream: Stream, plans: readonly OraclePlan[], measuredFrom = 0): Played {
  const { moments, visitors } = stream;
  const floor = new Floor(stream, measuredFrom);
  const done = Uint8Array.from(visitors.control);
  for (let at = 0; at < moments.at.length; at++) {
    const visitor = moments.visitor[at] ?? 0;
    if (done[visitor] === 1) continue;
    const skill = moments.skill[at] ?? 0;
    const { price, slope, haste } = plans[skill] ?? { price: Infinity, slope: 0, haste: 0 };
    const perHour = gainPerAgentHour(stream, at) * ((moments.height[at] ?? 0) < 1 ? haste : 1);
    if (perHour <= 0 || perHour < price * (1 - slope * 5)) continue;
    const now = moments.at[at] ?? 0;
    floor.advance(now);
    const room = floor.room(skill, now);
    if (room <= 0 || perHour < price * (1 - slope * (Math.ceil(room) - 1))) continue;
    done[visitor] = 1;
    floor.invite(at);
  }
  floor.advance(Infinity);
  return settle(stream, measuredFrom, floor.account);
}

/** The gain of an hour of chats like one that starts now, in currency. */
export function gainPerAgentHour({ moments, visitors }: Stream, at: number): number {
  const visitor = moments.visitor[at] ?? 0;
  const gain = (moments.gain[at] ?? 0) * (visitors.value[visitor] ?? 0);
  return (gain * 3600) / (visitors.handleMean[visitor] ?? 1);
}
