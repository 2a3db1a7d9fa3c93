// The stream with which a caller begins to wait: their conversation and their call begin with it.
import { TelephoneWaiting } from '@opportune/protocol/channel/telephone.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { takesVoicemail } from '../answering/answer-away.ts';
import type { CallerProof } from '../proof/caller-proof.ts';
import { CallKeys } from '../proof/call-keys.ts';
import type { TellsOfRecording } from '../recorded/told.ts';
import type { TelephoneSide } from '../seams.ts';
import type { Ticket } from '../tickets.ts';
import type { Leaving } from '../voicemail/voicemail-rows.ts';
import type { Voicemails } from '../voicemail/voicemails.ts';
import { WaitingCaller } from './waiting-caller.ts';
import type { WaitingCallers } from './waiting-callers.ts';

export interface BeginParts extends Pick<TelephoneSide, 'callIn' | 'begin' | 'turnOf'> {
  readonly waiting: WaitingCallers;
  readonly proof: Pick<CallerProof, 'typed'>;
  readonly voicemails: Pick<Voicemails, 'isOffered' | 'take'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: Schedule;
}

export function beginWaiting(
  use: BeginParts,
  channel: OpenChannel,
  of: Leaving,
  { told, typed }: Pick<TellsOfRecording, 'told' | 'typed'>,
): Ticket['open'] {
  const { account } = channel;
  const { address, skill, request } = of;
  return async (stream) => {
    const asked = { channel: of.channel, address, skill, request };
    const called = await use.callIn(account, asked);
    if ('refused' in called) {
      // Whoever was there has gone meanwhile.
      if (called.refused === 'agent.no_room')
        use.waiting.addEnded(account, of, { type: 'voicemail' });
      return null;
    }
    const caller = new WaitingCaller({
      ...{ clock: use.clock, schedule: use.schedule },
      turn: () => use.turnOf(account, called.record.id),
      ...rulesOf(channel),
      keys: new CallKeys(use, { account, conversation: called.record.id }),
      mayLeave: () => use.voicemails.isOffered(account, of),
      gone: (isAskedOnce) =>
        isAskedOnce ? use.waiting.ends(account, of) : use.waiting.remove(account, of),
    });
    use.waiting.add(account, of, caller);
    const taker = caller.attach(stream);
    const begun = await use.begin(account, called.record, caller.telephone, told);
    if (typeof begun === 'string') {
      use.waiting.remove(account, of);
      return null;
    }
    caller.began(begun);
    for (const key of typed) void caller.press(key);
    return taker;
  };
}

function rulesOf(channel: OpenChannel) {
  const { settings } = channel.stored;
  const { position, voicemailAfterS } = TelephoneWaiting.safeParse(settings).data ?? {};
  const afterS = Number(voicemailAfterS ?? telephoneLimits.longestWaitS);
  return {
    saysPosition: position !== 'off',
    voicemailAfterS: takesVoicemail(channel) ? afterS : null,
  };
}
