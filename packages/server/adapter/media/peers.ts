// The connections of a media host, by werift: DTLS-SRTP, no decoding. Each leg of a browser has one: it
// brings a voice and has a place for each other one. A telephone has a line instead, for which voices
// are mixed. Packets go from the voice to the places and lines that the table of its call names, in the
// turn in which they arrive.
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import type { RTCRtpTransceiver } from 'werift';
import type { LegOf } from '@opportune/core/ports/media.ts';
import type { Codec, Route } from '@opportune/core/call/call.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import type { CallId, LegId } from '@opportune/protocol/ids.ts';
import { guard } from './gate.ts';
import { Line } from './line.ts';
import type { HostSettings } from './questions.ts';
import { readOffer, withAddress } from './sdp.ts';
import { Allowance, type Packet, Place, seat } from './voices.ts';

type Report = (
  event:
    | ({ readonly type: 'connected' | 'lost' } & LegOf)
    | ({ readonly type: 'heard'; readonly sound: Uint8Array } & LegOf),
) => void;

type Hear = (packet: Packet) => void;

interface Ear {
  readonly place: Place;
  readonly hear: Hear;
}

interface Peer {
  readonly connection: RTCPeerConnection;
  readonly ears: readonly Ear[];
}

interface Gathering {
  readonly codec: Codec;
  readonly peers: Map<LegId, Peer>;
  /** Of telephones. */
  readonly lines: Map<LegId, Line>;
  /** Legs without a browser, which play a sound. */
  readonly playing: Set<LegId>;
  routes: readonly Route[];
  /** Who hears each voice. Made anew with the table. */
  heard: ReadonlyMap<string, readonly Hear[]>;
}

export interface Peers {
  /** Calls with a leg here. */
  readonly calls: number;
  /** Null: refused. */
  join(of: LegOf, offer: string, codec?: Codec): Promise<string | null>;
  /** False: refused. */
  line(of: LegOf): boolean;
  say(of: LegOf, sound: Uint8Array): void;
  readonly hasLines: boolean;
  /** Reports what lines hear in the next 20 ms. */
  tickLines(): void;
  /** Of a call that is here. */
  codecOf(call: CallId): Codec | null;
  route(call: CallId, routes: readonly Route[]): void;
  leave(of: LegOf): void;
  isMusicHeard(): boolean;
  /** The next packet of the music, for all who hear it. */
  playMusic(packets: Readonly<Record<Codec, Packet | null>>): void;
  /** The next packet of a leg without a browser. Null: it is silent again. */
  play(of: LegOf, packet: Packet | null): void;
}

/** `said`: what a leg said, whoever hears it. */
export function createPeers(
  settings: HostSettings,
  report: Report,
  said: (of: LegOf, packet: Packet) => void,
): Peers {
  const calls = new Map<CallId, Gathering>();
  const joined = () =>
    [...calls.values()].reduce((sum, { peers, lines }) => sum + peers.size + lines.size, 0);

  function gatheringOf(call: CallId, codec: Codec): Gathering {
    const known = calls.get(call) ?? emptyGathering(codec);
    calls.set(call, known);
    return known;
  }

  function leave({ call, leg }: LegOf): void {
    const gathering = calls.get(call);
    if (gathering === undefined) return;
    const { peers, lines } = gathering;
    const peer = peers.get(leg);
    if (!peers.delete(leg) && !lines.delete(leg)) return;
    void peer?.connection.close();
    if (peers.size + lines.size === 0) calls.delete(call);
    else seatAll(gathering);
  }

  /** An offer that fails half-way leaves no connection, no port and no call behind. */
  async function join(of: LegOf, offer: string, codec: Codec = 'opus'): Promise<string | null> {
    const sdp = readOffer(offer);
    if (sdp === null) return null;
    leave(of);
    if (joined() >= mediaLimits.legs) return null;
    const connection = connect(settings, codec);
    try {
      return await enter(of, { connection, codec }, sdp);
    } catch {
      if (calls.get(of.call)?.peers.get(of.leg)?.connection === connection) leave(of);
      else void connection.close();
      return null;
    }
  }

  async function enter(
    of: LegOf,
    { connection, codec }: { readonly connection: RTCPeerConnection; readonly codec: Codec },
    sdp: string,
  ): Promise<string> {
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const [voice, ...places] = connection.getTransceivers();
    if (voice === undefined) throw new Error('an offer without a microphone');
    // It, or others, may have joined while the offer was read.
    leave(of);
    if (joined() >= mediaLimits.legs) throw new Error('the host is full');
    const peer = { connection, ears: places.map((place) => earOf(place, codec)) };
    const gathering = gatheringOf(of.call, codec);
    gathering.peers.set(of.leg, peer);
    seatAll(gathering);
    const allowance = new Allowance();
    voice.receiver.track.onReceiveRtp.subscribe((packet) => {
      if (!allowance.admits(packet.payload.length, performance.now())) return;
      forward(calls.get(of.call)?.heard.get(of.leg), packetOf(packet));
      said(of, packetOf(packet));
    });
    follow(connection, (type) => {
      if (calls.get(of.call)?.peers.get(of.leg) === peer) report({ type, ...of });
    });
    return answerOf(connection, settings);
  }

  function line(of: LegOf): boolean {
    leave(of);
    if (joined() >= mediaLimits.legs) return false;
    const gathering = gatheringOf(of.call, 'pcmu');
    gathering.lines.set(of.leg, new Line());
    seatAll(gathering);
    report({ type: 'connected', ...of });
    return true;
  }

  return {
    get calls() {
      return calls.size;
    },
    get hasLines() {
      return [...calls.values()].some(({ lines }) => lines.size > 0);
    },
    join,
    leave,
    line,
    say({ call, leg }, sound) {
      const gathering = calls.get(call);
      for (const packet of gathering?.lines.get(leg)?.packets(sound) ?? [])
        forward(gathering?.heard.get(leg), packet);
    },
    tickLines() {
      for (const [call, { lines }] of calls)
        for (const [leg, each] of lines) {
          const sound = each.next();
          if (sound !== null) report({ type: 'heard', call, leg, sound });
        }
    },
    codecOf: (call) => calls.get(call)?.codec ?? null,
    route(call, routes) {
      const gathering = calls.get(call);
      if (gathering === undefined) return;
      gathering.routes = routes;
      seatAll(gathering);
    },
    isMusicHeard: () => [...calls.values()].some(({ heard }) => heard.has('music')),
    playMusic(packets) {
      for (const { heard, codec } of calls.values()) {
        const packet = packets[codec];
        if (packet !== null) forward(heard.get('music'), packet);
      }
    },
    play({ call, leg }, packet) {
      const gathering = calls.get(call);
      if (gathering !== undefined) playInto(gathering, leg, packet);
    },
  };
}

