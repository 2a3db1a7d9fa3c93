// What each payer may cause: rates that refill with time, and places held at the same time. A payer
// is a client address (IPv6: its /64), a key, an account, a visitor, or the whole process. The
// numbers are defined only here; the reference of limits is generated from them.

const MiB = 1024 * 1024;
const quarterS = 900;
const hourS = 3600;

export interface RateBudget {
  /** The amount refilled each second. */
  readonly perSecond: number;
  /** The amount that may be used at once. */
  readonly burst: number;
  /**
   * The number of payers remembered. Evicts the one unused longest, which then starts full again.
   */
  readonly payers: number;
  /**
   * If networks share the budget: how many are remembered. While less than half of the burst is
   * left, a network waits if its recent use exceeds an eighth of the rest. Recorded use decays in
   * the time that refills the burst. So a network without use passes, and many share the budget.
   */
  readonly sharers?: number;
}

/** The fractions described at `sharers`. */
export const sharing = { short: 1 / 2, ofLeft: 1 / 8 } as const;

/**
 * Rates. *Work* is counted in units: one for each unpacked byte and 32 for each value in the JSON,
 * because many small values cost more to parse, mask and check than one long text. A text of up to
 * 16 KiB counts four for each byte, which is what common JSON comes to. An event, call or frame
 * counts as at least 128 bytes.
 */
export const rateBudgets = {
  /** Requests and new sockets of one address on the public intake. */
  'requests.address': { perSecond: 2000, burst: 8000, payers: 20_000 },
  /**
   * Work of one address on the public intake. Calls with a secret key do not count. If too little
   * is left, the request is refused, and charged a unit a byte if it was unpacked for that.
   */
  'work.address': { perSecond: 4 * MiB, burst: 32 * MiB, payers: 20_000 },
  /** Bytes of one address without a valid key. They are given back if the key turns out valid. */
  'unknown.address': { perSecond: MiB / 4, burst: 16 * MiB, payers: 20_000 },
  /** Keys, sessions, tokens and codes of trials of one address that are looked up and do not exist. */
  'lookups.address': { perSecond: 10, burst: 200, payers: 20_000 },
  /** Work of one write key or secret key. */
  'work.key': { perSecond: 48 * MiB, burst: 192 * MiB, payers: 10_000 },
  /** Work of all keys of one account. */
  'work.account': { perSecond: 48 * MiB, burst: 192 * MiB, payers: 10_000 },
  /** Work of the whole process on the public intake. */
  'work.process': { perSecond: 96 * MiB, burst: 384 * MiB, payers: 1 },
  /** Events of one visitor with a write key. */
  'events.visitor': { perSecond: 50, burst: 300, payers: 50_000 },
  /** Visitors of one address that are not in memory. */
  'visitors.address': { perSecond: 50, burst: 5000, payers: 20_000 },
  /** API requests of one address. */
  'api.address': { perSecond: 500, burst: 5000, payers: 20_000 },
  /** API requests of one account. */
  'api.account': { perSecond: 500, burst: 5000, payers: 10_000 },
  /**
   * Conversations that one address begins in one account. Beyond: each requires a proof of work.
   */
  'chats.address': { perSecond: 0.5, burst: 30, payers: 20_000 },
  /** Conversations that one visitor begins. Beyond: each requires a proof of work. */
  'chats.visitor': { perSecond: 1 / 60, burst: 5, payers: 50_000 },
  /** Messages that one address leaves in one account. Beyond: each requires a proof of work. */
  'messages-left.address': { perSecond: 0.05, burst: 20, payers: 20_000 },
  /** Messages that one visitor leaves. Beyond: each requires a proof of work. */
  'messages-left.visitor': { perSecond: 1 / 60, burst: 5, payers: 50_000 },
  /** Looks at slots of call backs, and changes of promises, from one address in one account. */
  'slots.address': { perSecond: 1, burst: 100, payers: 20_000 },
  /** The same of one visitor. */
  'slots.visitor': { perSecond: 0.2, burst: 30, payers: 50_000 },
  /** Call backs about which visitors at one address have one e-mail address written to. */
  'letters.pair': { perSecond: 2 / 86_400, burst: 2, payers: 20_000 },
  /** Texts about call backs of one account. */
  'texts.account': { perSecond: 200 / 86_400, burst: 200, payers: 20_000 },
  /** Messages in conversations that one address sends to one account. */
  'messages.address': { perSecond: 50, burst: 1000, payers: 20_000 },
  /** Conversations of one account that visitors at one address have sent to them by e-mail. */
  'transcripts.address': { perSecond: 1 / 180, burst: 20, payers: 20_000 },
  /** Signals, such as typing, to the contacts of one channel. Beyond: they are dropped. */
  'signals.channel': { perSecond: 5, burst: 20, payers: 10_000 },
  /** Beginnings of typing that the contact of one conversation is shown. Beyond: they are dropped. */
  'typing.conversation': { perSecond: 1 / 4, burst: 1, payers: 20_000 },
  /** Wrong passwords and codes of one address. Correct ones are given back, here and below. */
  'sign_in.address': { perSecond: 50 / quarterS, burst: 50, payers: 20_000 },
  /** Wrong passwords of one address for one e-mail address. */
  'sign_in.pair': { perSecond: 10 / quarterS, burst: 10, payers: 20_000 },
  /** Wrong passwords for one e-mail address, from all devices that have not signed in before. */
  'sign_in.account': { perSecond: 100 / hourS, burst: 100, payers: 20_000, sharers: 20_000 },
  /** Wrong passwords of one device that signed in before. */
  'sign_in.device': { perSecond: 10 / quarterS, burst: 10, payers: 20_000 },
  /** Wrong current passwords in one session that changes its password. */
  'sign_in.session': { perSecond: 10 / quarterS, burst: 10, payers: 20_000 },
  /** Passwords hashed for strangers at one address, correct ones too. */
  'hashes.address': { perSecond: 2, burst: 60, payers: 20_000 },
  /** The same for strangers in one network: an IPv4 /24, an IPv6 /48. */
  'hashes.network': { perSecond: 4, burst: 150, payers: 20_000 },
  /**
   * The same for one e-mail address by strangers, and for one user by their devices and sessions.
   */
  'hashes.user': { perSecond: 0.5, burst: 110, payers: 20_000, sharers: 20_000 },
  /** The same for all strangers. */
  'sign_in.process': { perSecond: 10, burst: 400, payers: 1, sharers: 20_000 },
  /** Letters for a forgotten password that one address requests. */
  'forgot.address': { perSecond: 20 / hourS, burst: 20, payers: 20_000 },
  /** The same for one address and one e-mail address. */
  'forgot.pair': { perSecond: 5 / hourS, burst: 5, payers: 20_000 },
  /** The same for one e-mail address, from all devices that have not signed in before. */
  'forgot.account': { perSecond: 10 / hourS, burst: 10, payers: 20_000 },
  /** The same for one device that signed in before. */
  'forgot.device': { perSecond: 5 / hourS, burst: 5, payers: 20_000 },
  /**
   * Such letters, one for each account of the person, requested by one device or by all strangers.
   */
  'forgot.letters': { perSecond: 50 / hourS, burst: 50, payers: 20_000 },
  /** Letters by which an account tests the mail server. */
  'mail.trial': { perSecond: 10 / hourS, burst: 10, payers: 20_000 },
  /** Verifications that one address is asked for, or that send it a code. */
  'verifications.contact': { perSecond: 5 / hourS, burst: 5, payers: 20_000 },
  /** Verifications that one account asks for. */
  'verifications.account': { perSecond: 500 / hourS, burst: 200, payers: 10_000 },
  /** Calls that one visitor or agent proposes. */
  'calls.proposer': { perSecond: 1 / 60, burst: 3, payers: 20_000 },
  /** Colleagues whom one agent asks to their calls. */
  'calls.consulted': { perSecond: 1 / 10, burst: 10, payers: 20_000 },
  /** Calls that visitors at one address propose in one account. */
  'calls.address': { perSecond: 1 / 10, burst: 20, payers: 20_000 },
  /** Offers of one visitor or agent in calls. Each costs the media host about 0.1 s. */
  'call-offers.side': { perSecond: 1 / 3, burst: 12, payers: 20_000 },
  /** The same for visitors at one address in one account. */
  'call-offers.address': { perSecond: 1, burst: 40, payers: 20_000 },
  /** Wrong codes of callers of one account. Right ones are given back. Beyond: no code is looked at. */
  'caller-codes.account': { perSecond: 10 / hourS, burst: 20, payers: 10_000 },
  /** Codes that pages show to visitors of one network of an account. Beyond: none is shown. */
  'page-codes.address': { perSecond: 48 / hourS, burst: 8, payers: 50_000 },
  /** Bytes of messages on the stream of one telephone. Sound takes 17,500; more may come after a pause. */
  'streams.line': { perSecond: 40_000, burst: 400_000, payers: 500 },
  /** What a mailbox says by itself to senders for whom nobody vouches: their address may be forged. */
  'automatic.unvouched': { perSecond: 30 / hourS, burst: 30, payers: 20_000 },
  /** Readings of colours from the page of a site of one account. */
  'brand.readings': { perSecond: 60 / hourS, burst: 20, payers: 20_000 },
} as const satisfies Readonly<Record<string, RateBudget>>;

