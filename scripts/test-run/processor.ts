// How much processor time a test run costs, by kind of process, as /proc tells it: nothing is known on
// systems without it. What a process used since the last look before its end is not counted.
import { readdirSync, readFileSync } from 'node:fs';

/** In the order in which they are printed. */
export const kinds = [
  'browsers',
  'tests with a browser',
  'tests without a browser',
  'ClickHouse',
  'PostgreSQL',
  'products and programs apart',
] as const;
export type Kind = (typeof kinds)[number];
/** Milliseconds by kind. */
export type Spent = ReadonlyMap<Kind, number>;

export interface ProcessorTime {
  /** A child that runs tests was started. */
  begin(pid: number, drivesBrowser: boolean): void;
  /** Of a child that runs tests and of everything that it started, up to now. */
  spent(pid: number): Spent;
  /** Of everything that this process started, up to now. */
  sums(): Spent;
  close(): void;
}

interface Process {
  kind: Kind;
  /** It changes as a process becomes another program. */
  name: string;
  /** The child that runs tests, which it belongs to. */
  readonly child: number | undefined;
  /** Tells a process from an earlier one with the same number. */
  readonly startedAt: string;
  ticks: number;
}

interface Stat {
  readonly parent: number;
  readonly name: string;
  readonly ticks: number;
  readonly startedAt: string;
}

const lookMs = 500;
/** Of the kernel's clock, the same on every Linux. */
const msPerTick = 10;

export function openProcessorTime(): ProcessorTime {
  const tests = new Map<number, Kind>();
  const living = new Map<number, Process>();
  const strangers = new Set<number>();
  const spent = new Map<number, Map<Kind, number>>();
  const sums = new Map<Kind, number>();
  const timer = setInterval(look, lookMs).unref();
  return {
    begin(pid, drives) {
      tests.set(pid, drives ? 'tests with a browser' : 'tests without a browser');
      spent.set(pid, new Map());
      // Its number may have been a stranger's.
      strangers.delete(pid);
    },
    spent(pid) {
      look();
      return new Map(spent.get(pid));
    },
    sums() {
      look();
      return sums;
    },
    close: () => clearInterval(timer),
  };

  function look(): void {
    const pids = numbersIn('/proc');
    const there = new Set(pids);
    for (const pid of living.keys()) if (!there.has(pid)) living.delete(pid);
    for (const pid of strangers) if (!there.has(pid)) strangers.delete(pid);
    for (const pid of pids) if (!strangers.has(pid)) count(pid);
  }

  function count(pid: number): void {
    const stat = statOf(pid);
    if (stat === undefined) return;
    const process = known(pid, stat);
    if (process === undefined) return;
    const moreMs = (stat.ticks - process.ticks) * msPerTick;
    process.ticks = stat.ticks;
    const own = process.child === undefined ? undefined : spent.get(process.child);
    for (const all of [sums, own]) all?.set(process.kind, (all.get(process.kind) ?? 0) + moreMs);
  }

  function known(pid: number, stat: Stat): Process | undefined {
    const before = living.get(pid);
    if (before?.startedAt === stat.startedAt) {
      // A child of Node is called as Node before it becomes another program of Node.
      if (before.name !== stat.name || isNode(stat.name))
        before.kind = tests.get(pid) ?? kindOf(pid, stat.name);
      before.name = stat.name;
      return before;
    }
    const parent = living.get(stat.parent);
    if (parent === undefined && stat.parent !== process.pid) {
      strangers.add(pid);
      return undefined;
    }
    const kind = tests.get(pid);
    const found = {
      kind: kind ?? kindOf(pid, stat.name),
      name: stat.name,
      child: kind === undefined ? parent?.child : pid,
      startedAt: stat.startedAt,
      ticks: 0,
    };
    living.set(pid, found);
    return found;
  }
}

/** All kinds together. */
export function wholeOf(spent: Spent): number {
  return [...spent.values()].reduce((sum, each) => sum + each, 0);
}

/** What was spent since. */
export function spentSince(before: Spent, now: Spent): Spent {
  return new Map([...now].map(([kind, ms]) => [kind, ms - (before.get(kind) ?? 0)]));
}

/** Parents come first, except where the kernel's numbers have begun again. */
function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder)
      .map(Number)
      .filter((pid) => pid > 0)
      .sort((one, other) => one - other);
  } catch {
    return [];
  }
}

function statOf(pid: number): Stat | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  const nameEnd = text.lastIndexOf(')');
  if (nameEnd < 0) return undefined;
  const fields = text.slice(nameEnd + 2).split(' ');
  const [, parent, user, system, startedAt = ''] = [0, 1, 11, 12, 19].map((place) => fields[place]);
  return {
    parent: Number(parent),
    name: text.slice(text.indexOf('(') + 1, nameEnd),
    ticks: Number(user) + Number(system),
    startedAt,
  };
}

function isNode(name: string): boolean {
  return name === 'MainThread' || name === 'node';
}

function kindOf(pid: number, name: string): Kind {
  if (/chrom|headless/.test(name)) return 'browsers';
  if (name === 'postgres') return 'PostgreSQL';
  const command = textOf(`/proc/${pid}/cmdline`);
  if (command.includes('/facts/engine-host.ts')) return 'ClickHouse';
  return /\/(chrome|headless)/.test(command) ? 'browsers' : 'products and programs apart';
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
