// Sends the parts of a message one after the other, for a provider that takes one in each call, and
// stops at the first that is not taken.
import type { NotSent, SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';

export type Taken = { readonly type: 'taken'; readonly externalId: string } | NotSent;

export async function sendParts(
  order: SendOrder,
  send: (part: Part, withinMs: number) => Promise<Taken>,
): Promise<SendOutcome> {
  const externalIds: string[] = [];
  const endsBy = performance.now() + order.withinMs;
  for (const part of order.parts) {
    const withinMs = Math.ceil(endsBy - performance.now());
    // Nothing of this part has left.
    if (withinMs <= 0) return { type: 'unreachable', detail: late, externalIds };
    const sent = await send(part, withinMs);
    if (sent.type !== 'taken') return { ...sent, externalIds };
    externalIds.push(sent.externalId);
  }
  return { type: 'sent', externalIds };
}

const late = 'There was no time left.';
