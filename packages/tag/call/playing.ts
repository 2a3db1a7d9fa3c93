// Plays what is heard: one element a voice, never in the page. A stream is no address, so that no
// Content-Security-Policy refuses it.

export interface Playing {
  add(track: MediaStreamTrack): void;
  /** After a click of the visitor. */
  start(): void;
  choose(speaker: string): void;
  stop(): void;
}

/** `silent`: whether the browser holds back the sound until a click. */
export function createPlaying(silent: (isSilent: boolean) => void): Playing {
  const elements = new Set<HTMLAudioElement>();
  let speaker = '';
  const lead = (element: HTMLAudioElement): void => {
    // A loudspeaker that is gone leaves the sound on the present one.
    if ('setSinkId' in element) void element.setSinkId(speaker).catch(() => undefined);
  };
  const play = (element: HTMLAudioElement): void =>
    void element.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotAllowedError') silent(true);
    });
  return {
    add(track) {
      const element = new Audio();
      element.autoplay = true;
      element.srcObject = new MediaStream([track]);
      elements.add(element);
      if (speaker) lead(element);
      play(element);
    },
    start() {
      silent(false);
      for (const element of elements) play(element);
    },
    choose(chosen) {
      speaker = chosen;
      for (const element of elements) lead(element);
    },
    stop() {
      for (const element of elements) {
        element.pause();
        element.srcObject = null;
      }
      elements.clear();
    },
  };
}
