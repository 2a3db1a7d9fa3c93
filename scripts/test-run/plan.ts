// Which files make one process, and in which order processes run: longest first, so that all slots
// end at about the same time, and files that drive a browser before the rest, since few of them may
// run beside others. Files of attacks measure how long people wait: they are a plan of their own.

export interface Job {
  readonly files: readonly string[];
  readonly drivesBrowser: boolean;
  /** As it took last time; a guess where that is unknown. */
  readonly expectedMs: number;
}

export interface Plan {
  /** The first job that may run now, taken out; undefined while there is none. */
  next(): Job | undefined;
  /** A job has ended. */
  end(job: Job): void;
}

/** How long a file of a shared process takes at most, and all of them together. */
const shares = {
  other: { fileMs: 10_000, processMs: 20_000 },
  // Their first one loads the server, and has it compiled.
  browser: { fileMs: 60_000, processMs: 90_000 },
} as const;
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

export function jobsOf(files: readonly string[], known: Knowledge): readonly Job[] {
  const jobs: Job[] = [];
  const filling = new Map<keyof typeof shares, Job>();
  for (const file of files) {
    const isBrowser = drivesBrowser(file);
    const kind = isBrowser ? 'browser' : 'other';
    const { fileMs, processMs } = shares[kind];
    const expectedMs = known.times[file] ?? guessed(file, known);
    const job = { files: [file], drivesBrowser: isBrowser, expectedMs };
    if (!known.mayShareProcess(file) || expectedMs > fileMs) {
      jobs.push(job);
      continue;
    }
    const before = filling.get(kind);
    const togetherMs = (before?.expectedMs ?? 0) + expectedMs;
    const fits = before !== undefined && togetherMs <= processMs;
    if (before !== undefined && !fits) jobs.push(before);
    const together = { ...job, files: [...(before?.files ?? []), file], expectedMs: togetherMs };
    filling.set(kind, fits ? together : job);
  }
  jobs.push(...filling.values());
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
  if (known.mayShareProcess(file)) return guessMs[known.usesEngines(file) ? 'engines' : 'shared'];
  return guessMs[file.startsWith('test/') ? 'system' : 'own'];
}

export function drivesBrowser(file: string): boolean {
  return /^test\/e2e\/|\.browser\.test\./.test(file);
}

/** Files that measure how long others wait, besides those of attacks, or build the product again and again. */
const alone = new Set([
  'packages/server/account/sign-in/sign-in.test.ts',
  'packages/server/agent/agent-socket.test.ts',
  'test/crash/frozen-engines.test.ts',
  'test/start/restart.test.ts',
]);

/** Whether nothing may run beside a file. */
export function runsAlone(file: string): boolean {
  return file.startsWith('test/attack/') || alone.has(file);
}
