// A message that was left by telephone, in the transcript: how loud it is, as a picture, and the sound.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { duration, t } from '../../ui/index.ts';
import { SoundBar, Unplayable } from './sound-bar.tsx';
import { useSound } from './use-sound.tsx';
import './recording.css';

interface VoicemailProps {
  readonly address: string;
  readonly sound: NonNullable<Attachment['sound']>;
}

export function Voicemail({ address, sound: { durationMs, loudness } }: VoicemailProps) {
  const sound = useSound([address], durationMs / 1000);
  const total = duration(durationMs);
  return (
    <section className="recording" aria-label={t('recordings.voicemail', { time: total })}>
      <SoundBar sound={sound} loudness={{ visitor: loudness, team: [] }} durationMs={durationMs} />
      <p className="small recording-said">{t('recordings.voicemail.unverified')}</p>
      {sound.isFailed && <Unplayable words={t('recordings.voicemail.failed')} />}
    </section>
  );
}
