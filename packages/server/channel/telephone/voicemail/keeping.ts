// Makes a message of what a caller said: its file, and its place in a conversation. Each step can be
// repeated, so that what a crash interrupts is made again from what was stored.
import { voicemailOf, type VoicemailSound } from '@opportune/core/sound/voicemail.ts';
import { wavOfPcmu } from '@opportune/core/sound/wav.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import type { KeepSound, LeaveSound } from '../seams.ts';
import { settleVoicemail, soundOf, type Voicemail } from './voicemail-rows.ts';

export interface KeepingParts {
  readonly records: Pick<Records, 'withAccount'>;
  readonly clock: Clock;
  readonly leaveSound: LeaveSound;
  readonly keepSound: KeepSound;
  /** How such a file is called. */
  readonly nameOf: (account: AccountId) => Promise<string>;
}

export async function keepVoicemail(
  use: KeepingParts,
  account: AccountId,
  voicemail: Voicemail,
): Promise<void> {
  const { records, clock } = use;
  const { id } = voicemail;
  const said = await records.withAccount(account, (sql) => soundOf(sql, id));
  const sound = voicemailOf(said, attachmentLimits.peaks);
  if (sound !== null) await keep(use, account, voicemail, sound);
  const settled = { id, at: clock.now(), sizeBytes: sound === null ? 0 : said.length };
  await records.withAccount(account, (sql) => settleVoicemail(sql, settled));
}

async function keep(
  { leaveSound, keepSound, nameOf }: KeepingParts,
  account: AccountId,
  voicemail: Voicemail,
  { sound, durationMs, loudness }: VoicemailSound,
): Promise<void> {
  const { id: message, beganAt, ...left } = voicemail;
  const bytes = wavOfPcmu(sound);
  const file: Attachment = {
    ...{ type: 'attachment', name: await nameOf(account), mediaType: 'audio/wav' },
    ...{ sizeBytes: bytes.length, sound: { durationMs, loudness } },
  };
  await keepSound.put(account, message, bytes);
  const record = await leaveSound(account, { ...left, at: beganAt, message, file });
  if (record === null) return keepSound.remove(account, message);
  const { contact, id: conversation } = record;
  await keepSound.note({ account, conversation, message }, { contact, file, bytes, at: beganAt });
}
