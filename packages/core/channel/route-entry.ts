// Which channel an entry belongs to if several channels share a webhook. Considers only channels of
// the same account and kind with the secret that signed the request. Other entries belong to none.
import type { ChannelId } from '@opportune/protocol/ids.ts';

/** A channel of the account, of the kind of the webhook's. */
export interface Routable {
  readonly id: ChannelId;
  readonly route: string | null;
  readonly secret: string | null;
}

/** `asked`: the channel whose webhook it is, with whose secret the request was verified. */
export function routeEntry(
  route: string | null,
  asked: Routable,
  ofAccount: readonly Routable[],
): ChannelId | null {
  if (route === null || route === asked.route) return asked.id;
  const sharing = ofAccount.filter(({ secret }) => secret !== null && secret === asked.secret);
  return sharing.find((channel) => channel.route === route)?.id ?? null;
}
