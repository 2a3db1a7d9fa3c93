// Merges what shards say to Prometheus into one text: each sample gets a label with the name of its
// shard, and each metric is described once.

interface Metric {
  readonly described: string[];
  readonly samples: string[];
}

/** Texts in Prometheus' format 0.0.4, by shard. */
export function mergeMetrics(texts: readonly (readonly [shard: string, text: string])[]): string {
  const metrics = new Map<string, Metric>();
  for (const [shard, text] of texts) {
    let current: Metric = { described: [], samples: [] };
    for (const line of text.split('\n')) {
      const [, what, name] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? [];
      if (what !== undefined && name !== undefined) {
        current = metrics.get(name) ?? { described: [], samples: [] };
        metrics.set(name, current);
        if (!current.described.some((known) => known.startsWith(`# ${what} `)))
          current.described.push(line);
      } else if (line !== '' && !line.startsWith('#')) current.samples.push(labelled(line, shard));
    }
  }
  const lines = [...metrics.values()].flatMap(({ described, samples }) => [
    ...described,
    ...samples,
  ]);
  return `${lines.join('\n')}\n`;
}

/** A name cannot contain what begins labels or a value. */
function labelled(sample: string, shard: string): string {
  const end = sample.search(/[{ ]/);
  const name = sample.slice(0, end);
  const label = `shard="${shard}"`;
  if (sample[end] !== '{') return `${name}{${label}}${sample.slice(end)}`;
  const isEmpty = sample[end + 1] === '}';
  return `${name}{${label}${isEmpty ? '' : ','}${sample.slice(end + 1)}`;
}
