// One connection to the media host: this page's microphone, and places for the voices of others. It
// is never repaired: when it breaks, the next offer makes another one. The host learns from the
// packets where the browser is, so the offer waits for no candidates.
import type { Playing } from './playing.ts';
import type { SpokenCall } from './scene.ts';

/** Others in a call, with what is played into it. */
const places = 4;
/** A short gap heals by itself. */
const gapMs = 2500;

export interface Peer {
  offer(): Promise<string>;
  accept(sdp: string): Promise<void>;
  /** Another microphone, without a new offer. */
  speak(track: MediaStreamTrack): void;
  report(): Promise<RTCStatsReport>;
  /** Of the voice that is heard, 0 to 1. */
  level(): number;
  close(): void;
}

interface Ears {
  joined(): void;
  broke(): void;
}

export function openPeer(
  ice: SpokenCall['ice'],
  track: MediaStreamTrack,
  playing: Playing,
  { joined, broke }: Ears,
): Peer {
  const iceServers = ice.map((server) => ({ ...server, urls: [...server.urls] }));
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers });
  const { sender } = connection.addTransceiver(track, { direction: 'sendonly' });
  for (let at = 0; at < places; at += 1)
    connection.addTransceiver('audio', { direction: 'recvonly' });
  connection.ontrack = ({ track: heard }) => playing.add(heard);
  watch(connection, joined, broke);
  return {
    async offer() {
      const offer = await connection.createOffer();
      await connection.setLocalDescription(offer);
      return offer.sdp ?? '';
    },
    accept: (sdp) => connection.setRemoteDescription({ type: 'answer', sdp }),
    speak: (other) => void sender.replaceTrack(other).catch(broke),
    report: () => connection.getStats(),
    level: () => Math.max(0, ...connection.getReceivers().map(levelOf)),
    close() {
      connection.onconnectionstatechange = null;
      connection.close();
      playing.stop();
    },
  };
}

function watch(connection: RTCPeerConnection, joined: () => void, broke: () => void): void {
  let gap: ReturnType<typeof setTimeout> | undefined;
  connection.onconnectionstatechange = () => {
    clearTimeout(gap);
    const { connectionState } = connection;
    if (connectionState === 'connected') joined();
    if (connectionState === 'failed') broke();
    if (connectionState === 'disconnected')
      gap = setTimeout(() => connection.connectionState !== 'closed' && broke(), gapMs);
  };
}

function levelOf(receiver: RTCRtpReceiver): number {
  const [source] = receiver.getSynchronizationSources();
  const isFresh = source && performance.timeOrigin + performance.now() - source.timestamp < 300;
  return isFresh ? (source.audioLevel ?? 0) : 0;
}
