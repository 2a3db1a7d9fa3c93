// What each payer may cause: rates that refill with time, and places held at the same time.
// A payer is a client address (IPv6: its /64), a key, an account, a visitor, or the whole process.
// The numbers are written here once; the reference of limits is generated from them.

const MiB = 1024 * 1024;
const quarterS = 900;
const hourS = 3600;

export interface RateBudget {
  /** What comes back each second. */
  readonly perSecond: number;
  /** What may be used at once. */
  readonly burst: number;
  /** Payers remembered at most. The one unused longest is forgotten and starts full again. */
  readonly payers: number;
  /**
   * Shared by networks, so many of which are remembered at most. While less than half of the burst is
   * left, a network waits that used more than an eighth of what is left of late. What it used fades
   * in the time in which the burst comes back. So one that used nothing passes, and many divide it.
   */
  readonly sharers?: number;
}

/** The parts that `sharers` speaks of. */
export const sharing = { short: 1 / 2, ofLeft: 1 / 8 } as const;

/**
 * Rates. *Work* is counted in units: one for each unpacked byte and 32 for each value in the JSON,
 * because many small values cost more to parse, mask and check than one long text. A text of up to
 * 16 KiB counts four for each byte, which is what common JSON comes to. An event, call or frame counts
 * as 128 bytes at least.
 */
export const rateBudgets = {
  /** Requests and new sockets of one address on the public intake. */
  'requests.address': { perSecond: 2000, burst: 8000, payers: 20_000 },
  /**
   * Work of one address on the public intake. Calls with a secret key do not count. What there is too
   * little left for is refused, and charged a unit a byte if it was unpacked for that.
   */
  'work.address': { perSecond: 4 * MiB, burst: 32 * MiB, payers: 20_000 },
  /** Bytes of one address that carry no valid key. What turns out to have one is given back. */
  'unknown.address': { perSecond: MiB / 4, burst: 16 * MiB, payers: 20_000 },
  /** Keys, sessions and tokens of one address that are looked up and turn out not to exist. */
  'lookups.address': { perSecond: 10, burst: 200, payers: 20_000 },
  /** Work of one write key or secret key. */
  'work.key': { perSecond: 48 * MiB, burst: 192 * MiB, payers: 10_000 },
  /** Work of all keys of one account. */
  'work.account': { perSecond: 48 * MiB, burst: 192 * MiB, payers: 10_000 },
  /** Work of the whole process on the public intake. */
  'work.process': { perSecond: 96 * MiB, burst: 384 * MiB, payers: 1 },
  /** Events of one visitor with a write key. */
  'events.visitor': { perSecond: 50, burst: 300, payers: 50_000 },
  /** Visitors that one address brings and that are not in memory. */
  'visitors.address': { perSecond: 50, burst: 5000, payers: 20_000 },
  /** API requests of one address. */
  'api.address': { perSecond: 500, burst: 5000, payers: 20_000 },
  /** API requests of one account. */
  'api.account': { perSecond: 500, burst: 5000, payers: 10_000 },
  /** Conversations that one address begins in one account. Beyond: each needs a proof of work. */
  'chats.address': { perSecond: 0.5, burst: 30, payers: 20_000 },
  /** Conversations that one visitor begins. Beyond: each needs a proof of work. */
  'chats.visitor': { perSecond: 1 / 60, burst: 5, payers: 50_000 },
  /** Messages that one address leaves in one account. Beyond: each needs a proof of work. */
  'messages-left.address': { perSecond: 0.05, burst: 20, payers: 20_000 },
  /** Messages that one visitor leaves. Beyond: each needs a proof of work. */
  'messages-left.visitor': { perSecond: 1 / 60, burst: 5, payers: 50_000 },
  /** Messages in conversations that one address sends to one account. */
  'messages.address': { perSecond: 50, burst: 1000, payers: 20_000 },
  /** Conversations that visitors at one address have sent by e-mail, of one account. */
  'transcripts.address': { perSecond: 1 / 180, burst: 20, payers: 20_000 },
  /** Wrong passwords and codes of one address. Right ones are given back, here and below. */
  'sign_in.address': { perSecond: 50 / quarterS, burst: 50, payers: 20_000 },
  /** Wrong passwords of one address for one e-mail address. */
  'sign_in.pair': { perSecond: 10 / quarterS, burst: 10, payers: 20_000 },
  /** Wrong passwords for one e-mail address, of all devices that have not signed in before. */
  'sign_in.account': { perSecond: 100 / hourS, burst: 100, payers: 20_000, sharers: 20_000 },
  /** Wrong passwords of one device that signed in before. */
  'sign_in.device': { perSecond: 10 / quarterS, burst: 10, payers: 20_000 },
  /** Wrong current passwords in one session that changes its password. */
  'sign_in.session': { perSecond: 10 / quarterS, burst: 10, payers: 20_000 },
  /** Passwords that strangers at one address have hashed, right ones too. */
  'hashes.address': { perSecond: 2, burst: 60, payers: 20_000 },
  /** The same, of strangers in one network: an IPv4 /24, an IPv6 /48. */
  'hashes.network': { perSecond: 4, burst: 150, payers: 20_000 },
  /** The same, of one e-mail address by strangers, and of one user by their devices and sessions. */
  'hashes.user': { perSecond: 0.5, burst: 110, payers: 20_000, sharers: 20_000 },
  /** The same, of all strangers. */
  'sign_in.process': { perSecond: 10, burst: 400, payers: 1, sharers: 20_000 },
  /** Letters for a forgotten password that one address asks for. */
  'forgot.address': { perSecond: 20 / hourS, burst: 20, payers: 20_000 },
  /** The same, of one address for one e-mail address. */
  'forgot.pair': { perSecond: 5 / hourS, burst: 5, payers: 20_000 },
  /** The same, for one e-mail address, of all devices that have not signed in before. */
  'forgot.account': { perSecond: 10 / hourS, burst: 10, payers: 20_000 },
  /** The same, of one device that signed in before. */
  'forgot.device': { perSecond: 5 / hourS, burst: 5, payers: 20_000 },
  /** Such letters, one for each account of the person; by one device, or by all strangers. */
  'forgot.letters': { perSecond: 50 / hourS, burst: 50, payers: 20_000 },
  /** Letters by which an account tries the mail server. */
  'mail.trial': { perSecond: 10 / hourS, burst: 10, payers: 20_000 },
} as const satisfies Readonly<Record<string, RateBudget>>;

