// Ways from a page into the account's messaging channels: which of those that a campaign names can be
// used now and on this device, each with a link that carries a token of its own visitor.
import { randomBytes } from 'node:crypto';
import { entryOf } from '@opportune/core/channel/offer/entry-of.ts';
import { entryLink, usableOn } from '@opportune/core/channel/offer/entry-link.ts';
import { mintToken, type SignOffer } from '@opportune/core/channel/offer/offer-token.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { WaysAsked } from '@opportune/protocol/bus/ways.ts';
import { type OfferedWay, WayKind } from '@opportune/protocol/channel/offered-way.ts';
import { offerLimits } from '@opportune/protocol/limits/channels.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import { listChannels, type StoredChannel } from '../channel-rows.ts';
import { insertOffer } from './offer-rows.ts';
import { qrOf } from './qr-of.ts';

/** Null: it is not the demonstration's, or nobody has opened that. */
type PocketEntry = (channel: Pick<StoredChannel, 'id'>) => string | null;

export interface WaysParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly sign: SignOffer;
  /** How a channel of the demonstration is entered. */
  readonly pocketEntry: PocketEntry;
}

export type WaysOf = (asked: WaysAsked) => Promise<{ readonly list: readonly OfferedWay[] }>;

export function createWays(parts: WaysParts): WaysOf {
  const none = { list: [] } as const;
  let storing = 0;
  return async (asked) => {
    // The offer is a chat alone then, which needs no store.
    if (storing >= offerLimits.storing) return none;
    storing++;
    try {
      return { list: await waysOf(parts, asked) };
    } catch (error) {
      parts.log.warn('an offer goes without its channels', { reason: String(error) });
      return none;
    } finally {
      storing--;
    }
  };
}

interface Usable {
  readonly kind: WayKind;
  readonly entry: string;
}

async function waysOf(
  { records, clock, sign, pocketEntry }: WaysParts,
  { account, channels, from, device, reads }: WaysAsked,
): Promise<readonly OfferedWay[]> {
  const token = from === null ? null : mintToken(randomBytes(16), sign);
  const usable = await records.withAccount(account, async (sql) => {
    const rows = await listChannels(sql);
    const found = channels.flatMap((id) => {
      const row = rows.find((each) => each.id === id);
      return row === undefined ? [] : usableIn(row, pocketEntry, device);
    });
    if (found.length > 0 && from !== null && token !== null)
      await insertOffer(sql, account, { token, from, now: clock.now() });
    return found;
  });
  const words = sentIn(languageOf(reads)).hello;
  return usable.map(({ kind, entry }) => {
    const href = entryLink({ kind, entry, words, token });
    const isScanned = usableOn(kind, device) === 'link and code';
    return { kind, href, ...(isScanned && { qr: qrOf(href) }) };
  });
}

function usableIn(
  row: StoredChannel,
  pocketEntry: PocketEntry,
  device: WaysAsked['device'],
): readonly Usable[] {
  const kind = WayKind.safeParse(row.kind).data;
  const entry = pocketEntry(row) ?? entryOf(row);
  const isOpen = row.state === 'connected' && entry !== null;
  return kind === undefined || !isOpen || usableOn(kind, device) === null ? [] : [{ kind, entry }];
}
