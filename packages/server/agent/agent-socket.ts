// The console's socket (`/api/v1/socket`): carries an agent's session over WebSocket. It decides
// who may connect and keeps the line alive. agent-line.ts sends the frames.
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { liveLimits, socketLimits } from '@opportune/protocol/limits/connections.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { problemFor } from '../http/problem/answer-errors.ts';
import {
  adoptSocket,
  type LineSource,
  type LiveLine,
  stopReading,
} from '../http/sockets/live-lines.ts';
import { shedUnread } from '../http/sockets/shed-unread.ts';
import { passingFor, passUpgrade } from '../http/elsewhere/pass-on.ts';
import type { Principal } from '../http/access/principal.ts';
import { inTime } from '../http/in-time.ts';
import type { UpgradeHandler } from '../http/raw-routes.ts';
import { AgentLine, Gathering } from './agent-line.ts';
import { AgentSession } from './agent-session.ts';
import { HandedConsole } from './handed-console.ts';
import { OpenConsole } from './open-console.ts';
import type { AgentParts } from './seams.ts';

/** The session is checked at every third beat. */
const sessionBeats = 3;
/** Sockets that continue here have their sessions checked once all have arrived. */
const askAdoptedMs = 2000;

/** A console that has less unread stays: its lists are long, and an agent is disturbed. */
const leastUnreadBytes = 256 * 1024;

type Starting = (line: AgentLine, principal: Principal) => Promise<AgentSession>;

