// Limits of what strangers send to the intake, and of what is kept of it to help and to warn
// people. The effect of each is stated beside it and tested where it is enforced.

const KiB = 1024;

/**
 * Bounds on what a client may send. Beyond one: the event is refused with its code, the rest is
 * accepted.
 */
export const intakeLimits = {
  /** One event as JSON. Beyond: `event.too_large`. */
  eventSizeBytes: 32 * KiB,
  /** One HTTP body or socket frame. Beyond: HTTP 413 `request.too_large`, or socket close 1009. */
  requestSizeBytes: 512 * KiB,
  /** A gzip body may unpack to this many times its size. Beyond: `request.too_large`. */
  unpackedRatio: 100,
  /** A body may always unpack to this much, whatever its size. */
  unpackedFreeBytes: 64 * KiB,
  /** How long a body may take to arrive. Beyond: `request.too_slow`. */
  bodyMs: 30_000,
  /**
   * Bodies and frames of all clients being received. Beyond: the sender with most loses the
   * largest.
   */
  arrivingBytes: 64 * 1024 * KiB,
  /** The first frame of a connection, before its key is known. Beyond: close 1009. */
  helloSizeBytes: 32 * KiB,
  /** Events in one batch. Beyond: `batch.too_long` for the whole batch. */
  batchEvents: 500,
  /** Nesting of properties. Beyond: `event.too_deep`. */
  propertyDepth: 8,
  /** Keys of one properties object, all levels together. Beyond: `event.too_many_properties`. */
  propertyCount: 255,
  /** Characters of an event name. */
  nameLength: 200,
  /** Characters of one string property. Beyond: `event.too_large`. */
  stringLength: 8192,
  /** A price, a quantity, a sum. Beyond it, or below its negative: `event.property_type`. */
  amount: 1_000_000_000_000,
  /**
   * How far in the past an event may be on the live intake. Older history requires `npm run
   * import`.
   */
  pastMs: 7 * 24 * 3600_000,
  /** An event older than this on arrival updates facts and fires nothing. */
  liveMs: 60_000,
} as const;

/** How accounts share the event loop: charged work that waits for its account's turn. */
export const turnLimits = {
  /** How long such work runs before input that arrived meanwhile is read. */
  turnMs: 5,
  /** How long one account's work runs while that of others waits. */
  shareMs: 1,
  /**
   * Bytes that wait, of all accounts. One holds at most as much as is free. Beyond:
   * `server.overloaded`.
   */
  waitingBytes: 64 * 1024 * KiB,
} as const;

/** Bounds on the events that the debugger keeps for display. */
export const debuggerLimits = {
  /** Sites with kept events. Beyond: evicts those of the site unused longest. */
  sites: 500,
  /** Events of one site. Beyond: evicts the oldest. */
  entriesPerSite: 1000,
  /** Accepted events of one site kept a second, and as many others. Beyond: only counted. */
  perSecond: 200,
  /** Characters kept of one event. */
  receivedLength: 4096,
  /** Bytes of all sites. Beyond: the site that holds most loses its oldest. */
  keptBytes: 32 * 1024 * KiB,
} as const;

/**
 * Bounds on what is remembered of new visitors' senders, to detect bursts: keyed hashes, in memory
 * only.
 */
export const burstLimits = {
  /** How long a sender's hash and its new visitors are remembered. */
  keptMs: 24 * 3600_000,
  /** Senders. Beyond: evicts the one without arrivals for longest. */
  senders: 20_000,
  /**
   * New visitors of one sender, and of all, who may still be marked. Beyond: evicts the oldest, and
   * the oldest sender, unmarked.
   */
  visitorsOfSender: 256,
  visitors: 50_000,
  /** Spans of five minutes in which arrivals are counted, of all senders. Beyond: as for visitors. */
  slots: 1_000_000,
} as const;

/** Bounds on reports of a Content-Security-Policy, which anybody can send. */
export const reportingLimits = {
  /** One request. Beyond: HTTP 413, and nothing of it is counted. */
  bodySizeBytes: 64 * KiB,
  /** Reports of one request that count. */
  reports: 50,
  /** Log lines for them. Beyond: they are only counted. */
  linesPerMinute: 20,
} as const;
