// Watches all folders of a mailbox, each over a connection of its own. The first one that fails ends the
// others: its caller connects again.
import type { Postponed, WatchPlaces } from '@opportune/core/ports/channel.ts';
import { connectImap, type ImapAccess, postponedBy } from './imap.ts';
import { type LetterRoom, watchFolder } from './watch-folder.ts';

export interface WatchParts {
  readonly access: ImapAccess;
  readonly room: LetterRoom;
  readonly now: () => number;
}

const inbox = 'INBOX';

/** `unreachable` with an empty detail if `signal` ended it. */
export async function watchMailbox(
  parts: WatchParts,
  places: WatchPlaces,
  signal: AbortSignal,
): Promise<Postponed> {
  const folders = new Set(parts.access.server.folders ?? [inbox]);
  const ended = new AbortController();
  const both = AbortSignal.any([signal, ended.signal]);
  const watching = [...folders].map(async (folder) => {
    const outcome = await watchOne(parts, folder, places, both);
    ended.abort();
    return outcome;
  });
  const outcomes = await Promise.all(watching);
  const failed = outcomes.filter(({ detail }) => detail !== '');
  return failed.find(({ type }) => type === 'reconnect') ?? failed[0] ?? over;
}

type Ended = Exclude<Postponed, { type: 'rate' }>;
const over: Ended = { type: 'unreachable', detail: '' };

async function watchOne(
  { access, room, now }: WatchParts,
  folder: string,
  places: WatchPlaces,
  signal: AbortSignal,
): Promise<Ended> {
  if (signal.aborted) return over;
  const connected = await connectImap(access);
  if (connected.type === 'rate') return { type: 'unreachable', detail: 'Too many requests.' };
  if (connected.type !== 'connected') return connected;
  const { client } = connected;
  const close = (): void => client.close();
  // A command under way would hold up the end.
  signal.addEventListener('abort', close);
  try {
    await watchFolder({ client, folder, places, room, now }, signal);
    return over;
  } catch (error) {
    if (signal.aborted) return over;
    return isMissing(error)
      ? { type: 'reconnect', detail: `The folder “${folder}” does not exist.` }
      : named(postponedBy(error));
  } finally {
    signal.removeEventListener('abort', close);
    client.close();
  }
}

function named(postponed: Postponed): Ended {
  if (postponed.type === 'rate') return { type: 'unreachable', detail: 'Too many requests.' };
  return postponed.detail === '' ? { ...postponed, detail: 'It failed.' } : postponed;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'mailboxMissing' in error && error.mailboxMissing === true;
}
