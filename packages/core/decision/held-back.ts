// Remembers what is true and kept still, by what will open the gate: the page, the visit, or an instant.
import type { Gate } from '@opportune/protocol/decision.ts';
import { hasRank, RankSet } from '../world/rank-set.ts';
import type { GateScene, Shut } from './gates.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import type { VisitorState } from './state.ts';
import { capTimer, setTimerSooner, takeMasked, zoneTimer } from './timers.ts';
import { zoneHoldMs } from './zone-stands.ts';
import { hasZone } from './zone-takers.ts';
import { zoneNumber } from './zones.ts';

/** Remembers a campaign that a shut gate keeps back, by what will open the gate. */
export function keepStill(state: VisitorState, rank: number, { gate, until }: Shut): void {
  if (capsOfVisit.has(gate)) {
    (state.spentInVisit ??= new RankSet()).add(rank);
    if (until !== null) setTimerSooner(state.timers, capTimer, until);
  } else if (gate === 'cap.page') (state.spentOnPage ??= new RankSet()).add(rank);
  else hold(state, rank, until);
}

/**
 * Has a campaign judged at the instant that follows at once, where it was kept still by what of one of its
 * decisions is forgotten with it, the page view and the dismissal: a restored profile would not know of
 * them. Caps count forgotten decisions, too. `rank`: none where it no longer runs.
 */
export function keepNoLonger(
  state: VisitorState,
  rank: number | undefined,
  forgotten: RememberedDecision,
  now: number,
): void {
  const { spentOnPage, spentInVisit, visit, front } = state;
  const isOfPage = forgotten.visit === visit?.id && forgotten.pageSerial === (front?.serial ?? 0);
  if (rank === undefined || !(isOfPage || forgotten.dismissedAt !== null)) return;
  if (spentOnPage?.has(rank) !== true && spentInVisit?.has(rank) !== true) return;
  spentOnPage?.delete(rank);
  spentInVisit?.delete(rank);
  setTimerSooner(state.timers, rank, now);
}

const capsOfVisit: ReadonlySet<Gate | 'cap.page'> = new Set([
  'cap.visit',
  'cap.day',
  'cap.visitor',
  'cap.dismissal',
]);

export function hold(state: VisitorState, rank: number, until: number | null): void {
  state.held ??= new RankSet();
  state.held.add(rank);
  if (until !== null) setTimerSooner(state.timers, zoneTimer, until);
}

/**
 * Holds all whose zone is taken, of the ranks and of those that wait for an instant of their own, unasked:
 * whether they are true counts once it is freed. One that optimises is asked nevertheless, for its
 * audience takes visitors in wherever they are.
 */
export function holdWhereTaken(gates: GateScene, ranks: RankSet): void {
  const taken = takenMask(gates);
  if (taken === null) return;
  const { state } = gates;
  const held = (state.held ??= new RankSet());
  const areWaiting = takeMasked(state.timers, taken.mask, held);
  if (ranks.moveInto(held, taken.mask) || areWaiting)
    setTimerSooner(state.timers, zoneTimer, taken.until);
}

/** Whether the zone of a campaign that waits for an instant is taken: it is held then, until that is freed. */
export function isHeldByZone(state: VisitorState, rank: number, taken: Taken | null): boolean {
  if (taken === null || !hasRank(taken.mask, rank)) return false;
  (state.held ??= new RankSet()).add(rank);
  setTimerSooner(state.timers, zoneTimer, taken.until);
  return true;
}

export interface Taken {
  /** A bit for each rank whose zone is taken. */
  readonly mask: Uint32Array;
  /** When the first of these zones is freed by time alone. */
  readonly until: number;
}

/** Whose zone is taken; null where none is. */
export function takenMask({
  state,
  configuration,
  now,
}: Pick<GateScene, 'state' | 'configuration' | 'now'>): Taken | null {
  let zones = 0;
  let until = Infinity;
  for (const decision of state.zoneTakers ?? nobody) {
    if (!hasZone(decision, state, now) || !configuration.ranks.has(decision.campaign)) continue;
    zones |= 1 << zoneNumber(decision.zone);
    until = Math.min(until, decision.at + zoneHoldMs);
  }
  return zones === 0 ? null : { mask: configuration.zones.of(zones), until };
}

const nobody: readonly RememberedDecision[] = [];
