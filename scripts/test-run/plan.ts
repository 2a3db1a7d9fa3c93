// Which files make one process, and in which order processes run: longest first, so that all slots
// end at about the same time, and files that drive a browser before the rest, since few of them may
// run beside others. Files of attacks measure how long people wait: no browser runs beside them.

export interface Job {
  readonly files: readonly string[];
  readonly drivesBrowser: boolean;
  /** Measures what it does to others, so that none of those that drive a browser may run beside it. */
  readonly attacks: boolean;
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
const guessMs = { browser: 20_000, system: 30_000, own: 5000, engines: 2000, shared: 300 } as const;

/** Jobs for `files`; `known` says how long a file took last time, in milliseconds. */
export function jobsOf(
  files: readonly string[],
  known: Readonly<Record<string, number>>,
  mayShareProcess: (file: string) => boolean,
  usesEngines: (file: string) => boolean = () => false,
): readonly Job[] {
  const jobs: Job[] = [];
  let sharing: string[] = [];
  let sum = 0;
  const share = () => {
    if (sharing.length > 0)
      jobs.push({ files: sharing, drivesBrowser: false, attacks: false, expectedMs: sum });
    [sharing, sum] = [[], 0];
  };
  for (const file of files) {
    const isBrowser = drivesBrowser(file);
    const mayShare = !isBrowser && mayShareProcess(file);
    const expectedMs = known[file] ?? guessMs[kindOf(file, mayShare, usesEngines(file))];
    if (!mayShare || expectedMs > longMs) {
      jobs.push({ files: [file], drivesBrowser: isBrowser, attacks: isAttack(file), expectedMs });
      continue;
    }
    if (sum + expectedMs > sharedMs) share();
    sharing.push(file);
    sum += expectedMs;
  }
  share();
  return jobs.toSorted((one, other) => other.expectedMs - one.expectedMs);
}

/**
 * Hands jobs out: at most `browsers` that drive a browser beside others, and, once no other waits, as
 * many as there are slots.
 */
export function planOf(jobs: readonly Job[], browsers: number): Plan {
  const waiting = {
    browser: jobs.filter(({ drivesBrowser: drives, attacks }) => drives && !attacks),
    attack: jobs.filter(({ attacks }) => attacks),
    other: jobs.filter(({ drivesBrowser: drives }) => !drives),
  };
  let driving = 0;
  let isAttacked = false;
  return {
    next() {
      const mayDrive = !isAttacked && (driving < browsers || waiting.other.length === 0);
      // Attacks first: at the end they would hold up the other slots.
      const attack = mayDrive && driving === 0 ? waiting.attack.shift() : undefined;
      const job = attack ?? (mayDrive ? waiting.browser.shift() : undefined);
      if (job === undefined) return waiting.other.shift();
      driving += 1;
      isAttacked = job.attacks;
      return job;
    },
    end({ drivesBrowser: drives, attacks }) {
      if (drives) driving -= 1;
      if (attacks) isAttacked = false;
    },
  };
}

function kindOf(file: string, mayShare: boolean, usesEngines: boolean): keyof typeof guessMs {
  if (drivesBrowser(file)) return 'browser';
  if (mayShare) return usesEngines ? 'engines' : 'shared';
  return file.startsWith('test/') ? 'system' : 'own';
}

function drivesBrowser(file: string): boolean {
  return /^test\/e2e\/|\.browser\.test\./.test(file) || isAttack(file);
}

function isAttack(file: string): boolean {
  return file.startsWith('test/attack/');
}
