// What Prometheus may ask of this server beside its requests: visitors, events, decisions, timers,
// the ledger's backlog, and sockets.
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export interface Measured {
  readonly registry: Registry;
  readonly visitors: () => number;
  readonly events: () => number;
  readonly decisions: () => number;
  readonly skippedTimers: () => number;
  readonly ledgerRows: () => number;
  readonly ledgerFailures: () => number;
  readonly visitorSockets: () => number;
  readonly consoleSockets: () => number;
}

/** Registers the figures; they are read when they are asked for. */
export function serverMetrics({ registry, ...of }: Measured): void {
  const figures: readonly (readonly [string, string, () => number])[] = [
    ['opportune_visitors', 'Profiles in memory', of.visitors],
    ['opportune_events_total', 'Events applied since the start', of.events],
    ['opportune_decisions_total', 'Decisions made since the start, both arms', of.decisions],
    [
      'opportune_timers_skipped_total',
      'Timers skipped because they were overdue',
      of.skippedTimers,
    ],
    ['opportune_ledger_rows', 'Rows taken and not yet stored', of.ledgerRows],
    [
      'opportune_ledger_failures',
      'Failed attempts of the batch that is being stored',
      of.ledgerFailures,
    ],
    ['opportune_visitor_sockets', 'Browsers connected by socket', of.visitorSockets],
    ['opportune_console_sockets', 'Consoles connected', of.consoleSockets],
  ];
  for (const [name, help, read] of figures) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
}
