// Which files make one process, and in which order processes run: longest first, so that all slots
// end at about the same time, and files that drive a browser before the rest, since few of them may
// run beside others. Files that measure how long people wait run first and are a plan of their own.

export interface Job {
  readonly files: readonly string[];
  readonly drivesBrowser: boolean;
  /** Only computes: it uses neither engines nor a browser, and starts nothing. */
  readonly isQuiet: boolean;
  /** As it took last time; a guess where that is unknown. */
  readonly expectedMs: number;
}

export interface Plan {
  /** The first job that may run now, taken out; undefined while there is none. */
  next(): Job | undefined;
  /** The first quiet job, taken out. */
  nextQuiet(): Job | undefined;
  /** A job has ended. */
  end(job: Job): void;
}

/** How long a file of a shared process takes at most. */
const sharedFileMs = 60_000;
/**
 * How long the files of a process take together. Each process with engines loads the server again, and
 * its code is compiled anew as it runs; but two that are left at the end keep no two cores busy, since
 * each waits for a quarter of its time. Those that only compute are begun on a low priority, so they are
 * shorter.
 */
const processMs = { engines: 120_000, nothing: 90_000 } as const;
/**
 * Files that drive a browser share in few processes of equal length: the first file of each loads the
 * server, has it compiled, and starts a browser.
 */
const browserProcessMs = 180_000;
/** With two for each that may run at once, they end together whatever they take. */
const browserProcesses = 6;
/**
 * On a fresh clone, files of a process of their own that wait for long: most of the time they need no
 * processor, and begun last they would keep the run waiting.
 */
export const waitMs: Readonly<Record<string, number>> = {
  'packages/server/adapter/bus-nats/bus-nats.test.ts': 30_000,
  'packages/server/adapter/facts/facts-host.test.ts': 50_000,
  'packages/server/channel/email/connection/watch-mailbox.test.ts': 26_000,
  'packages/server/processes/shards.test.ts': 50_000,
};
/** On a fresh clone. Files below test/ are of the whole system: they start it, kill it, fill its disk. */
const guessMs = { system: 30_000, own: 5000, engines: 2000, shared: 300 } as const;
/** Of files that drive a browser the long ones take long. */
const guessMsPerKb = { product: 4000, tag: 1500 } as const;

/** What is known of files. */
export interface Knowledge {
  /** How long each took last time, in milliseconds. */
  readonly times: Readonly<Record<string, number>>;
  sizeBytes(file: string): number;
  mayShareProcess(file: string): boolean;
  usesEngines(file: string): boolean;
}

/** What files of one process have in common. */
type Ground = 'product' | 'tag' | 'engines' | 'nothing';

export function jobsOf(files: readonly string[], known: Knowledge): readonly Job[] {
  const alone: Job[] = [];
  const sharing: Record<Ground, Job[]> = { product: [], tag: [], engines: [], nothing: [] };
  for (const file of files) {
    const ground = groundOf(file, known);
    const mayShare = known.mayShareProcess(file);
    const job = {
      files: [file],
      drivesBrowser: drivesBrowser(file),
      isQuiet: mayShare && ground === 'nothing',
      expectedMs: known.times[file] ?? guessed(file, known),
    };
    (mayShare ? sharing[ground] : alone).push(job);
  }
  return longestFirst([
    ...alone,
    ...spread(sharing.product),
    ...spread(sharing.tag),
    ...inTurn(sharing.engines, processMs.engines),
    ...inTurn(sharing.nothing, processMs.nothing),
  ]);
}

function groundOf(file: string, known: Knowledge): Ground {
  if (drivesBrowser(file)) return file.startsWith('test/e2e/') ? 'product' : 'tag';
  return known.usesEngines(file) ? 'engines' : 'nothing';
}

/** Joins short files with those after them, since neighbours load the same. */
function inTurn(jobs: readonly Job[], togetherMs: number): readonly Job[] {
  const found: Job[] = [];
  let filling: Job | undefined;
  for (const job of jobs) {
    if (job.expectedMs > sharedFileMs) found.push(job);
    else if (filling !== undefined && filling.expectedMs + job.expectedMs <= togetherMs)
      filling = joined(filling, job);
    else {
      if (filling !== undefined) found.push(filling);
      filling = job;
    }
  }
  return filling === undefined ? found : [...found, filling];
}

/** Joins all to few jobs, which take about equally long. */
function spread(jobs: readonly Job[]): readonly Job[] {
  const wholeMs = jobs.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
  const most = Math.min(browserProcesses, wholeMs / browserProcessMs);
  const together: Job[] = [];
  for (const job of longestFirst(jobs)) {
    const [least] = together.toSorted((one, other) => one.expectedMs - other.expectedMs);
    if (least === undefined || together.length < most) together.push(job);
    else together.splice(together.indexOf(least), 1, joined(least, job));
  }
  return together;
}

function joined(one: Job, other: Job): Job {
  return {
    ...one,
    files: [...one.files, ...other.files],
    expectedMs: one.expectedMs + other.expectedMs,
  };
}

function longestFirst(jobs: readonly Job[]): readonly Job[] {
  return jobs.toSorted((one, other) => other.expectedMs - one.expectedMs);
}

/**
 * Hands jobs out: at most `browsers` that drive a browser beside others, and, once no other waits, as
 * many as there are slots.
 */
export function planOf(jobs: readonly Job[], browsers: number): Plan {
  const waiting = {
    browser: jobs.filter(({ drivesBrowser: drives }) => drives),
    other: jobs.filter(({ drivesBrowser: drives }) => !drives),
  };
  let driving = 0;
  return {
    next() {
      const mayDrive = driving < browsers || waiting.other.length === 0;
      const job = mayDrive ? waiting.browser.shift() : undefined;
      if (job === undefined) return waiting.other.shift();
      driving += 1;
      return job;
    },
    nextQuiet() {
      const place = waiting.other.findIndex(({ isQuiet }) => isQuiet);
      return place < 0 ? undefined : waiting.other.splice(place, 1)[0];
    },
    end({ drivesBrowser: drives }) {
      if (drives) driving -= 1;
    },
  };
}

function guessed(file: string, known: Knowledge): number {
  if (drivesBrowser(file)) {
    const msPerKb = guessMsPerKb[file.startsWith('test/e2e/') ? 'product' : 'tag'];
    return (msPerKb * known.sizeBytes(file)) / 1024;
  }
  const waits = waitMs[file];
  if (waits !== undefined) return waits;
  if (known.mayShareProcess(file)) return guessMs[known.usesEngines(file) ? 'engines' : 'shared'];
  return guessMs[file.startsWith('test/') ? 'system' : 'own'];
}

export function drivesBrowser(file: string): boolean {
  return /^test\/e2e\/|\.browser\.test\./.test(file);
}

/**
 * Files that measure how long others wait, besides those of attacks. The last one also gives
 * processes a second of the clock for each letter.
 */
const measuring = new Set([
  'packages/server/account/sign-in/sign-in.test.ts',
  'packages/server/agent/agent-socket.test.ts',
  'test/crash/frozen-engines.test.ts',
  'test/crash/kill.test.ts',
  'test/e2e/sample-shop.test.ts',
  'test/intake/cost-search.test.ts',
  'test/start/first-hour.test.ts',
  'test/start/restart.test.ts',
  'packages/server/channel/email/receiving/read-apart.test.ts',
]);

/** Whether nothing may run beside a file. */
export function runsAlone(file: string): boolean {
  return file.startsWith('test/attack/') || measuring.has(file);
}
