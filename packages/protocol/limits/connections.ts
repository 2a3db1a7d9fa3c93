// Limits of connections of browsers and consoles, and of who counts as present. The effect of each
// is stated beside it and tested where it is enforced.

const KiB = 1024;

/** Bounds on every socket. A reader that falls further behind is closed with 4008 and resumes. */
export const socketLimits = {
  /**
   * Connections of browsers, consoles and programs. Beyond: the oldest that waits for its first or its
   * next request is closed; if none does, the new one is.
   */
  connections: 50_000,
  /** Consoles that are connected. Beyond: `server.overloaded`. */
  consoles: 2_000,
  outboundBytes: 1024 * KiB,
  /** Frames of all long polls that wait to be fetched. Beyond: the address with most loses its largest. */
  pollBytes: 64 * 1024 * KiB,
  heartbeatMs: 25_000,
  /**
   * How long a connection waits until it is known whose it is, and again until it has its first frames.
   * Beyond: `engine.unavailable`, and its client connects again.
   */
  openMs: 20_000,
  /** If no frame, not even a heartbeat, arrives for this long, the socket is closed. */
  silenceMs: 60_000,
  /** How often a console is pinged. */
  consoleBeatMs: 8_000,
  /** After this many unanswered pings in a row its connection is closed. */
  consoleMisses: 2,
  /** One frame of a console. Beyond: close 1009. */
  consoleFrameBytes: 64 * KiB,
  /**
   * Frames of one console waiting to be handled. Beyond: the socket is not read until they are
   * done.
   */
  consoleFrames: 64,
  /** How long broadcasts to consoles are batched after a previous one. */
  gatherMs: 50,
  /** The size of such a batch for one console. Beyond: it is sent at once. */
  gatheredBytes: 64 * KiB,
} as const;

/** Bounds at the door of several processes. */
export const doorLimits = {
  /** Requests that wait in one process for another that is being replaced. Beyond, they are refused. */
  waitingForHome: 1000,
  /** Connections of which it is not known yet which shard they are for. Beyond: the oldest is closed. */
  halfOpen: 2048,
  /** The same of one address. Beyond: its oldest is closed. */
  halfOpenOfAddress: 256,
  /** Of one head. Beyond: it is passed on as it is, and refused. */
  headBytes: 16 * KiB,
  /** How long a head may take. */
  headMs: 15_000,
  /** Keys of sites whose homes it knows. Beyond: those used longest ago are asked for again. */
  keys: 10_000,
  /** Connections that wait for one shard. Beyond: the address with most of them loses its oldest. */
  waiting: 1000,
  /** What was read from them. Beyond: the same. */
  waitingBytes: 16 * 1024 * KiB,
  /** How long they wait. */
  waitingMs: 10_000,
  /** Unknown keys that are asked for at once. Beyond: their connections go to any shard. */
  askedKeys: 16,
} as const;

/** What a console is sent of visitors on the site. */
export const liveLimits = {
  /** Visitors whose rows it has. The count is always complete. */
  rows: 2_000,
  /** Rows of one frame. More follow in the next. */
  rowsPerFrame: 200,
  /** With this many bytes waiting, a console gets no rows until they are read. */
  waitingBytes: 128 * KiB,
} as const;

/** Agents who are at the desk without a socket. */
export const presenceLimits = {
  /** How long an agent who reported over REST counts as present. */
  stayMs: 60_000,
  /** Such agents of all accounts. Beyond: `server.overloaded`. */
  agents: 2_000,
} as const;
