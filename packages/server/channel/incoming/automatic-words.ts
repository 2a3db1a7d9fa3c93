// What a channel may answer by itself to an item: only to a message that a person wrote just now, who wants
// messages and used no word such as STOP, which has its own answer. The desk decides whether it does.
import { languageFor } from '@opportune/core/campaign/languages/reading.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import type { StoredChannel } from '../channel-rows.ts';
import type { Handled } from '../inbox/seams.ts';

/** In the contact's language. Empty: it is not said. */
export interface AutomaticWords {
  readonly greeting: string;
  readonly away: string;
}

export interface WordsParts {
  readonly clock: Clock;
  readonly records: Pick<Records, 'withAccount'>;
  readonly permission: Pick<Permission, 'isSuppressed'>;
  readonly budgets: Pick<Budgets, 'charge'>;
  /** In which the account writes. */
  readonly languagesOf: (account: AccountId) => Promise<AccountLanguages | undefined>;
}

type Spoken = Pick<StoredChannel, 'greeting' | 'away' | 'translations'>;

/** Null: nothing. */
export async function automaticWords(
  { clock, records, permission, budgets, languagesOf }: WordsParts,
  account: AccountId,
  spoken: Spoken,
  { item, channel, receivedAt }: Pick<Handled, 'item' | 'channel' | 'receivedAt'>,
): Promise<AutomaticWords | null> {
  const { greeting, away, translations } = spoken;
  if (greeting === '' && away === '') return null;
  if (item.type !== 'message' || item.automatic) return null;
  if (item.keyword === true || item.standby === true) return null;
  const isOld = (at: number, now: number) => now - at > channelLimits.automaticMs;
  if (isOld(receivedAt, clock.now()) || isOld(item.at, receivedAt)) return null;
  const to = { channel, address: item.address };
  if (await records.withAccount(account, (sql) => permission.isSuppressed(sql, to))) return null;
  // Of a flood with forged senders, strangers get only so much.
  const charge = {
    budget: 'automatic.unvouched',
    payer: `${account} ${channel}`,
    amount: 1,
  } as const;
  if (!item.from.vouched && budgets.charge([charge]) > 0) return null;
  const reads = item.from.language === null ? [] : [item.from.language];
  const language = languageFor(reads, translations, await languagesOf(account));
  const said = language === null ? {} : (translations[language] ?? {});
  // What is not said at all is said in no language.
  return {
    greeting: greeting === '' ? '' : (said['greeting'] ?? greeting),
    away: away === '' ? '' : (said['away'] ?? away),
  };
}
