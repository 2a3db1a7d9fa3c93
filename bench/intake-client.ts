// A load of visitors for benches. Processes of their own hold the sockets, so the generator never
// competes with the measuring code for a time slice. It counts exactly: every sent event ends as
// acknowledged, refused or unanswered. It ignores what the server does with the events.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type {
  ClientReport,
  ClientToParent,
  LoadEvent,
  ParentToClient,
  Visitors,
} from './intake-client-process.ts';

export interface LoadPlan extends Omit<Visitors, 'first' | 'count'> {
  readonly visitors: number;
  /** Each holds at most about 15,000 sockets. Default: one for every 10,000 visitors. */
  readonly processes?: number;
  /** Of the sites at which the visitors of each process are, instead of `key`. They may grow in number. */
  readonly keys?: readonly string[];
}

export interface RunPlan {
  /** From all visitors together. 0 only holds the sockets open. */
  readonly eventsPerSecond: number;
  /** Events in one frame, all from one visitor. */
  readonly framesOf: number;
  /** Of all: visitors who come instead of others. Default: 0. */
  readonly visitsPerSecond?: number;
  readonly durationMs: number;
  /** How long to wait for the last acknowledgements, in ms. Default: 15,000. */
  readonly graceMs?: number;
}

export interface LoadResult {
  readonly eventsSent: number;
  readonly eventsAcknowledged: number;
  /** By error code. */
  readonly eventsRefused: Readonly<Record<string, number>>;
  readonly eventsUnanswered: number;
  /** `engage` frames that arrived because of an event. */
  readonly decisions: number;
  /** And because of time, or of either. */
  readonly timed: number;
  readonly socketsLost: number;
  /** Visitors who came instead of others. */
  readonly came: number;
  readonly elapsedMs: number;
  /** Time from sending the frame, in ms. Sorted. */
  readonly ackMs: Float64Array;
  /**
   * Time from the visitor's latest frame to an engagement that an event caused, in ms. Sorted. Exact only while a
   * visitor's frames are further apart than this.
   */
  readonly decisionMs: Float64Array;
  /**
   * How late frames left against the schedule, in ms. Sorted. A large value means that the
   * generator was the bottleneck.
   */
  readonly slipMs: Float64Array;
}

export interface Load {
  readonly visitors: number;
  /**
   * Further visitors, shared among the processes. Resolves when every one was welcomed. Below zero, as many go
   * away.
   */
  grow(visitors: number): Promise<void>;
  run(plan: RunPlan): Promise<LoadResult>;
  close(): Promise<void>;
}

const perProcess = 10_000;

/** Opens the visitors' sockets and resolves when every one was welcomed. Rejects if one was not. */
export async function openLoad(plan: LoadPlan): Promise<Load> {
  const { visitors, keys, ...rest } = plan;
  const processes = plan.processes ?? keys?.length ?? Math.ceil(visitors / perProcess);
  const each = Math.ceil(visitors / processes);
  const clients = Array.from({ length: processes }, (_, index) => {
    const key = keys?.[index];
    const own = { first: index * each, count: Math.min(each, visitors - index * each) };
    return startClient({
      ...rest,
      ...(key === undefined ? own : ofSite(key, index, each)),
      connectPerSecond: (rest.connectPerSecond ?? 1500) / processes,
    });
  });
  const close = async (): Promise<void> =>
    void (await Promise.all(clients.map((client) => client.close())));
  try {
    await Promise.all(clients.map(({ opened }) => opened));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    visitors,
    async grow(more) {
      await Promise.all(clients.map((client) => client.grow(Math.ceil(more / processes))));
    },
    async run(run) {
      const share = {
        ...run,
        eventsPerSecond: run.eventsPerSecond / processes,
        visitsPerSecond: (run.visitsPerSecond ?? 0) / processes,
      };
      return merge(await Promise.all(clients.map((client) => client.run(share))));
    },
    close,
  };
}

/** Visitors of one process who may grow in number: other numbers and ports than those of any other process. */
function ofSite(key: string, index: number, count: number) {
  const first = index * numbersEach;
  return { key, first, later: first + numbersEach / 2, count, from: `127.0.0.${index + 2}` };
}

/** Sixteen processes have as many as there are addresses of visitors. */
const numbersEach = 1_000_000;

