// The visitor's own voice: the open microphone, muted by silence on the track. A device that is
// unplugged, or taken by a telephone call, is replaced by the browser's choice.
import { type Opened, openMicrophone, stop } from './microphone.ts';

export interface Voice {
  stream(): MediaStream | null;
  track(): MediaStreamTrack | null;
  /** Opens the device (null: the browser's choice), or returns why not. The former one is let go. */
  open(device: string | null): Promise<Opened>;
  mute(isMuted: boolean): void;
  stop(): void;
}

/** `ended`: the device is gone. */
export function createVoice(ended: () => void): Voice {
  let stream: MediaStream | null = null;
  let openings = 0;
  const track = (): MediaStreamTrack | null => stream?.getAudioTracks()[0] ?? null;
  const use = (opened: MediaStream): void => {
    const isMuted = track()?.enabled === false;
    stop(stream);
    stream = opened;
    const own = track();
    if (!own) return;
    own.enabled = !isMuted;
    own.addEventListener('ended', () => stream === opened && ended());
  };
  return {
    stream: () => stream,
    track,
    async open(device) {
      const opening = (openings += 1);
      const opened = await openMicrophone(device);
      // Stopped, or opened anew, while the browser asked.
      if (opening === openings && opened.stream) use(opened.stream);
      else stop(opened.stream);
      return opening === openings ? opened : { stream: null, trouble: null };
    },
    mute(isMuted) {
      const own = track();
      if (own) own.enabled = !isMuted;
    },
    stop() {
      openings += 1;
      stop(stream);
      stream = null;
    },
  };
}
