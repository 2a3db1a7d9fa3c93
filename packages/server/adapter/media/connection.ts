// The connection of one browser, by werift.
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import type { RTCRtpTransceiver } from 'werift';
import type { Codec } from '@opportune/core/call/call.ts';
import { guard } from './gate.ts';
import type { Ear } from './gathering.ts';
import type { HostSettings } from './questions.ts';
import type { Direct } from './rtp/direct.ts';
import { withAddress } from './sdp.ts';
import { Place } from './voices.ts';

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
export function earOf(transceiver: RTCRtpTransceiver, codec: Codec, sound: Direct): Ear {
  transceiver.setDirection('sendonly');
  const place = new Place(codec);
  return {
    place,
    hear(packet) {
      const numbered = place.number(packet, performance.now());
      if (numbered !== null) sound.send(transceiver, numbered);
    },
  };
}

/** What the browser is answered. Throws where no port is free. */
export async function answerOf(
  connection: RTCPeerConnection,
  settings: HostSettings,
  sound: Direct,
): Promise<string> {
  await connection.setLocalDescription(await connection.createAnswer());
  guard(connection, sound.take);
  const sdp = connection.localDescription?.sdp ?? '';
  // The library says nothing if it finds no port.
  if (!sdp.includes('a=candidate:')) throw new Error('no port is free');
  return withAddress(sdp, settings.address);
}