/** What the standard visitor does: twenty mixed events in a shop. */
export const standardEvents: readonly LoadEvent[] = [
  page('/'),
  track('Scroll Reached', { percent: 50 }),
  track('Product List Viewed', { category: 'lamps' }),
  page('/lamps'),
  track('Product Viewed', { product_id: 'p-1', name: 'Floor lamp', category: 'lamps', price: 249 }),
  page('/lamps/1'),
  track('Scroll Reached', { percent: 90 }),
  track('Element Clicked', { mark: 'size-guide' }),
  track('Products Searched', { query: 'brass' }),
  page('/search'),
  track('Product Viewed', { product_id: 'p-2', name: 'Desk lamp', category: 'lamps', price: 89 }),
  track('Product Added', { product_id: 'p-2', price: 89, quantity: 1 }),
  track('Cart Updated', { total: 89, items: 1, currency: 'EUR' }),
  page('/cart'),
  track('Cart Viewed', { total: 89, items: 1 }),
  track('Checkout Started', { value: 89, currency: 'EUR' }),
  page('/checkout'),
  track('Form Started', { form: 'address' }),
  track('Idle Started', {}),
  track('Idle Ended', {}),
];

function track(name: string, properties: LoadEvent['properties']): LoadEvent {
  return { kind: 'track', name, path: '', properties };
}

function page(at: string): LoadEvent {
  return { kind: 'page', name: 'Page', path: at, properties: {} };
}

interface Client {
  readonly opened: Promise<void>;
  grow(count: number): Promise<void>;
  run(plan: RunPlan): Promise<ClientReport>;
  close(): Promise<void>;
}

function startClient(visitors: Visitors): Client {
  const child = fork(path.join(import.meta.dirname, 'intake-client-process.ts'), {
    serialization: 'advanced',
  });
  const say = (message: ParentToClient): void => void child.send(message);
  const opened = hear(child, 'opened').then(() => undefined);
  say({ type: 'open', visitors });
  return {
    opened,
    async grow(count) {
      const opened = hear(child, 'opened');
      say({ type: 'grow', count });
      await opened;
    },
    async run(plan) {
      const report = hear(child, 'report');
      say({ type: 'run', plan });
      return (await report).report;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

/** The next message of this type. Rejects if the process reports a failure or ends. */
function hear<T extends ClientToParent['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<ClientToParent, { type: T }>> {
  return new Promise((resolve, reject) => {
    const settle = (settled: () => void): void => {
      child.off('message', heard);
      child.off('exit', ended);
      settled();
    };
    const heard = (message: unknown): void => {
      // This module and its own process are the only ends of the channel, so the message is not
      // validated.
      const told = message as ClientToParent;
      if (told.type === type) settle(() => resolve(told as Extract<ClientToParent, { type: T }>));
      if (told.type === 'failed') settle(() => reject(new Error(told.reason)));
    };
    const ended = (): void => settle(() => reject(new Error('the load process ended')));
    child.on('message', heard);
    child.on('exit', ended);
  });
}

function merge(reports: readonly ClientReport[]): LoadResult {
  const sum = (of: (report: ClientReport) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const eventsRefused: Record<string, number> = {};
  for (const { refused } of reports)
    for (const [code, count] of Object.entries(refused))
      eventsRefused[code] = (eventsRefused[code] ?? 0) + count;
  const all = (of: (report: ClientReport) => Float64Array): Float64Array => {
    const joined = new Float64Array(sum((report) => of(report).length));
    let at = 0;
    for (const report of reports) {
      joined.set(of(report), at);
      at += of(report).length;
    }
    return joined.sort();
  };
  return {
    eventsSent: sum(({ sent }) => sent),
    eventsAcknowledged: sum(({ acknowledged }) => acknowledged),
    eventsRefused,
    eventsUnanswered: sum(({ unanswered }) => unanswered),
    decisions: sum(({ decisionMs }) => decisionMs.length),
    timed: sum(({ timed }) => timed),
    socketsLost: sum(({ lost }) => lost),
    came: sum(({ came }) => came),
    elapsedMs: Math.max(...reports.map(({ elapsedMs }) => elapsedMs)),
    ackMs: all(({ ackMs }) => ackMs),
    decisionMs: all(({ decisionMs }) => decisionMs),
    slipMs: all(({ slipMs }) => slipMs),
  };
}
