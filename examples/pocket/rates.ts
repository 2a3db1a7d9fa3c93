// What one client address may send to the pocket: messages and bytes, each from a bucket that
// refills with time. The address unused longest is forgotten first, and then starts full again.

/** Messages and other acts, of which the page makes some for each line: a person types less. */
const acts = { perSecond: 5, burst: 100 };
const bytes = { perSecond: 256 * 1024, burst: 8 * 1024 * 1024 };
const addresses = 1000;

interface Left {
  acts: number;
  bytes: number;
  at: number;
}

export interface Rates {
  /** Takes an act of so many bytes. False: the address sent too much, and nothing is taken. */
  take(address: string, sizeBytes: number, now: number): boolean;
}

export function createRates(): Rates {
  const known = new Map<string, Left>();
  return {
    take(address, sizeBytes, now) {
      const left = refilled(known.get(address), now);
      known.delete(address);
      known.set(address, left);
      const [oldest] = known.keys();
      if (known.size > addresses && oldest !== undefined) known.delete(oldest);
      if (left.acts < 1 || left.bytes < sizeBytes) return false;
      left.acts -= 1;
      left.bytes -= sizeBytes;
      return true;
    },
  };
}

function refilled(left: Left | undefined, now: number): Left {
  if (left === undefined) return { acts: acts.burst, bytes: bytes.burst, at: now };
  const seconds = Math.max(0, now - left.at) / 1000;
  return {
    acts: Math.min(acts.burst, left.acts + seconds * acts.perSecond),
    bytes: Math.min(bytes.burst, left.bytes + seconds * bytes.perSecond),
    at: now,
  };
}
