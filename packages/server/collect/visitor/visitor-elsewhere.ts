// A visitor's socket whose account is at home in another process. If its address names the write key,
// it is passed on before it is upgraded. Otherwise its hello names it, and its frames are carried. With
// one process nothing of this runs.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import type { RawData, WebSocket } from 'ws';
import { type Carried, carryFrames } from '../../http/elsewhere/carry-frames.ts';
import { type Passing, passingFor, passUpgrade } from '../../http/elsewhere/pass-on.ts';
import { passedPeer } from '../../http/elsewhere/peer.ts';
import { inTime } from '../../http/in-time.ts';
import type { SocketHost } from '../../http/feature.ts';
import { chargeAddress } from '../charging.ts';
import { keyInQuery } from '../named-key.ts';
import { textAt } from '../reading/scan-json.ts';
import type { KeyDirectory } from '../seams.ts';
import { UnplacedSocket } from './unplaced-socket.ts';

/** A socket without a hello after this time is closed. */
const helloMs = 10_000;
/** The longest key that is looked up. */
const keyLength = 128;

export interface Placing {
  readonly http: Pick<SocketHost, 'homes'>;
  readonly budgets: Budgets;
  readonly keys: KeyDirectory;
  /** Bytes of partly arrived frames, among everything that is arriving. */
  readonly arriving: HeldBytes;
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly payer: string;
  /** Releases the place among sockets without a known key. */
  readonly keyKnown: () => void;
  /** Those that are passed on. */
  readonly passed: Set<Duplex>;
}

/**
 * Calls `here` unless the key in the address belongs to an account that is at home elsewhere. What
 * another process passed on is not passed on by its address: the hello may name another account.
 */
export function placeUpgrade(use: Placing, of: Upgrade, here: () => void): void {
  const { secret } = use.http.homes;
  if (secret === '' || passedPeer(of.request, secret) !== null) return here();
  const key = keyInQuery(of.request, 'key');
  if (key === null) return here();
  inTime(homeOf(use, key, of.payer)).then(
    (passing) => {
      if (passing === null) return here();
      of.keyKnown();
      counted(of);
      return passUpgrade(passing, of.request, of.socket, of.head);
    },
    () => of.socket.destroy(),
  );
}

interface Accepted extends Omit<Upgrade, 'head'> {
  readonly client: WebSocket;
  /** Those that no session of this process has. */
  readonly unplaced: Set<UnplacedSocket>;
}

/**
 * Calls `here` once the first frame shows that the account is at home in this process, or that the
 * frame must be refused, which is done here. What was heard is then heard again.
 */
export function placeByHello(use: Placing, accepted: Accepted, here: () => void): void {
  if (use.http.homes.secret === '') return here();
  const { client, request, socket: stream, payer, unplaced } = accepted;
  const socket = new UnplacedSocket({ client, stream, payer, arriving: use.arriving });
  unplaced.add(socket);
  const place = (): void => {
    client.off('message', arrived);
    unplaced.delete(socket);
    socket.release();
  };
  const arrived = (): void => socket.arrived();
  client.on('message', arrived);
  client.once('close', place);
  const heard: [RawData, boolean][] = [];
  const silent = setTimeout(() => client.terminate(), helloMs);
  const hear = (data: RawData, isBinary: boolean): void => {
    heard.push([data, isBinary]);
    if (heard.length > 1) return;
    clearTimeout(silent);
    client.pause();
    inTime(homeOf(use, keyOf(data), payer)).then(
      (passing) => {
        client.off('message', hear);
        if (passing !== null) {
          accepted.keyKnown();
          counted(accepted);
          const waits = (sizeBytes: number): void => socket.waits(sizeBytes);
          return carry(passing, { client, request, waits }, heard);
        }
        place();
        here();
        client.resume();
        for (const [one, binary] of heard) client.emit('message', one, binary);
      },
      () => client.terminate(),
    );
  };
  client.on('message', hear);
  client.on('error', () => {});
  client.once('close', () => clearTimeout(silent));
}

function counted({ socket, passed }: Pick<Upgrade, 'socket' | 'passed'>): void {
  if (socket.destroyed) return;
  passed.add(socket);
  socket.once('close', () => passed.delete(socket));
}

function carry(
  passing: Passing,
  of: Omit<Carried, 'mostBytes'>,
  heard: readonly [RawData, boolean][],
): void {
  void carryFrames(passing, { ...of, mostBytes: intakeLimits.requestSizeBytes }, heard);
}

/** Of a hello. Empty for any other frame. */
function keyOf(data: RawData): string {
  if (!Buffer.isBuffer(data) || data.length > intakeLimits.helloSizeBytes) return '';
  return textAt(data, ['key']) ?? '';
}

/** Null for a key that is not known, which is refused where it arrived. */
async function homeOf(use: Placing, key: string, payer: string): Promise<Passing | null> {
  if (key === '' || key.length > keyLength) return null;
  const isAsked = use.keys.asksStore(key);
  if (isAsked && chargeAddress(use.budgets, 'lookups.address', payer, 1) !== null) return null;
  const grant = await use.keys.find(key);
  if (grant === null) return null;
  if (isAsked) use.budgets.refund([{ budget: 'lookups.address', payer, amount: 1 }]);
  return passingFor(use.http.homes, grant.account);
}
