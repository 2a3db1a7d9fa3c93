// Limits of calls: of a media host, and of what browsers send to it. The effect of each is stated
// beside it and tested where it is enforced.

/** Bounds on the media host. */
export const mediaLimits = {
  /** Legs of all calls on one host. Beyond: nobody joins. */
  legs: 160,
  /** Bytes of an offer. */
  offerBytes: 32 * 1024,
  /** Sections of an offer: a microphone, and a place for each other leg. */
  sections: 8,
  /** Packets of one leg in a second, and their bytes. Beyond: dropped. */
  packets: 200,
  packetBytes: 60_000,
  /** Of the log of a recording. Beyond: the rest of the call is not recorded. Speech fills it in four hours. */
  recordingBytes: 96 * 1024 * 1024,
  /** From the beginning of a recording to its last packet: the longest call and a reserve. */
  recordingMs: 5 * 3_600_000,
  /** How long the host may take to start. */
  startMs: 60_000,
  /** How long the host may take to answer, once it runs. */
  answerMs: 10_000,
} as const;

/** Bounds on recordings. */
export const recordingLimits = {
  /** Of the customers one, and one for each of the team who speaks at the same time. */
  tracks: 8,
  /** Bytes of a part of a file in the store. */
  partBytes: 1024 * 1024,
  /** How long its making may take. Beyond: it is tried again within an hour. */
  makingMs: 15 * 60_000,
  /** Recordings whose files are to be made. Beyond: they are made within hours, or by the next start. */
  making: 500,
  /** In how many parts loudness is told. */
  peaks: 300,
  /** The longest time for which an account keeps recordings, in days. */
  keepDays: 3650,
} as const;

/** Bounds on calls in conversations. */
export const spokenLimits = {
  /** Calls at once. Beyond: `server.overloaded`. Each takes two legs of the host. */
  calls: 80,
  /** Of one account. Beyond: `server.overloaded`. */
  accountCalls: 60,
  /** Agents in one call. Each browser has room for four voices. Beyond: `request.conflict`. */
  agents: 3,
  /** The same with supervisors who whisper or speak to both. Beyond: `call.voices`. */
  teamVoices: 3,
  /** Visitors who wait to speak: of all accounts, of one, and of one network address. Beyond: they go on in writing. */
  waitingCalls: 40,
  accountWaiting: 30,
  addressWaiting: 8,
  /** How long a conversation whose visitor waits to speak may be without its call. Then it goes on in writing. */
  expectedMs: 10_000,
  /** Such conversations at once, of all accounts. Beyond: it goes on in writing at once. */
  expected: 500,
  /** The same in one account. */
  accountExpected: 100,
  /** How long a visitor waits to speak until they go on in writing. */
  patienceMs: 5 * 60_000,
  /** How long the credentials of a TURN server last: the longest call and a reserve. */
  credentialsMs: 5 * 3_600_000,
} as const;
