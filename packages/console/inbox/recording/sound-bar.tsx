// What plays the sound of a conversation: a button, a picture of how loud it is, and the time.
import type { ComponentProps } from 'react';
import { duration, IconButton, t } from '../../ui/index.ts';
import type { useSound } from './use-sound.tsx';
import { Waveform } from './waveform.tsx';

interface SoundBarProps extends Pick<ComponentProps<typeof Waveform>, 'loudness'> {
  readonly sound: ReturnType<typeof useSound>;
  readonly durationMs: number;
}

export function SoundBar({ sound, loudness, durationMs }: SoundBarProps) {
  const { element, at, isPlaying, seek, toggle } = sound;
  return (
    <>
      {element}
      <IconButton
        icon={isPlaying ? 'pause' : 'play'}
        label={t(isPlaying ? 'recordings.pause' : 'recordings.play')}
        onClick={toggle}
      />
      <Waveform
        {...{ loudness, durationS: durationMs / 1000, at, onSeek: seek, onToggle: toggle }}
      />
      <Elapsed at={at} durationMs={durationMs} />
    </>
  );
}

function Elapsed({ at, durationMs }: { at: number; durationMs: number }) {
  return (
    <span className="num recording-time">
      {duration(at * 1000)} / {duration(durationMs)}
    </span>
  );
}

export function Unplayable({ words }: { words: string }) {
  return (
    <p className="field-error" role="alert">
      {words}
    </p>
  );
}
