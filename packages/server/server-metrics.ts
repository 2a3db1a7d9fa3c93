// What Prometheus may ask of this server beside its requests: visitors, events, decisions, timers,
// the ledger's backlog, and sockets.
import { Counter, Gauge } from 'prom-client';
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
  readonly maximumBytes: () => number;
  readonly isTight: () => boolean;
  readonly profileBytes: () => number;
  readonly evicted: () => number;
  readonly refused: () => number;
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
    [
      'opportune_memory_maximum_bytes',
      'Most resident memory that the process may have',
      of.maximumBytes,
    ],
    [
      'opportune_memory_tight',
      '1 while new visitors without a connection are refused for want of memory',
      () => Number(of.isTight()),
    ],
    ['opportune_profile_bytes', 'Memory of all profiles, about', of.profileBytes],
    [
      'opportune_profiles_evicted_total',
      'Profiles let go to make room, which the log has',
      of.evicted,
    ],
    [
      'opportune_visitors_refused_total',
      'New visitors refused for want of memory or beyond the budget of their address',
      of.refused,
    ],
  ];
  for (const [name, help, read] of figures) {
    if (name.endsWith('_total')) countOf({ registry, name, help, read });
    else gaugeOf({ registry, name, help, read });
  }
}

interface Figure {
  readonly registry: Registry;
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

function gaugeOf({ registry, name, help, read }: Figure): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

/** Of what is counted elsewhere and never falls while the process runs. */
function countOf({ registry, name, help, read }: Figure): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
