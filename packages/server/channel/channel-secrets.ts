// The sealed secrets of custom channels: where they are sealed for, and how they are changed.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import { channelSecretPurpose } from '../sealing/sealed-columns.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { changeChannel, findChannel } from './channel-rows.ts';
import { readMailbox } from './email/mailbox.ts';
import type { Secrets } from '../http/signed/overlapping-secrets.ts';

export function placeOf(account: AccountId, id: ChannelId) {
  return { account, purpose: channelSecretPurpose, id };
}

/**
 * Changes what is sealed. `change` is called with it, or with null if there is nothing that can be
 * opened, and returns null to leave it. Throws `request.not_found` unless a system signs what it posts to it.
 */
export async function changeSecrets<Changed extends Secrets | null>(
  sealing: Sealing,
  sql: Sql,
  { account, id }: { readonly account: AccountId; readonly id: ChannelId },
  change: (text: string | null) => Changed,
): Promise<Changed> {
  const { kind, secret, settings } = found(await findChannel(sql, id));
  const place = placeOf(account, id);
  const text = secret === null ? null : sealing.open(secret, place);
  const mailbox = kind === 'email' ? readMailbox(settings, text) : null;
  const signing = kind === 'custom' ? text : (mailbox?.secrets.webhook ?? null);
  if (kind !== 'custom' && signing === null) throw refuse('request.not_found');
  const changed = change(signing);
  if (changed === null) return changed;
  const { text: webhook, formerUntil } = changed;
  const whole = mailbox === null ? webhook : JSON.stringify({ ...mailbox.secrets, webhook });
  const sealed = sealing.seal(whole, place);
  await changeChannel(sql, id, { secret: sealed, settings: { ...settings, formerUntil } });
  return changed;
}
