// What a measured server says of itself between two instants: its main thread, whole collections, the
// longest delay of its event loop, its store and its decisions. From /metrics, and from Linux for the
// thread.
import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;

interface Reading {
  /** Processor time of the main thread since it started. */
  readonly mainS: number;
  /** By name, the first with these labels. */
  readonly metrics: string;
  readonly at: number;
}

export interface ServerFigures {
  /** Microseconds of the main thread for each event that was applied. */
  readonly mainUs: number;
  /** Whole collections of the heap a minute. */
  readonly collections: number;
  readonly text: string;
}

/** Resolves with a function that resolves with the figures since. */
export async function beginFigures(of: {
  readonly pid: number;
  readonly url: string;
}): Promise<() => Promise<ServerFigures>> {
  const before = await read(of);
  return async () => figuresOf(before, await read(of));
}

async function read({
  pid,
  url,
}: {
  readonly pid: number;
  readonly url: string;
}): Promise<Reading> {
  const answered = await fetch(`${url}/metrics`);
  if (!answered.ok) throw new Error(`/metrics answered ${answered.status}`);
  return { mainS: mainThreadS(pid), metrics: await answered.text(), at: performance.now() };
}

function figuresOf(before: Reading, after: Reading): ServerFigures {
  const elapsedS = (after.at - before.at) / 1000;
  const grown = (name: string): number => valueOf(after, name) - valueOf(before, name);
  const mainS = after.mainS - before.mainS;
  const events = grown('opportune_events_total');
  const batches = grown('opportune_ledger_batches_total');
  const storeMs = (grown('opportune_ledger_store_seconds_total') * 1000) / Math.max(1, batches);
  const decided = (grown('opportune_decisions_total') / Math.max(1, events)) * 100;
  const whole = grown('nodejs_gc_duration_seconds_count{kind="major"}');
  // It begins anew with each reading.
  const longestMs = valueOf(after, 'nodejs_eventloop_lag_max_seconds') * 1000;
  const mainUs = (mainS * 1e6) / Math.max(1, events);
  return {
    mainUs,
    collections: (whole * 60) / elapsedS,
    text: [
      `main thread ${(mainS / elapsedS).toFixed(2)} cores, ${mainUs.toFixed(1)} µs an event`,
      `${whole} whole collections`,
      `longest delay of the loop ${longestMs.toFixed(0)} ms`,
      `${(batches / elapsedS).toFixed(1)} batches/s of ${storeMs.toFixed(0)} ms in the store`,
      `${decided.toFixed(1)} % of events decide`,
    ].join('; '),
  };
}

/** 0 if it has not been counted yet. */
function valueOf({ metrics }: Reading, name: string): number {
  const line = metrics.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}

/** On Linux the main thread has the number of its process. */
function mainThreadS(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
