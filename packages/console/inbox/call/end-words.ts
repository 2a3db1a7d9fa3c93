// How the end of a call is told, as it happens and in the transcript.
import type { SpokenEnd } from '@opportune/protocol/conversation/spoken.ts';
import { duration } from '../../words/format.ts';
import { t } from '../../words/words.ts';

/** Why it ended, and how long both sides were in it. */
export function endWords(reason: SpokenEnd, spokeS: number | null): string {
  const why = t(`calls.end.${reason}`);
  return spokeS === null ? why : t('calls.end.after', { why, time: duration(spokeS * 1000) });
}
