// The largest entry of each table that is bounded by the number of its entries, in bytes of memory, with
// its key and its place in the table. packages/server/table-bytes.test.ts fills each with the largest
// entries that there can be, and measures.
const KiB = 1024;

export const entryBytes = {
  /** The channel, the rate and an address of 320 characters. */
  rate: 2 * KiB,
  turn: KiB / 2,
  held: KiB / 2,
  /** An access token of 16,384 characters, and the settings of its mailbox. */
  mailbox: 64 * KiB,
  /** A payer of at most 64 characters. */
  payer: 320,
  claim: KiB / 2,
  /** Two bytes for each of 128 characters. */
  unknownKey: KiB / 2,
  keyUse: KiB / 4,
  credit: KiB / 4,
  replyTime: KiB,
  /** 20 keys out of 64 KiB. */
  keySet: 128 * KiB,
  session: KiB / 4,
  /** 512 characters. */
  userAgent: 2 * KiB,
  command: KiB,
  /** A call with eight legs, each with a carrier of 64 characters, and all its routes. */
  call: 16 * KiB,
  privateValue: 3 * KiB,
  rehearsal: 64 * KiB,
  unstored: KiB / 2,
  /** A visitor’s id, in each of the sets of a console. */
  listed: KiB / 2,
  poll: 4 * KiB,
  sender: 2 * KiB,
  /** A visitor who may still be marked. */
  newVisitor: KiB,
  /** A slot and its count, in a list that may reserve half as much again. */
  slot: 24,
} as const;
