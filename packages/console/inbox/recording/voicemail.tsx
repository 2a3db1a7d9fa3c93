// A message that was left by telephone, in the transcript: how loud it is, as a picture, and the sound.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { duration, IconButton, t } from '../../ui/index.ts';
import { useSound } from './use-sound.tsx';
import { Waveform } from './waveform.tsx';
import './recording.css';

interface VoicemailProps {
  readonly address: string;
  readonly sound: NonNullable<Attachment['sound']>;
}

export function Voicemail({ address, sound: { durationMs, loudness } }: VoicemailProps) {
  const durationS = durationMs / 1000;
  const { element, at, isPlaying, isFailed, seek, toggle } = useSound([address], durationS);
  const total = duration(durationMs);
  return (
    <section className="recording" aria-label={t('recordings.voicemail', { time: total })}>
      {element}
      <IconButton
        icon={isPlaying ? 'pause' : 'play'}
        label={t(isPlaying ? 'recordings.pause' : 'recordings.play')}
        onClick={toggle}
      />
      <Waveform
        loudness={{ visitor: loudness, team: [] }}
        durationS={durationS}
        at={at}
        onSeek={seek}
        onToggle={toggle}
      />
      <span className="num recording-time">
        {duration(at * 1000)} / {total}
      </span>
      {isFailed && (
        <p className="field-error" role="alert">
          {t('recordings.voicemail.failed')}
        </p>
      )}
    </section>
  );
}
