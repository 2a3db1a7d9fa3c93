// Watches one folder of a mailbox: fetches what came since the place that is stored, one letter at a time,
// and then waits for the server to announce more. A letter is marked as seen once it is stored. If the
// server counts anew (UIDVALIDITY), letters since the newest known one are fetched again: those that are
// stored already have no effect.
import type { Entry, WatchPlace, WatchPlaces } from '@opportune/core/ports/channel.ts';
import { letterLimits, mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import type { ImapFlow } from 'imapflow';
import { packedLetter } from '../receiving/packed-letter.ts';

export interface FolderParts {
  readonly client: ImapFlow;
  readonly folder: string;
  readonly places: WatchPlaces;
  readonly room: LetterRoom;
  readonly now: () => number;
}

/** Bytes for letters that are being fetched, of all mailboxes. */
export interface LetterRoom {
  /** Resolves once there is room; answers how to give it back. */
  take(sizeBytes: number, signal: AbortSignal): Promise<() => void>;
}

const dayMs = 24 * 3600_000;

/** Runs until `signal`. Rejects if something fails. */
export async function watchFolder(parts: FolderParts, signal: AbortSignal): Promise<void> {
  const { client, folder, places } = parts;
  const box = await client.mailboxOpen(folder);
  const epoch = String(box.uidValidity);
  const known = await places.of(folder);
  let place: WatchPlace;
  if (known === null) {
    // From now on: what was there before is answered elsewhere.
    place = { epoch, number: box.uidNext - 1, at: parts.now() };
    await places.keep(folder, null, place);
  } else if (known.epoch === epoch) place = known;
  else place = await afresh(parts, known, epoch, signal);
  for (;;) {
    place = await fetchNew(parts, place, signal);
    places.fine();
    if (signal.aborted) return;
    await newsOf(client, signal);
    if (signal.aborted) return;
  }
}

/** SEARCH knows days only, so the day before comes again. */
async function afresh(
  parts: FolderParts,
  known: WatchPlace,
  epoch: string,
  signal: AbortSignal,
): Promise<WatchPlace> {
  const since = new Date(known.at - dayMs);
  const found = (await parts.client.search({ since }, { uid: true })) || [];
  let place: WatchPlace = { epoch, number: 0, at: known.at };
  for (const uid of found.toSorted((one, other) => one - other)) {
    if (signal.aborted) return place;
    place = await take(parts, uid, place, signal);
  }
  const next = parts.client.mailbox === false ? 1 : parts.client.mailbox.uidNext;
  place = { ...place, number: Math.max(place.number, found.length === 0 ? next - 1 : 0) };
  await parts.places.keep(parts.folder, null, place);
  return place;
}

async function fetchNew(
  parts: FolderParts,
  from: WatchPlace,
  signal: AbortSignal,
): Promise<WatchPlace> {
  const range = `${from.number + 1}:*`;
  const found = (await parts.client.search({ uid: range }, { uid: true })) || [];
  let place = from;
  // `*` is the last letter, however small its number is.
  const fresh = found.filter((uid) => uid > from.number).toSorted((one, other) => one - other);
  for (const uid of fresh) {
    if (signal.aborted) return place;
    place = await take(parts, uid, place, signal);
  }
  return place;
}

/** The place behind it, once it is stored. */
async function take(
  { client, folder, places, room, now }: FolderParts,
  uid: number,
  before: WatchPlace,
  signal: AbortSignal,
): Promise<WatchPlace> {
  const of = { uid: true } as const;
  const about = await client.fetchOne(String(uid), { size: true, internalDate: true }, of);
  const number = Math.max(before.number, uid);
  // Somebody removed it meanwhile.
  if (about === false) {
    const place = { ...before, number };
    await places.keep(folder, null, place);
    return place;
  }
  const maxLength = letterLimits.letterBytes;
  const release = await room.take(Math.min(about.size ?? maxLength, maxLength), signal);
  try {
    const letter = await client.fetchOne(String(uid), { source: { start: 0, maxLength } }, of);
    const at = timeOf(about.internalDate) ?? now();
    const place = { ...before, number, at: Math.max(before.at, at) };
    const isCut = (about.size ?? 0) > maxLength;
    const bytes = letter === false ? undefined : letter.source;
    const entry: Entry | null =
      bytes === undefined ? null : { route: null, raw: packedLetter(bytes, at, isCut) };
    await places.keep(folder, entry, place);
    // A folder that may only be read refuses it.
    await client.messageFlagsAdd(String(uid), ['\\Seen'], of).catch(() => false);
    return place;
  } finally {
    release();
  }
}

function timeOf(date: Date | string | undefined): number | null {
  const at = date === undefined ? Number.NaN : new Date(date).getTime();
  return Number.isNaN(at) ? null : at;
}

/** Resolves on an announcement, after a while without one, or at the end. Rejects if the connection ends. */
async function newsOf(client: ImapFlow, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const lost = (): void => reject(new Error('The mail server closed the connection.'));
  const news = (): void => resolve();
  if (!client.usable) lost();
  const timer = setTimeout(news, mailboxLimits.lookAgainMs);
  client.on('exists', news).on('close', lost);
  signal.addEventListener('abort', news);
  // Ended by the next command.
  client.idle().catch(() => undefined);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    client.off('exists', news).off('close', lost);
    signal.removeEventListener('abort', news);
  }
}
