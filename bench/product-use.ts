// What a product of several processes uses of the machine, by its parts, as Linux reports it.
import { readFileSync } from 'node:fs';
import { descendants, residentKb, secondsOf } from './process-use.ts';

export interface ProductUse {
  /** Of the whole product, on average. */
  readonly cores: number;
  /** Resident memory of all its processes, before and after. */
  readonly memoryMb: readonly [before: number, after: number];
  /** The cores of each part. */
  readonly text: string;
}

/** By a word of their command lines. What has none of them is an engine's helper. */
const parts = [
  ['shards', 'shard.ts'],
  ['first process', 'main.ts'],
  ['ClickHouse', 'engine-host'],
  ['PostgreSQL', 'postgres'],
] as const;

/** Returns a function that says what was used since. */
export function productUse(pid: number): () => ProductUse {
  const [before, from] = [read(pid), performance.now()];
  return () => {
    const after = read(pid);
    const elapsedS = (performance.now() - from) / 1000;
    const names = [...after.seconds.keys()];
    const cores = names.map(
      (name) => ((after.seconds.get(name) ?? 0) - (before.seconds.get(name) ?? 0)) / elapsedS,
    );
    return {
      cores: cores.reduce((sum, each) => sum + each, 0),
      memoryMb: [before.megabytes, after.megabytes],
      text: `cores: ${names.map((name, at) => `${name} ${cores[at]?.toFixed(2)}`).join(', ')}`,
    };
  };
}

function read(pid: number): { seconds: Map<string, number>; megabytes: number } {
  const seconds = new Map<string, number>();
  let megabytes = 0;
  for (const each of [pid, ...descendants(pid)]) {
    const part = partOf(each);
    seconds.set(part, (seconds.get(part) ?? 0) + secondsOf(each));
    megabytes += residentKb(each) / 1024;
  }
  return { seconds, megabytes };
}

function partOf(pid: number): string {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return parts.find(([, word]) => command.includes(word))?.[0] ?? 'others';
}
