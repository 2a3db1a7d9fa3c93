// Answers a carrier whose stream of a caller has ended: it says their position and opens the next stream,
// says whether a code was right, or leads them to leave a message. Otherwise their call is over.
import type { CarrierCall, WebhookAnswer } from '@opportune/core/ports/channel.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { webhookUrlOf } from '../../shown-channel.ts';
import { hangUp, hearing, redirect, say, twiml } from '../twiml.ts';
import { answerAway, type AwayParts } from './answer-away.ts';
import { longestCode } from '../proof/call-keys.ts';
import { streamOf } from './caller.ts';
import { wordsOf, type WordsParts } from './caller-words.ts';

export interface AfterParts extends AwayParts, WordsParts {}

export async function answerAfter(
  use: AfterParts,
  channel: OpenChannel,
  { fields, callSid }: { readonly fields: CarrierCall['fields']; readonly callSid: string },
): Promise<WebhookAnswer> {
  const { account, stored } = channel;
  const found = use.waiting.find(account, { channel: stored.id, request: callSid });
  if (found === undefined) return twiml(hangUp);
  const { of, waits } = found;
  const digits = fields['Digits'] ?? '';
  for (const key of digits.slice(0, longestCode)) await waits.press(key);
  const { next } = waits;
  if (next.type === 'nothing') return twiml(hangUp);
  const words = await wordsOf(use, channel);
  if (next.type === 'away') {
    use.waiting.remove(account, of);
    return twiml(say(words.away), hangUp);
  }
  if (next.type === 'voicemail') {
    use.waiting.remove(account, of);
    return answerAway(use, channel, of, words);
  }
  const url = `${webhookUrlOf(use.publicUrl(), stored) ?? ''}?after=1`;
  const said = next.type === 'code' ? words.code(next.result) : words.position(next.position);
  const open = async (stream: Parameters<typeof waits.attach>[0]) => waits.attach(stream);
  return twiml(
    // Whoever pressed a key and may leave no message has heard it.
    ...(digits !== '' && next.type === 'position' ? [] : [hearing([said], url, longestCode)]),
    streamOf(use, { account, channel: stored.id, callSid, open }),
    redirect(url),
  );
}
