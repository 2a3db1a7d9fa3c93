// Streams of sound that carriers open to `/v1/channels/{id}/stream`. The request is checked as any other
// of the carrier: charged to its address, of a channel that there is, and signed. Then its first message
// must hold the ticket of a call. Whoever sends too much, out of order, or nothing, is cut off.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Caller } from '@opportune/core/ports/dialling.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { addressPrefix } from '../../http/address/address-prefix.ts';
import type { SocketHost } from '../../http/feature.ts';
import { passingFor, passUpgrade } from '../../http/elsewhere/pass-on.ts';
import { pathOf } from '../../http/raw-routes.ts';
import type { ClientAddress } from '../../http/address/client-address.ts';
import { answerBare } from '../../http/problem/bare-answers.ts';
import { chargeAddress } from '../../collect/charging.ts';
import { askedChannel, rawRequest, verifiedBy } from '../asked-channel.ts';
import type { OpenChannel, OpenChannels } from '../open-channels.ts';
import { wsUrl } from './answering/caller.ts';
import { StreamMessages } from './stream-messages.ts';
import type { Ticket, Tickets } from './tickets.ts';

export interface StreamParts {
  readonly tickets: Tickets;
  readonly budgets: Budgets;
  readonly channels: Pick<OpenChannels, 'asked'>;
  readonly clientAddress: ClientAddress;
  readonly publicUrl: () => string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: Schedule;
  readonly log: Log;
}

/** Returns how to end all streams. */
export function serveStreams(use: StreamParts, host: SocketHost): () => void {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: telephoneLimits.messageBytes,
  });
  host.upgrade('/v1/channels/', (request, socket, head) => {
    admitted(use, request).then(
      (channel) => {
        if (typeof channel === 'string') return answerBare(socket, channel);
        const passing = passingFor(host.homes, channel.account);
        if (passing !== null) return void passUpgrade(passing, request, socket, head);
        server.handleUpgrade(request, socket, head, (ready) => new Stream(use, channel, ready));
      },
      (error: unknown) => {
        use.log.error('channel.stream_failed', { error: String(error) });
        answerBare(socket, 'server.failed');
      },
    );
  });
  return () => {
    for (const socket of server.clients) socket.close(1001);
    server.close();
  };
}

async function admitted(
  use: StreamParts,
  request: IncomingMessage,
): Promise<OpenChannel | ErrorCode> {
  const payer = addressPrefix(use.clientAddress(request));
  const tooMany = chargeAddress(use.budgets, 'requests.address', payer, 1);
  if (tooMany !== null) return tooMany.code;
  if (!pathOf(request).endsWith('/stream')) return 'request.not_found';
  const channel = await askedChannel(use, request, payer);
  if ('code' in channel) return channel.code;
  // The carrier signs the address that it was told.
  const raw = rawRequest(request, wsUrl(use.publicUrl()), new Uint8Array());
  const verified = verifiedBy(use, channel, payer, raw);
  if (verified.type === 'call') return channel;
  return verified.type === 'refused' ? 'channel.signature' : 'request.not_found';
}

/** One stream, from its first message on. */
class Stream {
  readonly #use: StreamParts;
  readonly #channel: OpenChannel;
  readonly #socket: WebSocket;
  readonly #messages = new StreamMessages();
  #payer = '';
  #taker: Caller | null = null;
  #isOver = false;
  #cancelSilence = (): void => {};

  constructor(use: StreamParts, channel: OpenChannel, socket: WebSocket) {
    this.#use = use;
    this.#channel = channel;
    this.#socket = socket;
    this.#payer = use.ids.next();
    this.#awaits();
    socket.on('message', (data, isBinary) => this.#heard(String(data), isBinary));
    socket.on('error', () => this.#end(1002));
    socket.on('close', () => this.#end(1000));
  }

  #heard(text: string, isBinary: boolean): void {
    if (this.#isOver) return;
    this.#cancelSilence();
    this.#awaits();
    const charge = { budget: 'streams.line', payer: this.#payer, amount: text.length } as const;
    if (this.#use.budgets.charge([charge]) > 0) return this.#end(1008);
    const heard = isBinary ? null : this.#messages.read(text);
    if (heard === null) return this.#end(1008);
    switch (heard.type) {
      case 'started':
        return this.#start(heard);
      case 'sound':
        return this.#taker?.say(heard.sound);
      case 'over':
        return this.#end(1000);
      case 'key':
        return this.#taker?.press?.(heard.key);
      case 'nothing':
    }
  }

  #start({ callSid, token }: { readonly callSid: string; readonly token: string }): void {
    const ticket = this.#use.tickets.take(token);
    if (ticket?.callSid !== callSid || ticket.channel !== this.#channel.stored.id)
      return this.#end(1008);
    this.#join(ticket).catch((error: unknown) => {
      this.#use.log.error('channel.stream_failed', { error: String(error) });
      this.#end(1011);
    });
  }

  /** A call that cannot begin ends, and the carrier goes on with what it was told to do then. */
  async #join(ticket: Ticket): Promise<void> {
    const telephone = {
      hear: (sound: Uint8Array) => this.#send(sound),
      hangUp: () => this.#end(1000),
    };
    const taker = await ticket.open(telephone);
    if (taker === null) return this.#end(1000);
    if (this.#isOver) taker.leave();
    else this.#taker = taker;
  }

  #send(sound: Uint8Array): void {
    if (this.#isOver || this.#socket.bufferedAmount > telephoneLimits.waitingBytes) return;
    this.#socket.send(this.#messages.sound(sound));
  }

  #awaits(): void {
    this.#cancelSilence = this.#use.schedule(telephoneLimits.silentMs, () => this.#end(1001));
  }

  #end(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelSilence();
    this.#taker?.leave();
    this.#taker = null;
    this.#socket.close(code);
    // A carrier that does not answer the close is cut off.
    this.#use.schedule(1000, () => this.#socket.terminate());
  }
}
