// Which files make one process, and in which order processes run: longest first, so that all slots
// end at about the same time, and files that drive a browser before the rest, since few of them may
// run at once.

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

/** Where a file takes longer than this, it does not share a process: a process is one unit of work. */
const longMs = 10_000;
/** What the files of a shared process may take together. */
const sharedMs = 20_000;
/** On a fresh clone. Files below test/ are of the whole system: they start it, kill it, fill its disk. */
const guessMs = { browser: 20_000, system: 30_000, own: 5000, shared: 300 } as const;

/** Jobs for `files`; `known` says how long a file took last time, in milliseconds. */
export function jobsOf(
  files: readonly string[],
  known: Readonly<Record<string, number>>,
  mayShareProcess: (file: string) => boolean,
): readonly Job[] {
  const jobs: Job[] = [];
  let sharing: string[] = [];
  let sum = 0;
  const share = () => {
    if (sharing.length > 0) jobs.push({ files: sharing, drivesBrowser: false, expectedMs: sum });
    [sharing, sum] = [[], 0];
  };
  for (const file of files) {
    const isBrowser = drivesBrowser(file);
    const mayShare = !isBrowser && mayShareProcess(file);
    const expectedMs = known[file] ?? guessMs[kindOf(file, mayShare)];
    if (!mayShare || expectedMs > longMs) {
      jobs.push({ files: [file], drivesBrowser: isBrowser, expectedMs });
      continue;
    }
    if (sum + expectedMs > sharedMs) share();
    sharing.push(file);
    sum += expectedMs;
  }
  share();
  return jobs.toSorted((one, other) => other.expectedMs - one.expectedMs);
}

/** Hands jobs out, at most `browsers` that drive a browser at a time. */
export function planOf(jobs: readonly Job[], browsers: number): Plan {
  const waiting = {
    browser: jobs.filter((job) => job.drivesBrowser),
    other: jobs.filter((job) => !job.drivesBrowser),
  };
  let driving = 0;
  return {
    next() {
      if (driving === browsers || waiting.browser.length === 0) return waiting.other.shift();
      driving += 1;
      return waiting.browser.shift();
    },
    end(job) {
      if (job.drivesBrowser) driving -= 1;
    },
  };
}

function kindOf(file: string, mayShare: boolean): keyof typeof guessMs {
  if (drivesBrowser(file)) return 'browser';
  if (mayShare) return 'shared';
  return file.startsWith('test/') ? 'system' : 'own';
}

function drivesBrowser(file: string): boolean {
  return /^test\/(e2e|attack)\/|\.browser\.test\./.test(file);
}
