// The connection of this page to the call's sound. It is there while this page carries the call. One
// that breaks or does not come about, or whose offer nobody answers, is replaced by a new one, more
// slowly each time; the server ends a call that nobody joins any more.
import type { Playing } from './playing.ts';
import { openPeer, type Peer } from './peer.ts';
import { judge, newLine, readingOf } from './quality.ts';
import type { SpeakStore } from './state.ts';
import type { Voice } from './voice.ts';

const answerMs = 8000;
const againMs = [0, 1000, 2000, 4000];
const slowestMs = 8000;
const readEveryMs = 2000;

export interface Sound {
  /** Offers, unless there is a connection or an offer already. */
  open(): void;
  /** The connection is gone: the server or the host says so. */
  renew(): void;
  answered(sdp: string): void;
  /** Another microphone. */
  speak(): void;
  level(): number;
  close(): void;
}

export function createSound(store: SpeakStore, voice: Voice, playing: Playing): Sound {
  let peer: Peer | null = null;
  let isAnswered = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading: ReturnType<typeof setInterval> | undefined;

  const close = (): void => {
    clearTimeout(timer);
    clearInterval(reading);
    timer = undefined;
    peer?.close();
    peer = null;
    store.set({ isWeak: false, isSilent: false });
  };
  const renew = (): void => {
    // An unanswered offer has its own time.
    if (peer && !isAnswered) return;
    again();
  };
  const again = (): void => {
    close();
    timer = setTimeout(() => {
      timer = undefined;
      open();
    }, againMs[tries] ?? slowestMs);
    tries += 1;
  };
  const joined = (of: Peer): void => {
    if (of !== peer) return;
    clearTimeout(timer);
    timer = undefined;
    tries = 0;
    clearInterval(reading);
    reading = watchLine(store, of);
  };
  const open = (): void => {
    const { call, online } = store.state();
    const track = voice.track();
    // Without a connection to the server it is offered once there is one again.
    if (peer || !call || !track || !online) return;
    clearTimeout(timer);
    isAnswered = false;
    const own: Peer = openPeer(call.ice, track, playing, {
      joined: () => joined(own),
      broke: () => own === peer && again(),
    });
    peer = own;
    timer = setTimeout(again, answerMs);
    void offer(own, call.id).catch(again);
  };
  const offer = async (own: Peer, call: string): Promise<void> => {
    const sdp = await own.offer();
    const { carrier } = store.state();
    if (own === peer) store.window.bridge.send({ type: 'call.offer', call, carrier, sdp });
  };
  return {
    open: () => void (timer === undefined && open()),
    renew,
    answered(sdp) {
      if (!peer || isAnswered) return;
      isAnswered = true;
      clearTimeout(timer);
      const own = peer;
      const broke = (): void => void (own === peer && again());
      // Some neither connect nor fail.
      timer = setTimeout(broke, answerMs);
      own.accept(sdp).catch(broke);
    },
    speak() {
      const track = voice.track();
      if (track) peer?.speak(track);
    },
    level: () => peer?.level() ?? 0,
    close() {
      tries = 0;
      close();
    },
  };
}

/** Reads how good the line is. Returns the timer. */
function watchLine({ set }: SpeakStore, peer: Peer): ReturnType<typeof setInterval> {
  let line = newLine;
  return setInterval(async () => {
    try {
      line = judge(line, readingOf((await peer.report()).values()));
      set({ isWeak: line.isWeak });
    } catch {
      // It was just closed.
    }
  }, readEveryMs);
}
