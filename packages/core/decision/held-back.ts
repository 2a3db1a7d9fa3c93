// Remembers what is true and kept still, by what will open the gate: the page, the visit, or an instant.
import type { Gate } from '@opportune/protocol/decision.ts';
import { RankSet } from '../world/rank-set.ts';
import type { Shut } from './gates.ts';
import type { VisitorState } from './state.ts';
import { capTimer, setTimerSooner, zoneTimer } from './timers.ts';

/** Remembers a campaign that a shut gate keeps back, by what will open the gate. */
export function keepStill(state: VisitorState, rank: number, { gate, until }: Shut): void {
  if (capsOfVisit.has(gate)) {
    (state.spentInVisit ??= new RankSet()).add(rank);
    if (until !== null) setTimerSooner(state.timers, capTimer, until);
  } else if (gate === 'cap.page') (state.spentOnPage ??= new RankSet()).add(rank);
  else hold(state, rank, until);
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
