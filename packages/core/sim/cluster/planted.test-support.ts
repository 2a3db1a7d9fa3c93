// Faults that can be planted in a simulated cluster. Each breaks one rule, and the simulation has to
// find it.

export const plantedFaults = [
  /** An owner acts after its lease is over. */
  'acts-after-lease',
  /** An owner acknowledges what was stored after its lease was over. */
  'acknowledges-after-lease',
  /** An owner counts its lease from the answer, not from the request. */
  'lease-from-answer',
  /** An owner acts by the newest view although others act by an older one. */
  'acts-unsettled',
  /** An owner says that it let go before what it stored is there. */
  'follows-at-once',
  /** An owner keeps in memory what it lost, and goes on with it when it gets it back. */
  'keeps-what-moved',
  /** An owner stores two batches at the same time. */
  'stores-in-parallel',
  /** An owner's ordinals follow its clock alone. */
  'ordinals-by-clock',
  /** A shard's clock runs three times too fast, so that it removes others too early. */
  'clock-runs-away',
  /** A shard is removed although it has renewed since. */
  'removes-without-look',
  /** A lost log is opened without reading where it ends. */
  'seals-without-reading',
  /** Stale rows are read. */
  'reads-stale-rows',
  /** PostgreSQL takes writes of an old epoch. */
  'no-fence',
  /** Builds join that are no neighbours. */
  'joins-any-version',
] as const;

export type PlantedFault = (typeof plantedFaults)[number];
