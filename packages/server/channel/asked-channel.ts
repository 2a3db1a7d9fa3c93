// The channel that a provider's request is for, and whether it may be believed. Asking for a channel
// costs the store something, and is free for whoever has its secret.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { RawRequest, Verified } from '@opportune/core/ports/channel.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { ChannelId } from '@opportune/protocol/ids.ts';
import type { IncomingMessage } from 'node:http';
import { chargeAddress } from '../collect/charging.ts';
import type { OpenChannel, OpenChannels } from './open-channels.ts';

interface Asked {
  readonly budgets: Budgets;
  readonly channels: Pick<OpenChannels, 'asked'>;
}

/** By the path of the request. */
export async function askedChannel(
  { budgets, channels }: Asked,
  request: IncomingMessage,
  payer: string,
): Promise<OpenChannel | Problem> {
  const id = ChannelId.safeParse(/^\/v1\/channels\/([^/?]+)\//.exec(request.url ?? '')?.[1]);
  const tooMany = chargeAddress(budgets, 'lookups.address', payer, 1);
  if (tooMany !== null) return tooMany;
  const channel = id.success ? await channels.asked(id.data) : null;
  return channel ?? problem('request.not_found');
}

/** `url`: the public one, which the provider may have signed. */
export function verifiedBy(
  { budgets, clock }: Pick<Asked, 'budgets'> & { readonly clock: { now(): number } },
  { opened }: OpenChannel,
  payer: string,
  request: RawRequest,
): Verified {
  const verified = opened.verify(request, clock.now());
  // What is malformed is found behind a signature that holds [CH10].
  const isSigned = verified.type !== 'refused' || verified.why === 'malformed';
  if (isSigned) budgets.refund([{ budget: 'lookups.address', payer, amount: 1 }]);
  return verified;
}

export function rawRequest(
  request: IncomingMessage,
  publicUrl: string,
  body: Uint8Array,
): RawRequest {
  const url = new URL(request.url ?? '/', publicUrl);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    url: url.href,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    body,
  };
}
