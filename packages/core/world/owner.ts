// Who owns what is decided and done: a shard, under a lease whose epoch grows with each new holder.
// One process is the only shard, and its lease never changes hands.

export interface Owner {
  readonly shard: string;
  readonly epoch: number;
}

/** The owner of everything where one process is all there is. */
export const onlyOwner: Owner = { shard: 'only', epoch: 1 };
