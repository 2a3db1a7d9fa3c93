// Tells somebody at a telephone, before they speak, that their call is recorded. A key refuses it: any of them
// alone while it is said, and a sign at any time later. Whoever types a code meanwhile hears it again.
import type { CarrierCall } from '@opportune/core/ports/channel.ts';
import type { ToldOfRecording } from '@opportune/core/ports/dialling.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { wordsOf, type WordsParts } from '../answering/caller-words.ts';
import { longestCode } from '../proof/call-keys.ts';
import type { TelephoneSide } from '../seams.ts';
import { hearing } from '../twiml.ts';

export interface ToldParts extends Pick<TelephoneSide, 'isRecorded'>, WordsParts {
  readonly clock: Clock;
}

/** The key that refuses a recording during the call. */
export const refusal = '*';

export interface TellsOfRecording {
  readonly verbs: readonly string[];
  readonly told: ToldOfRecording;
  /** Keys of a code that they typed while it was said. They count once the call has begun. */
  readonly typed: string;
}

/** What they hear, and what that means. With keys, the carrier asks at `url` again, which goes on. */
export async function tellOfRecording(
  use: ToldParts,
  channel: OpenChannel,
  { fields, url }: { readonly fields: CarrierCall['fields']; readonly url: string },
): Promise<TellsOfRecording> {
  const { refused, Digits = '' } = fields;
  const isCode = isOfCode(Digits);
  const before = isOfCode(fields['typed'] ?? '') ? fields['typed'] : '';
  const typed = (refused !== undefined && isCode ? Digits : before) ?? '';
  if (refused !== undefined && !isCode) return { verbs: [], told: 'refused', typed };
  if (!(await use.isRecorded(channel.account))) return { verbs: [], told: null, typed };
  const { recorded } = await wordsOf(use, channel);
  const [first] = recorded;
  if (first === undefined) return { verbs: [], told: null, typed };
  return {
    verbs: [hearing(recorded, `${url}&typed=${typed}&refused=1`, longestCode)],
    told: { at: use.clock.now(), language: first.language ?? 'en' },
    typed,
  };
}

/** Several digits. One key alone, and any sign, refuses. */
function isOfCode(keys: string): boolean {
  return keys.length > 1 && keys.length <= longestCode && /^\d+$/.test(keys);
}