export type RateName = keyof typeof rateBudgets;

/** Places that one payer may hold at the same time. */
export const placeBudgets = {
  /** Visitor sockets and long-poll sessions of one address. */
  'sessions.address': 10_000,
  /**
   * Long-poll sessions of all visitors. Beyond: ends a session of the network that holds most, the
   * one without a poll for longest.
   */
  'polls.process': 20_000,
  /** Visitor sockets of one address that have not presented a valid key yet. */
  'greetings.address': 1024,
  /** Bodies of one address that are being received. */
  'bodies.address': 128,
  /** Passwords of one address that wait to be compared. Beyond: `server.overloaded`, at once. */
  'sign_in.address': 4,
  /** The same for one network: an IPv4 /24, an IPv6 /48. */
  'sign_in.network': 6,
  /** The same for all who have not signed in there before. */
  'sign_in.strangers': 12,
  /** The same for devices that signed in before, sessions and one-time links. */
  'sign_in.known': 64,
  /** The same for one user. */
  'sign_in.user': 8,
  /** Signals of one account on their way to providers. Beyond: they are dropped. */
  'signals.account': 8,
  /** Files of one visitor or agent being uploaded. */
  'files.sender': 16,
  /** Files of all visitors at one address being uploaded. */
  'files.address': 48,
  /** Files of one account being uploaded. */
  'files.account': 96,
  /** Files being downloaded by visitors at one address. */
  'downloads.address': 64,
  /** Files being downloaded by one agent. */
  'downloads.agent': 32,
  /** Files being downloaded by all agents of an account. */
  'downloads.account': 256,
} as const satisfies Readonly<Record<string, number>>;

export type PlaceName = keyof typeof placeBudgets;
