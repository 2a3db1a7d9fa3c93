// Who takes part in the calls of a media host. Each leg of a browser has a connection: it brings a voice
// and has a place for each other one, without decoding. A telephone has a line instead, for which voices
// are mixed. Packets go from the voice to the places and lines that the table of its call names, in the
// turn in which they arrive.
import type { LegOf } from '@opportune/core/ports/media.ts';
import type { Codec, Route } from '@opportune/core/call/call.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import type { CallId } from '@opportune/protocol/ids.ts';
import { answerOf, connect, earOf, follow } from './connection.ts';
import { forward, Gatherings, playInto, seatAll } from './gathering.ts';
import { Line } from './line.ts';
import type { HostSettings } from './questions.ts';
import { direct } from './rtp/direct.ts';
import { readOffer } from './sdp.ts';
import { Allowance, type Packet } from './voices.ts';

type Report = (
  event:
    | ({ readonly type: 'connected' | 'lost' } & LegOf)
    | ({ readonly type: 'heard'; readonly sound: Uint8Array } & LegOf),
) => void;

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
  const calls = new Gatherings();
  return {
    get calls() {
      return calls.size;
    },
    get hasLines() {
      return calls.all().some(({ lines }) => lines.size > 0);
    },
    join: createJoin({ settings, calls, report, said }),
    leave: (of) => calls.leave(of),
    line(of) {
      calls.leave(of);
      if (calls.legs >= mediaLimits.legs) return false;
      const gathering = calls.of(of.call, 'pcmu');
      gathering.lines.set(of.leg, new Line());
      seatAll(gathering);
      report({ type: 'connected', ...of });
      return true;
    },
    say({ call, leg }, sound) {
      const gathering = calls.get(call);
      for (const packet of gathering?.lines.get(leg)?.packets(sound) ?? []) {
        forward(gathering?.heard.get(leg), packet);
        said({ call, leg }, packet);
      }
    },
    tickLines() {
      for (const [call, { lines }] of calls.entries())
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
    isMusicHeard: () => calls.all().some(({ heard }) => heard.has('music')),
    playMusic(packets) {
      for (const { heard, codec } of calls.all()) {
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

interface Joining {
  readonly settings: HostSettings;
  readonly calls: Gatherings;
  readonly report: Report;
  readonly said: (of: LegOf, packet: Packet) => void;
}

type Connection = ReturnType<typeof connect>;

/** An offer that fails half-way leaves no connection, no port and no call behind. */
function createJoin({ settings, calls, report, said }: Joining): Peers['join'] {
  async function enter(
    of: LegOf,
    { connection, codec }: { readonly connection: Connection; readonly codec: Codec },
    sdp: string,
  ): Promise<string> {
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const [voice, ...places] = connection.getTransceivers();
    if (voice === undefined) throw new Error('an offer without a microphone');
    // It, or others, may have joined while the offer was read.
    calls.leave(of);
    if (calls.legs >= mediaLimits.legs) throw new Error('the host is full');
    const allowance = new Allowance();
    const sound = direct(connection, voice, (packet, nowMs) => {
      if (!allowance.admits(packet.payload.length, nowMs)) return;
      forward(calls.get(of.call)?.heard.get(of.leg), packet);
      said(of, packet);
    });
    const peer = { connection, ears: places.map((place) => earOf(place, codec, sound)) };
    const gathering = calls.of(of.call, codec);
    gathering.peers.set(of.leg, peer);
    seatAll(gathering);
    follow(connection, (type) => {
      if (calls.get(of.call)?.peers.get(of.leg) === peer) report({ type, ...of });
    });
    return answerOf(connection, settings, sound);
  }

  return async (of, offer, codec = 'opus') => {
    const sdp = readOffer(offer);
    if (sdp === null) return null;
    calls.leave(of);
    if (calls.legs >= mediaLimits.legs) return null;
    const connection = connect(settings, codec);
    try {
      return await enter(of, { connection, codec }, sdp);
    } catch {
      if (calls.get(of.call)?.peers.get(of.leg)?.connection === connection) calls.leave(of);
      else void connection.close();
      return null;
    }
  };
}