function playInto(gathering: Gathering, leg: LegId, packet: Packet | null): void {
  const { playing } = gathering;
  if (packet === null) playing.delete(leg);
  if (packet === null || !playing.has(leg)) seatAll(gathering, packet === null ? undefined : leg);
  if (packet !== null) forward(gathering.heard.get(leg), packet);
}

function follow(connection: RTCPeerConnection, told: (type: 'connected' | 'lost') => void): void {
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected') told('connected');
    if (state === 'disconnected' || state === 'failed') told('lost');
  });
  for (const { onStateChange } of connection.dtlsTransports)
    onStateChange.subscribe((state) => {
      if (state === 'closed' || state === 'failed') told('lost');
    });
}

function emptyGathering(codec: Codec): Gathering {
  const [peers, lines] = [new Map(), new Map()];
  return { codec, peers, lines, playing: new Set(), routes: [], heard: new Map() };
}

function connect({ ports, isLoopback }: HostSettings, codec: Codec): RTCPeerConnection {
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

function earOf(transceiver: RTCRtpTransceiver, codec: Codec): Ear {
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

async function answerOf(connection: RTCPeerConnection, settings: HostSettings): Promise<string> {
  await connection.setLocalDescription(await connection.createAnswer());
  guard(connection);
  const sdp = connection.localDescription?.sdp ?? '';
  // The library says nothing if it finds no port.
  if (!sdp.includes('a=candidate:')) throw new Error('no port is free');
  return withAddress(sdp, settings.address);
}

/** Gives every place of a call its voice, by the table. `begins`: a leg that plays from now on. */
function seatAll(gathering: Gathering, begins?: LegId): void {
  const { peers, lines, playing, routes } = gathering;
  if (begins !== undefined) playing.add(begins);
  const heard = new Map<string, Hear[]>();
  const hears = (voice: string, hear: Hear): void =>
    void heard.set(voice, [...(heard.get(voice) ?? []), hear]);
  // Who joins again has other numbers, and is a new voice.
  const isHere = ({ from }: Route) =>
    from === 'music' || peers.has(from) || lines.has(from) || playing.has(from);
  const voicesFor = (leg: LegId) =>
    new Set(routes.filter((route) => route.to === leg && isHere(route)).map(({ from }) => from));
  for (const [leg, { ears }] of peers) {
    seat(
      ears.map(({ place }) => place),
      voicesFor(leg),
    );
    for (const { place, hear } of ears) if (place.voice !== null) hears(place.voice, hear);
  }
  for (const [leg, line] of lines) {
    const voices = voicesFor(leg);
    line.keep(voices);
    for (const voice of voices) hears(voice, ({ payload }) => line.hear(voice, payload));
  }
  gathering.heard = heard;
}

function packetOf({ header, payload }: RtpPacket): Packet {
  return { sequence: header.sequenceNumber, timestamp: header.timestamp, payload };
}

function forward(hearers: readonly Hear[] | undefined, packet: Packet): void {
  for (const hear of hearers ?? []) hear(packet);
}
