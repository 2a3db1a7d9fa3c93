// The sealed secrets of custom channels: where they are sealed for, and how they are changed.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import { channelSecretPurpose } from '../sealing/sealed-columns.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { changeChannel, findChannel } from './channel-rows.ts';
import type { Secrets } from '../http/signed/overlapping-secrets.ts';

export function placeOf(account: AccountId, id: ChannelId) {
  return { account, purpose: channelSecretPurpose, id };
}

/**
 * Changes what is sealed. `change` is called with it, or with null if there is nothing that can be
 * opened, and returns null to leave it. Throws `request.not_found` unless it is a custom channel.
 */
export async function changeSecrets<Changed extends Secrets | null>(
  sealing: Sealing,
  sql: Sql,
  { account, id }: { readonly account: AccountId; readonly id: ChannelId },
  change: (text: string | null) => Changed,
): Promise<Changed> {
  const { kind, secret, settings } = found(await findChannel(sql, id));
  if (kind !== 'custom') throw refuse('request.not_found');
  const place = placeOf(account, id);
  const changed = change(secret === null ? null : sealing.open(secret, place));
  if (changed === null) return changed;
  const { text, formerUntil } = changed;
  const sealed = sealing.seal(text, place);
  await changeChannel(sql, id, { secret: sealed, settings: { ...settings, formerUntil } });
  return changed;
}
