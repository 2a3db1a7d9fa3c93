// Who owns decisions and work: a shard, under a lease whose epoch increases with each new holder. A
// single process is the only shard, and its lease never changes hands.

export interface Owner {
  readonly shard: string;
  readonly epoch: number;
}

/** The owner of everything in a single process. */
export const onlyOwner: Owner = { shard: 'only', epoch: 1 };
