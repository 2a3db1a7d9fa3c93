// The sound of a connection, past the library: its own ways of a packet in and out took four times as long
// as encryption and network. Connecting, keys, reports and everything else stay with the library. It sends
// no packet of sound itself, since two counters under one key would betray what is said.
import {
  type RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
  type RTCDtlsTransport,
  type RTCPeerConnection,
  type RTCRtpTransceiver,
  SourceDescriptionChunk,
  SourceDescriptionItem,
} from 'werift';
import type { NumberedPacket, Packet } from '../voices.ts';
import { ReceivedStream } from './received-stream.ts';
import { SentStream } from './sent-stream.ts';
import { srtpKeys, type SrtpKeys } from './srtp.ts';

interface Keys {
  readonly sending: SrtpKeys;
  readonly receiving: SrtpKeys;
}

export interface Direct {
  /** Sends to a place of the browser. Does nothing before the connection has its keys, or once it ended. */
  send(place: RTCRtpTransceiver, packet: NumberedPacket): void;
  /** A datagram of the browser. False: it is no sound, or there are no keys yet. */
  take(data: Buffer): boolean;
}

/**
 * Of a connection all of whose sections share one transport. `voice`: the section of the microphone.
 * `heard` gets each packet of it once.
 */
export function direct(
  connection: RTCPeerConnection,
  voice: RTCRtpTransceiver,
  heard: (packet: Packet, nowMs: number) => void,
): Direct {
  const [transport] = connection.dtlsTransports;
  if (transport === undefined) throw new Error('a connection without a transport');
  const sent = new Map<RTCRtpTransceiver, SentStream>();
  let received: ReceivedStream | null = null;
  let keys: Keys | null = null;
  let reporting: NodeJS.Timeout | undefined;
  const report = (): void => {
    if (transport.state !== 'connected') return clearInterval(reporting);
    const ofPlaces = [...sent.values()].flatMap((stream) => stream.report() ?? []);
    const ofVoice = received?.report(performance.now()) ?? null;
    const packets = reportOf(ofPlaces, ofVoice, {
      ssrc: voice.sender.ssrc,
      name: connection.cname,
    });
    if (packets.length > 0) transport.sendRtcp(packets).catch(() => undefined);
  };
  transport.onStateChange.subscribe((state) => {
    clearInterval(reporting);
    keys = state === 'connected' ? keysOf(transport) : null;
    if (state !== 'connected') return;
    received ??= receivedOf(voice);
    reporting = setInterval(report, reportMs);
  });
  transport.onRtcp.subscribe((packet) => {
    if (packet.type === RtcpSrPacket.type) received?.note(packet, performance.now());
  });
  return {
    send(place, packet) {
      const { codec, ssrc } = place.sender;
      if (keys === null || codec === undefined) return;
      let stream = sent.get(place);
      if (stream === undefined) sent.set(place, (stream = new SentStream(ssrc, codec.payloadType)));
      const data = stream.seal(packet, keys.sending);
      // What a connection that has just ended does not take is lost, as on any line.
      if (data !== null) transport.iceTransport.connection.send(data).catch(() => undefined);
    },
    take(data) {
      if (keys === null || received === null || !isSound(data)) return false;
      const now = performance.now();
      const packet = received.open(data, keys.receiving, now);
      if (packet !== null) heard(packet, now);
      return true;
    },
  };
}

/** RFC 7983, 7 and RFC 5761, 4. */
function isSound(data: Buffer): boolean {
  const [first = 0, second = 0] = data;
  return first >= 128 && first < 192 && (second < 192 || second > 223);
}

function keysOf({ srtp }: RTCDtlsTransport): Keys {
  const of = ({ profile, srtpSessionKey, srtpSessionSalt, srtpSessionAuthTag }: Context) =>
    srtpKeys(srtpSessionKey, srtpSessionSalt, profile === gcmProfile ? null : srtpSessionAuthTag);
  return { sending: of(srtp.localContext), receiving: of(srtp.remoteContext) };
}

type Context = RTCDtlsTransport['srtp']['localContext'];

function receivedOf({ codecs }: RTCRtpTransceiver): ReceivedStream {
  const types = codecs.map(({ payloadType }) => payloadType);
  return new ReceivedStream(types, (codecs[0]?.clockRate ?? 48_000) / 1000);
}

/** RFC 3550, 6.1: reports, then the name by which the browser knows their sources. Empty: nothing to say. */
function reportOf(
  ofPlaces: readonly RtcpSrPacket[],
  ofVoice: RtcpReceiverInfo | null,
  { ssrc, name }: { readonly ssrc: number; readonly name: string },
): (RtcpSrPacket | RtcpRrPacket | RtcpSourceDescriptionPacket)[] {
  const [first] = ofPlaces;
  const reports = ofVoice === null ? [] : [ofVoice];
  if (first === undefined) return ofVoice === null ? [] : [new RtcpRrPacket({ ssrc, reports })];
  first.reports = reports;
  const items = [new SourceDescriptionItem({ type: cnameItem, text: name })];
  const chunks = ofPlaces.map(({ ssrc: source }) => new SourceDescriptionChunk({ source, items }));
  return [...ofPlaces, new RtcpSourceDescriptionPacket({ chunks })];
}

/** RFC 7714, 14.2. */
const gcmProfile = 0x0007;
const cnameItem = 1;
const reportMs = 1000;
