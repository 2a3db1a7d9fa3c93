// How good the line of a call is, from what the browser counts of its sound. Pure. A line is weak if
// people would notice: it changes only after two readings that agree, so that it does not flicker.

/** Counters since the connection began. */
export interface Reading {
  readonly received: number;
  readonly lost: number;
  /** Samples that were invented because none arrived, of all that were played. */
  readonly concealed: number;
  readonly played: number;
  /** s. */
  readonly jitter: number;
  /** Share of our packets that the other side misses, if it says so. */
  readonly missed: number;
}

const limits = { lost: 0.04, concealed: 0.08, jitterS: 0.06, missed: 0.04 };
/** With fewer packets a share says nothing. Silence sends few. */
const fewest = 20;

export interface Line {
  readonly isWeak: boolean;
  readonly last: Reading | null;
  /** Readings in a row that disagree with `isWeak`. */
  readonly against: number;
}

export const newLine: Line = { isWeak: false, last: null, against: 0 };

/** The line after a further reading. A new connection counts from zero again. */
export function judge({ isWeak, last, against }: Line, now: Reading): Line {
  if (!last || now.received < last.received) return { isWeak, last: now, against: 0 };
  const found = isBad(last, now);
  const agrees = found === isWeak || found === null;
  if (agrees) return { isWeak, last: now, against: 0 };
  return against ? { isWeak: !isWeak, last: now, against: 0 } : { isWeak, last: now, against: 1 };
}

/** Null: too little arrived to tell. */
function isBad(last: Reading, now: Reading): boolean | null {
  const lost = Math.max(0, now.lost - last.lost);
  const packets = now.received - last.received + lost;
  const played = now.played - last.played;
  const concealed = played > 0 ? (now.concealed - last.concealed) / played : 0;
  if (now.missed > limits.missed) return true;
  if (packets < fewest) return null;
  return (
    lost / packets > limits.lost || concealed > limits.concealed || now.jitter > limits.jitterS
  );
}

/** Adds up what the browser's report says of all sound. */
export function readingOf(report: Iterable<Readonly<Record<string, unknown>>>): Reading {
  const sum = { received: 0, lost: 0, concealed: 0, played: 0, jitter: 0, missed: 0 };
  for (const each of report) {
    const of = (name: string): number => Number(each[name]) || 0;
    if (each['type'] === 'remote-inbound-rtp')
      sum.missed = Math.max(sum.missed, of('fractionLost'));
    if (each['type'] !== 'inbound-rtp') continue;
    sum.received += of('packetsReceived');
    sum.lost += of('packetsLost');
    // What is invented during silence is not heard.
    sum.concealed += of('concealedSamples') - of('silentConcealedSamples');
    sum.played += of('totalSamplesReceived');
    sum.jitter = Math.max(sum.jitter, of('jitter'));
  }
  return sum;
}
