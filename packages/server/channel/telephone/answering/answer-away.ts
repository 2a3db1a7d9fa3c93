// Answers about somebody to whom nobody speaks: they leave a message, if the channel takes some, or hear
// that nobody is there.
import type { WebhookAnswer } from '@opportune/core/ports/channel.ts';
import { TelephoneWaiting } from '@opportune/protocol/channel/telephone.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { webhookUrlOf } from '../../shown-channel.ts';
import type { Ticket } from '../tickets.ts';
import { hangUp, redirect, say, twiml } from '../twiml.ts';
import type { Leaving } from '../voicemail/voicemail-rows.ts';
import type { Voicemails } from '../voicemail/voicemails.ts';
import type { WaitingCallers } from '../waiting/waiting-callers.ts';
import { streamOf, type StreamsParts } from './caller.ts';
import type { Words } from './caller-words.ts';

export interface AwayParts extends StreamsParts {
  readonly voicemails: Pick<Voicemails, 'isOffered' | 'take'>;
  readonly waiting: WaitingCallers;
}

export async function answerAway(
  use: AwayParts,
  channel: OpenChannel,
  of: Leaving,
  { away, voicemail }: Pick<Words, 'away' | 'voicemail'>,
): Promise<WebhookAnswer> {
  const { account } = channel;
  if (!takesVoicemail(channel) || !(await use.voicemails.isOffered(account, of)))
    return twiml(say(away), hangUp);
  const open: Ticket['open'] = async (telephone) => {
    const taking = await use.voicemails.take(account, of, telephone);
    // Others were quicker while the words were said.
    if (taking === null) use.waiting.addEnded(account, of, { type: 'away' });
    return taking;
  };
  const ticket = { account, channel: of.channel, callSid: of.request, open };
  const after = `${webhookUrlOf(use.publicUrl(), channel.stored) ?? ''}?after=1`;
  return twiml(say(voicemail), streamOf(use, ticket), redirect(after));
}

export function takesVoicemail({ stored: { state, settings } }: OpenChannel): boolean {
  return state !== 'paused' && TelephoneWaiting.safeParse(settings).data?.voicemail === 'on';
}
