// The calls of a media host: who is in each, and who hears whom by its table.
import type { RTCPeerConnection } from 'werift';
import type { LegOf } from '@opportune/core/ports/media.ts';
import type { Codec, Route } from '@opportune/core/call/call.ts';
import type { CallId, LegId } from '@opportune/protocol/ids.ts';
import type { Line } from './line.ts';
import { type Packet, type Place, seat } from './voices.ts';

type Hear = (packet: Packet) => void;

export interface Ear {
  readonly place: Place;
  readonly hear: Hear;
}

export interface Peer {
  readonly connection: RTCPeerConnection;
  readonly ears: readonly Ear[];
}

export interface Gathering {
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

/** The calls with a leg here. A call is here from its first leg to its last. */
export class Gatherings {
  readonly #calls = new Map<CallId, Gathering>();

  get size(): number {
    return this.#calls.size;
  }

  /** The legs of all calls. */
  get legs(): number {
    return this.all().reduce((sum, { peers, lines }) => sum + peers.size + lines.size, 0);
  }

  all(): readonly Gathering[] {
    return [...this.#calls.values()];
  }

  entries(): Iterable<[CallId, Gathering]> {
    return this.#calls;
  }

  get(call: CallId): Gathering | undefined {
    return this.#calls.get(call);
  }

  /** It is here from now on. */
  of(call: CallId, codec: Codec): Gathering {
    const known = this.#calls.get(call) ?? emptyGathering(codec);
    this.#calls.set(call, known);
    return known;
  }

  leave({ call, leg }: LegOf): void {
    const gathering = this.#calls.get(call);
    if (gathering === undefined) return;
    const { peers, lines } = gathering;
    const peer = peers.get(leg);
    if (!peers.delete(leg) && !lines.delete(leg)) return;
    void peer?.connection.close();
    if (peers.size + lines.size === 0) this.#calls.delete(call);
    else seatAll(gathering);
  }
}

function emptyGathering(codec: Codec): Gathering {
  const [peers, lines] = [new Map(), new Map()];
  return { codec, peers, lines, playing: new Set(), routes: [], heard: new Map() };
}

/** Gives every place of a call its voice, by the table. `begins`: a leg that plays from now on. */
export function seatAll(gathering: Gathering, begins?: LegId): void {
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

/** The next packet of a leg without a browser. Null: it is silent again. */
export function playInto(gathering: Gathering, leg: LegId, packet: Packet | null): void {
  const { playing } = gathering;
  if (packet === null) playing.delete(leg);
  if (packet === null || !playing.has(leg)) seatAll(gathering, packet === null ? undefined : leg);
  if (packet !== null) forward(gathering.heard.get(leg), packet);
}

export function forward(hearers: readonly Hear[] | undefined, packet: Packet): void {
  for (const hear of hearers ?? []) hear(packet);
}
