// The time limits of leases and the bounds of a cluster. A shard that dies is noticed after a lease
// and a beat; its visitors and desks are elsewhere within three seconds.

export interface Timings {
  /** How long a lease holds, from when its renewal was sent. */
  readonly leaseMs: number;
  /** An owner stops acting so long before its lease ends. Covers clocks that run at other rates. */
  readonly marginMs: number;
  /** Between two renewals. */
  readonly beatMs: number;
  /** How long an owner may take to let go of what moved away, before it gives up its lease. */
  readonly drainMs: number;
}

export const clusterTimings: Timings = {
  leaseMs: 1500,
  marginMs: 150,
  beatMs: 300,
  drainMs: 20_000,
};

/** Of nodes, which run many processes: a pause of a busy machine loses no lease. */
export const nodeTimings: Timings = {
  leaseMs: 5000,
  marginMs: 500,
  beatMs: 1000,
  drainMs: 28_000,
};

export const clusterLimits = {
  /** Shards in a cluster. Beyond: the next one is refused. */
  shards: 64,
  /** Changes of members that not all have heard of. Beyond: nobody joins or leaves by itself. */
  views: 16,
  /** Ends of logs of lost shards that are not swept. Beyond: what the next one owned waits. */
  seals: 1024,
  /** The longest name of a shard or a process, in characters. */
  nameLength: 64,
  /** The longest address of a shard, in characters. */
  addressLength: 256,
  /** How often a message is forwarded. Beyond: its sender tries again. */
  hops: 3,
  /** Messages that wait at one shard until it may act. Beyond: the newest is refused. */
  heldMessages: 10_000,
  heldBytes: 16 * 1024 * 1024,
  /** How long one waits. */
  heldMs: 10_000,
} as const;
