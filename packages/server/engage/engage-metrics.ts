// Prometheus metrics of the engage feature: visitors, events, decisions, timers and the ledger's
// backlog.
import type { Registry } from 'prom-client';
import { addFigures } from '../http/figures.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { VisitorOwner } from './owner/owner.ts';

export function engageMetrics(registry: Registry, owner: VisitorOwner, ledger: Ledger): void {
  const { stepper } = owner;
  addFigures(registry, [
    ['opportune_visitors', 'Profiles in memory', () => owner.size],
    ['opportune_events_total', 'Events applied since the start', () => stepper.events],
    [
      'opportune_decisions_total',
      'Decisions made since the start, both arms',
      () => stepper.decisions,
    ],
    [
      'opportune_timers_skipped_total',
      'Timers skipped because they were overdue',
      () => stepper.skippedTimers,
    ],
    ['opportune_ledger_batches_total', 'Batches of rows stored', () => ledger.storedThrough],
    [
      'opportune_ledger_store_seconds_total',
      'Time that the store took for these batches',
      () => ledger.storeMs / 1000,
    ],
    ['opportune_ledger_rows', 'Rows taken and not yet stored', () => ledger.depth],
    [
      'opportune_ledger_failures',
      'Failed attempts of the batch that is being stored',
      () => ledger.failures,
    ],
    ['opportune_profile_bytes', 'Memory of all profiles, about', () => owner.room.sizeBytes],
    [
      'opportune_profiles_evicted_total',
      'Profiles let go to make room, which the log has',
      () => owner.room.evicted,
    ],
    [
      'opportune_visitors_refused_total',
      'New visitors refused for want of memory or beyond the budget of their address',
      () => owner.refused,
    ],
  ]);
}
