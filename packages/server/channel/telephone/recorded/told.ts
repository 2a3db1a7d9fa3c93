// Tells somebody at a telephone, before they speak, that their call is recorded. A key refuses it: any of them
// while it is said, and a sign at any time later.
import type { CarrierCall } from '@opportune/core/ports/channel.ts';
import type { ToldOfRecording } from '@opportune/core/ports/dialling.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { wordsOf, type WordsParts } from '../answering/caller-words.ts';
import type { TelephoneSide } from '../seams.ts';
import { hearingAll } from '../twiml.ts';

export interface ToldParts extends Pick<TelephoneSide, 'isRecorded'>, WordsParts {
  readonly clock: Clock;
}

/** The key that refuses a recording during the call. */
export const refusal = '*';

/** What they hear, and what that means. With a key, the carrier asks at `url` again, which goes on. */
export async function tellOfRecording(
  use: ToldParts,
  channel: OpenChannel,
  { fields, url }: { readonly fields: CarrierCall['fields']; readonly url: string },
): Promise<{ readonly verbs: readonly string[]; readonly told: ToldOfRecording }> {
  if (fields['refused'] !== undefined) return { verbs: [], told: 'refused' };
  if (!(await use.isRecorded(channel.account))) return { verbs: [], told: null };
  const { recorded } = await wordsOf(use, channel);
  const [first] = recorded;
  if (first === undefined) return { verbs: [], told: null };
  return {
    verbs: [hearingAll(recorded, `${url}&refused=1`)],
    told: { at: use.clock.now(), language: first.language ?? 'en' },
  };
}
