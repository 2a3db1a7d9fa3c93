// The connections of a media host, by werift: DTLS-SRTP and Opus, no decoding. Each leg has one: it
// brings a voice and has a place for each other one. Packets go from the voice to the places that
// the table of its call names, in the turn in which they arrive.
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import type { RTCRtpTransceiver } from 'werift';
import type { LegOf } from '@opportune/core/ports/media.ts';
import type { Route } from '@opportune/core/call/call.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import type { CallId, LegId } from '@opportune/protocol/ids.ts';
import { guard } from './gate.ts';
import type { HostSettings } from './questions.ts';
import { readOffer, withAddress } from './sdp.ts';
import { Allowance, type Packet, Place, seat } from './voices.ts';

type Report = (event: { readonly type: 'connected' | 'lost' } & LegOf) => void;

interface Ear {
  readonly place: Place;
  readonly send: (packet: RtpPacket) => Promise<void>;
}

interface Peer {
  readonly connection: RTCPeerConnection;
  readonly ears: readonly Ear[];
}

interface Gathering {
  readonly peers: Map<LegId, Peer>;
  /** Legs without a browser, which play a sound. */
  readonly playing: Set<LegId>;
  routes: readonly Route[];
  /** The ears of each voice. Made anew with the table. */
  heard: ReadonlyMap<string, readonly Ear[]>;
}

export interface Peers {
  /** Calls with a leg here. */
  readonly calls: number;
  /** Null: refused. */
  join(of: LegOf, offer: string): Promise<string | null>;
  route(call: CallId, routes: readonly Route[]): void;
  leave(of: LegOf): void;
  isMusicHeard(): boolean;
  /** The next packet of the music, for all who hear it. */
  playMusic(packet: Packet): void;
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
  const joined = () => [...calls.values()].reduce((sum, { peers }) => sum + peers.size, 0);

  function gatheringOf(call: CallId): Gathering {
    const known = calls.get(call) ?? emptyGathering();
    calls.set(call, known);
    return known;
  }

  function leave({ call, leg }: LegOf): void {
    const gathering = calls.get(call);
    const peer = gathering?.peers.get(leg);
    if (gathering === undefined || peer === undefined) return;
    gathering.peers.delete(leg);
    void peer.connection.close();
    if (gathering.peers.size === 0) calls.delete(call);
    else seatAll(gathering);
  }

  /** An offer that fails half-way leaves no connection, no port and no call behind. */
  async function join(of: LegOf, offer: string): Promise<string | null> {
    const sdp = readOffer(offer);
    if (sdp === null) return null;
    leave(of);
    if (joined() >= mediaLimits.legs) return null;
    const connection = connect(settings);
    try {
      return await enter(of, connection, sdp);
    } catch {
      if (calls.get(of.call)?.peers.get(of.leg)?.connection === connection) leave(of);
      else void connection.close();
      return null;
    }
  }

  async function enter(of: LegOf, connection: RTCPeerConnection, sdp: string): Promise<string> {
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const [voice, ...places] = connection.getTransceivers();
    if (voice === undefined) throw new Error('an offer without a microphone');
    // It, or others, may have joined while the offer was read.
    leave(of);
    if (joined() >= mediaLimits.legs) throw new Error('the host is full');
    const peer = { connection, ears: places.map(earOf) };
    const gathering = gatheringOf(of.call);
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

  return {
    get calls() {
      return calls.size;
    },
    join,
    leave,
    route(call, routes) {
      const gathering = calls.get(call);
      if (gathering === undefined) return;
      gathering.routes = routes;
      seatAll(gathering);
    },
    isMusicHeard: () => [...calls.values()].some(({ heard }) => heard.has('music')),
    playMusic(packet) {
      for (const { heard } of calls.values()) forward(heard.get('music'), packet);
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

function emptyGathering(): Gathering {
  return { peers: new Map(), playing: new Set(), routes: [], heard: new Map() };
}

function connect({ ports, isLoopback }: HostSettings): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: { audio: [opus()] },
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

function earOf(transceiver: RTCRtpTransceiver): Ear {
  transceiver.setDirection('sendonly');
  return { place: new Place(), send: (packet) => transceiver.sender.sendRtp(packet) };
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
  const heard = new Map<string, Ear[]>();
  const { peers, playing } = gathering;
  if (begins !== undefined) playing.add(begins);
  // Who joins again has other numbers, and is a new voice.
  const isHere = ({ from }: Route) => from === 'music' || peers.has(from) || playing.has(from);
  for (const [leg, { ears }] of peers) {
    const voices = new Set(
      gathering.routes.filter((route) => route.to === leg && isHere(route)).map(({ from }) => from),
    );
    seat(
      ears.map(({ place }) => place),
      voices,
    );
    for (const ear of ears) {
      const { voice } = ear.place;
      if (voice !== null) heard.set(voice, [...(heard.get(voice) ?? []), ear]);
    }
  }
  gathering.heard = heard;
}

function packetOf({ header, payload }: RtpPacket): Packet {
  return { sequence: header.sequenceNumber, timestamp: header.timestamp, payload };
}

function forward(ears: readonly Ear[] | undefined, packet: Packet): void {
  const now = performance.now();
  for (const { place, send } of ears ?? []) {
    const numbered = place.number(packet, now);
    if (numbered === null) continue;
    const { sequence: sequenceNumber, timestamp, isFirst: marker, payload } = numbered;
    // The sender writes into the header, so that each place needs its own.
    const header = new RtpHeader({ sequenceNumber, timestamp, marker, payloadType: 111 });
    // A connection that has just ended takes nothing more.
    send(new RtpPacket(header, payload)).catch(() => undefined);
  }
}
