// The connection of one browser, by werift.
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import type { RTCRtpTransceiver } from 'werift';
import type { Codec } from '@opportune/core/call/call.ts';
import { guard } from './gate.ts';
import type { Ear } from './gathering.ts';
import type { HostSettings } from './questions.ts';
import { withAddress } from './sdp.ts';
import { type Packet, Place } from './voices.ts';

export function connect({ ports, isLoopback }: HostSettings, codec: Codec): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: { audio: [codec === 'opus' ? opus() : pcmu()] },
    bundlePolicy: 'max-bundle',
    // The library would ask a server of strangers otherwise.
    iceServers: [],
    iceUseIpv6: false,
    ...(ports === null ? {} : { icePortRange: [...ports] as [number, number] }),
    ...(isLoopback ? { iceAdditionalHostAddresses: ['127.0.0.1'] } : {}),
  });
}

function opus(): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({
    ...{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111 },
    parameters: 'minptime=10;useinbandfec=1',
  });
}

/** Every browser has it (RFC 7874, 3). */
function pcmu(): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({
    ...{ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 },
  });
}

/** Tells once it is connected, and each time that it is lost. */
export function follow(
  connection: RTCPeerConnection,
  told: (type: 'connected' | 'lost') => void,
): void {
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected') told('connected');
    if (state === 'disconnected' || state === 'failed') told('lost');
  });
  for (const { onStateChange } of connection.dtlsTransports)
    onStateChange.subscribe((state) => {
      if (state === 'closed' || state === 'failed') told('lost');
    });
}

/** A place of a browser, in which it hears one voice at a time. */
export function earOf(transceiver: RTCRtpTransceiver, codec: Codec): Ear {
  transceiver.setDirection('sendonly');
  const place = new Place(codec);
  const payloadType = codec === 'opus' ? 111 : 0;
  return {
    place,
    hear(packet) {
      const numbered = place.number(packet, performance.now());
      if (numbered === null) return;
      const { sequence: sequenceNumber, timestamp, isFirst: marker, payload } = numbered;
      // The sender writes into the header, so that each place needs its own.
      const header = new RtpHeader({ sequenceNumber, timestamp, marker, payloadType });
      // A connection that has just ended takes nothing more.
      transceiver.sender.sendRtp(new RtpPacket(header, payload)).catch(() => undefined);
    },
  };
}

/** What the browser is answered. Throws where no port is free. */
export async function answerOf(
  connection: RTCPeerConnection,
  settings: HostSettings,
): Promise<string> {
  await connection.setLocalDescription(await connection.createAnswer());
  guard(connection);
  const sdp = connection.localDescription?.sdp ?? '';
  // The library says nothing if it finds no port.
  if (!sdp.includes('a=candidate:')) throw new Error('no port is free');
  return withAddress(sdp, settings.address);
}

export function packetOf({ header, payload }: RtpPacket): Packet {
  return { sequence: header.sequenceNumber, timestamp: header.timestamp, payload };
}
