// Remembers the campaigns that are true but kept still, by what opens their gate: the page, the
// visit, or an instant.
import type { Gate } from '@opportune/protocol/campaign/decision.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';
import { hasRank, RankSet } from '../../world/rank-set.ts';
import type { MadeWay } from '../state/decisions-made.ts';
import type { GateScene, Shut } from './gates.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';
import type { VisitorState } from '../state/state.ts';
import { capTimer, setTimerSooner, takeMasked, zoneTimer } from '../timers/timers.ts';
import { hasZone, zoneHoldMs } from '../state/zone-stands.ts';
import { zoneNumber } from './zones.ts';

/** Remembers a campaign behind a shut gate, by what opens the gate. */
export function keepStill(state: VisitorState, rank: number, { gate, until }: Shut): void {
  if (gate === 'cap.page') (state.spentOnPage ??= new RankSet()).add(rank);
  else if (gate === 'cap.visit') (state.spentInVisit ??= new RankSet()).add(rank);
  else if (capsBeyondVisits.has(gate)) {
    (state.spentBeyond ??= new RankSet()).add(rank);
    if (until !== null) setTimerSooner(state.timers, capTimer, until);
  } else hold(state, rank, until);
}

/**
 * Has campaigns judged at the next instant if what kept them still was forgotten: the page view of
 * a forgotten decision, or a campaign's counts. A restored profile would not know of them either.
 * `ranks` are those of the running campaigns.
 */
export function keepNoLonger(
  state: VisitorState,
  { forgotten, uncounted }: MadeWay,
  ranks: ReadonlyMap<CampaignId, number>,
  now: number,
): void {
  if (forgotten === null) return;
  const { visit, front } = state;
  const isOfPage = forgotten.visit === visit?.id && forgotten.pageSerial === (front?.serial ?? 0);
  if (isOfPage) free(state, ranks.get(forgotten.campaign), now);
  if (uncounted !== null) free(state, ranks.get(uncounted), now);
}

function free(state: VisitorState, rank: number | undefined, now: number): void {
  if (rank === undefined || !isSpent(state, rank)) return;
  for (const spent of [state.spentOnPage, state.spentInVisit, state.spentBeyond])
    spent?.delete(rank);
  setTimerSooner(state.timers, rank, now);
}

const capsBeyondVisits: ReadonlySet<Gate | 'cap.page'> = new Set([
  'cap.visitor',
  'cap.day',
  'cap.dismissal',
]);

/** Whether a cap keeps a campaign still. */
export function isSpent(
  { spentOnPage, spentInVisit, spentBeyond }: VisitorState,
  rank: number,
): boolean {
  return (
    spentOnPage?.has(rank) === true ||
    spentInVisit?.has(rank) === true ||
    spentBeyond?.has(rank) === true
  );
}

/** Removes the campaigns that a cap keeps still. They are judged when the cap ends. */
export function leaveSpent(
  { spentOnPage, spentInVisit, spentBeyond }: VisitorState,
  ranks: RankSet,
): void {
  if (spentOnPage !== null) ranks.deleteSet(spentOnPage);
  if (spentInVisit !== null) ranks.deleteSet(spentInVisit);
  if (spentBeyond !== null) ranks.deleteSet(spentBeyond);
}

export function hold(state: VisitorState, rank: number, until: number | null): void {
  state.held ??= new RankSet();
  state.held.add(rank);
  if (until !== null) setTimerSooner(state.timers, zoneTimer, until);
}

/**
 * Holds all campaigns whose zone is taken without judging them, including those that wait for an
 * instant of their own. They are judged when the zone is freed. Optimising campaigns are still
 * judged, because their audience enrols visitors at any moment.
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

/**
 * Whether the zone of a campaign that waits for an instant is taken. If so the campaign is held
 * until the zone is freed.
 */
export function isHeldByZone(state: VisitorState, rank: number, taken: Taken | null): boolean {
  if (taken === null || !hasRank(taken.mask, rank)) return false;
  (state.held ??= new RankSet()).add(rank);
  setTimerSooner(state.timers, zoneTimer, taken.until);
  return true;
}

export interface Taken {
  /** A bit for each rank whose zone is taken. */
  readonly mask: Uint32Array;
  /** When time alone frees the first of these zones. */
  readonly until: number;
}

/** The campaigns whose zone is taken. Null if none is. */
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