export type RateName = keyof typeof rateBudgets;

/** Places that one payer may hold at the same time. */
export const placeBudgets = {
  /** Visitor sockets and long-poll sessions of one address. */
  'sessions.address': 10_000,
  /**
   * Long-poll sessions of all visitors. Beyond: of the network that holds most, the one that no poll
   * waits in for longest ends.
   */
  'polls.process': 20_000,
  /** Visitor sockets of one address that have not shown a valid key yet. */
  'greetings.address': 1024,
  /** Bodies of one address that are being received. */
  'bodies.address': 128,
  /** Passwords of one address that wait to be compared. Beyond: `server.overloaded`, at once. */
  'sign_in.address': 4,
  /** The same, of one network: an IPv4 /24, an IPv6 /48. */
  'sign_in.network': 6,
  /** The same, of all who have not signed in there before. */
  'sign_in.strangers': 12,
  /** The same, of devices that signed in before, sessions and one-time links. */
  'sign_in.known': 64,
  /** The same, of one user. */
  'sign_in.user': 8,
  /** Files of one visitor or agent on their way in. */
  'files.sender': 16,
  /** Files of all visitors at one address on their way in. */
  'files.address': 48,
  /** Files of one account on their way in. */
  'files.account': 96,
  /** Files that visitors at one address are being sent. */
  'downloads.address': 64,
  /** Files that one agent is being sent. */
  'downloads.agent': 32,
  /** Files that all agents of an account are being sent. */
  'downloads.account': 256,
} as const satisfies Readonly<Record<string, number>>;

export type PlaceName = keyof typeof placeBudgets;
