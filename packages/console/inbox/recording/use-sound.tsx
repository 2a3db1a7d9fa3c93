// Plays sound of a conversation: an element without controls, its position, and how to move in it.
import { useEffect, useRef, useState } from 'react';

/** The first of the sources that the browser can play. `isFailed`: it can play none. */
export function useSound(sources: readonly string[], durationS: number) {
  const audio = useRef<HTMLAudioElement>(null);
  const [chosen, setChosen] = useState(0);
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const wanted = useRef(false);
  const source = sources[chosen];
  const play = (): void => void audio.current?.play().catch(() => undefined);
  const next = (): void => {
    setPlaying(false);
    setChosen((now) => now + 1);
  };
  useEffect(() => {
    if (chosen > 0 && wanted.current) play();
  }, [chosen]);
  const element = source !== undefined && (
    // What is said has no captions.
    <audio
      ref={audio}
      key={source}
      preload="none"
      src={source}
      onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
      onPlay={() => setPlaying(true)}
      onPause={() => setPlaying(false)}
      onEnded={() => setPlaying(false)}
      onError={next}
    />
  );
  return {
    ...{ element, at, isPlaying, isFailed: source === undefined },
    seek(to: number) {
      const bounded = Math.min(durationS, Math.max(0, to));
      setAt(bounded);
      if (audio.current !== null) audio.current.currentTime = bounded;
    },
    toggle() {
      wanted.current = audio.current?.paused === true;
      if (wanted.current) play();
      else audio.current?.pause();
    },
  };
}