export class AgentSockets implements LineSource {
  readonly #use: AgentParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: socketLimits.consoleFrameBytes,
    clientTracking: false,
  });
  readonly #open = new Set<OpenConsole>();
  readonly #gathering = new Gathering();
  #cancelBeat = (): void => {};
  #asking: Promise<void> = Promise.resolve();
  #closed = false;
  #beats = 0;

  constructor(use: AgentParts) {
    this.#use = use;
  }

  get open(): number {
    return this.#open.size;
  }

  /** Consoles of accounts that are at home elsewhere are passed on. */
  upgrade(homes: Homes): UpgradeHandler {
    return (request, socket, head) => this.#upgrade(homes, request, socket, head);
  }

  #upgrade(homes: Homes, ...[request, socket, head]: Parameters<UpgradeHandler>): void {
    inTime(this.#use.authenticate(request)).then(
      (principal) => {
        if (principal === null) return refuseUpgrade(socket, 'auth.required');
        const passing = passingFor(homes, principal.account);
        if (passing !== null) return void passUpgrade(passing, request, socket, head);
        if (this.#closed) return refuseUpgrade(socket, 'server.stopping');
        if (this.#open.size >= this.#use.mostConsoles)
          return refuseUpgrade(socket, 'server.overloaded');
        this.#server.handleUpgrade(request, socket, head, (ready) => {
          const line = new AgentLine(ready, socket, this.#gathering);
          this.#enter(new OpenConsole(line, principal, request), (...of) => this.#begin(...of));
        });
      },
      (error: unknown) => refuseUpgrade(socket, problemFor(error).code),
    );
  }

  /** Their account was changed. If they may no longer sign in, their sockets end. */
  changeUser(account: AccountId, user: User): void {
    for (const each of this.#of(account, user.id)) {
      if (user.disabled) each.line.end('auth.expired');
      else each.change({ ...each.principal, user });
    }
  }

  /** Ends every socket of an account. Their clients reconnect. */
  endAccount(account: AccountId): void {
    for (const { line } of this.#of(account)) line.end('server.failed');
  }

  /** Ends the sockets of a user whose session is over, also those in the sample shop of the account. */
  recheck(account: AccountId, user: UserId): void {
    for (const each of this.#of(account, user)) void this.#askAgain(each);
    this.recheckSample(account, user);
  }

  /** Ends the sockets in the sample shop of this account of a user who may no longer look at it. */
  recheckSample(home: AccountId, user: UserId): void {
    for (const each of this.#open)
      if (each.principal.home === home && each.principal.user.id === user)
        void this.#askAgain(each);
  }

  /** Sends a frame to everyone of an account. */
  tell(account: AccountId, frame: ConsoleServerFrame): void {
    for (const { line } of this.#of(account)) line.send(frame);
  }

  /** Closes consoles that are furthest behind, until about this many bytes are free. They resume. */
  shed(bytes: number): void {
    shedUnread(
      [...this.#open].map(({ line }) => line),
      bytes,
      leastUnreadBytes,
    );
  }

  stay(): readonly LiveLine[] {
    this.#closed = true;
    const staying = [...this.#open];
    this.#open.clear();
    for (const { line } of staying) stopReading(line.stream);
    return staying.map((each) => each.live());
  }

  adopt(socket: Socket, told: unknown): boolean {
    const read = HandedConsole.safeParse(told);
    const adopted = read.success ? adoptSocket(this.#server, socket) : null;
    if (!read.success || adopted === null) return false;
    const request = new IncomingMessage(socket);
    request.headers = read.data.headers;
    const line = new AgentLine(adopted, socket, this.#gathering);
    const entry = new OpenConsole(line, read.data.principal, request);
    this.#enter(entry, (...of) => this.#goOn(...of, read.data));
    this.#use.schedule(askAdoptedMs, () => this.#askInTurn(entry));
    return true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelBeat();
    for (const { line } of this.#open) line.end('server.stopping');
    this.#gathering.close();
    this.#server.close();
  }

  #of(account: AccountId, user?: UserId): readonly OpenConsole[] {
    return [...this.#open].filter(
      ({ principal }) =>
        principal.account === account && (user === undefined || principal.user.id === user),
    );
  }

  #enter(entry: OpenConsole, start: Starting): void {
    const { line, principal } = entry;
    this.#open.add(entry);
    line.socket.on('close', () => this.#open.delete(entry));
    entry.begin(start(line, principal), () =>
      this.#use.turns.turn(principal.account, 0, principal.user.id),
    );
    if (this.#open.size === 1) this.#beat();
  }

  async #begin(line: AgentLine, principal: Principal): Promise<AgentSession> {
    const desk = await this.#use.desks.of(principal.account);
    const session = new AgentSession(this.#use, desk, principal, endOf(line));
    await session.begin();
    return session;
  }

  /**
   * Listens from the first moment, so that changes during the read from the store are not missed.
   */
  async #goOn(line: AgentLine, principal: Principal, handed: HandedConsole): Promise<AgentSession> {
    const { desks } = this.#use;
    const audience = desks.audienceOf(principal.account);
    const watching = new Set(handed.watching);
    const early = { ...endOf(line), user: principal.user.id, watching };
    audience.subscribe(early);
    const desk = await desks.of(principal.account).finally(() => audience.unsubscribe(early));
    const session = new AgentSession(this.#use, desk, principal, endOf(line));
    session.goOn(handed);
    return session;
  }

  /** One beat for all lines. Ends those that did not answer and pings the others. */
  #beat(): void {
    this.#cancelBeat();
    this.#cancelBeat = this.#use.schedule(socketLimits.consoleBeatMs, () => {
      this.#beats += 1;
      const asksSessions = this.#beats % sessionBeats === 0;
      for (const each of this.#open) if (each.beat() && asksSessions) this.#askInTurn(each);
      if (this.#open.size > 0) this.#beat();
    });
  }

  /** One at a time. Hundreds at once would delay everything that people write. */
  #askInTurn(entry: OpenConsole): void {
    if (entry.isDue) return;
    entry.isDue = true;
    this.#asking = this.#asking.then(() => {
      entry.isDue = false;
      return this.#open.has(entry) ? this.#askAgain(entry) : undefined;
    });
  }

  #askAgain(entry: OpenConsole): Promise<void> {
    const { line, request, principal: known } = entry;
    return this.#use.authenticate(request).then(
      (principal) => {
        if (principal === null) line.end('auth.expired');
        // The session left the sample shop or entered it: its console connects anew.
        else if (principal.account !== known.account) line.end('server.failed');
        // A change received meanwhile is newer than what was read.
        else if (entry.principal === known) entry.change(principal);
      },
      () => {},
    );
  }
}

function endOf(line: AgentLine) {
  return {
    send: (frame: ConsoleServerFrame) => line.send(frame),
    sendSoon: (frame: ConsoleServerFrame) => line.sendSoon(frame),
    isBehind: () => line.socket.bufferedAmount > liveLimits.waitingBytes,
  };
}

function refuseUpgrade(socket: Duplex, code: ErrorCode): void {
  const { status, sentence } = errorTable[code];
  socket.end(
    `HTTP/1.1 ${status} ${code}\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n${sentence}\n`,
  );
}
