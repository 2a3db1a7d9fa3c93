// The console's socket (`/api/v1/socket`): carries an agent's session over WebSocket. Says who may
// come in, and keeps the line alive. What goes out is in agent-line.ts.
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { liveLimits, socketLimits } from '@opportune/protocol/limits.ts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { problemFor } from '../http/answer-errors.ts';
import type { Principal } from '../http/principal.ts';
import type { UpgradeHandler } from '../http/raw-routes.ts';
import type { AccountDesk } from './account-desk.ts';
import { AgentLine, Gathering } from './agent-line.ts';
import { AgentSession } from './agent-session.ts';
import type { ConverseDependencies } from './seams.ts';

export interface AgentSockets {
  readonly upgrade: UpgradeHandler;
  readonly open: number;
  /** Ends the sockets of a user who may no longer sign in. */
  endUser(account: AccountId, user: UserId): void;
  /** Ends every socket of an account; their clients come back. */
  endAccount(account: AccountId): void;
  /** Ends those sockets of a user whose session is over. */
  recheck(account: AccountId, user: UserId): void;
  /** Tells something to everybody of an account. */
  tell(account: AccountId, frame: ConsoleServerFrame): void;
  close(): Promise<void>;
}

interface Open {
  readonly socket: WebSocket;
  readonly line: AgentLine;
  readonly principal: Principal;
  readonly request: IncomingMessage;
  /** How often it was asked since anything came from it. */
  asked: number;
  /** What waited for it when it was asked last. */
  waiting: number;
}

/** The session is asked for again at every third beat. */
const sessionBeats = 3;

export function createAgentSockets(
  use: ConverseDependencies,
  deskOf: (account: AccountId) => Promise<AccountDesk>,
): AgentSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: socketLimits.consoleFrameBytes,
    clientTracking: false,
  });
  const open = new Set<Open>();
  const gathering = new Gathering();
  let cancelBeat = (): void => {};
  let closed = false;
  let beats = 0;

  const upgrade: UpgradeHandler = (request, socket, head) => {
    use.authenticate(request).then(
      (principal) => {
        if (principal === null) return refuseUpgrade(socket, 'auth.required');
        if (closed) return refuseUpgrade(socket, 'server.stopping');
        server.handleUpgrade(request, socket, head, (ready) =>
          enter(new AgentLine(ready, socket, gathering), principal, request),
        );
      },
      (error: unknown) => refuseUpgrade(socket, problemFor(error).code),
    );
  };

  function enter(line: AgentLine, principal: Principal, request: IncomingMessage): void {
    const { socket } = line;
    const entry: Open = { socket, line, principal, request, asked: 0, waiting: 0 };
    open.add(entry);
    // Frames that come before the session is there wait for it, in order.
    let behind: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    const begun = begin(line, principal);
    begun.catch((error: unknown) => line.end(problemFor(error).code));
    behind = begun.catch(() => {});
    socket.on('message', (data) => {
      entry.asked = 0;
      if (++waiting >= socketLimits.consoleFrames) socket.pause();
      behind = behind
        .then(() => begun)
        .then((session) => session.receive(textOf(data)))
        .catch(() => {})
        .then(() => {
          if (--waiting < socketLimits.consoleFrames && socket.isPaused) socket.resume();
        });
    });
    socket.on('pong', () => {
      entry.asked = 0;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      open.delete(entry);
      begun.then(
        (session) => session.end(),
        () => {},
      );
    });
    if (open.size === 1) beat();
  }

  async function begin(line: AgentLine, principal: Principal): Promise<AgentSession> {
    const desk = await deskOf(principal.account);
    const session = new AgentSession(use, desk, principal, {
      send: (frame) => line.send(frame),
      sendSoon: (frame) => line.sendSoon(frame),
      isBehind: () => line.socket.bufferedAmount > liveLimits.waitingBytes,
    });
    await session.begin();
    return session;
  }

  /** One beat for all: lines that do not answer end, the others are pinged. */
  function beat(): void {
    cancelBeat();
    cancelBeat = use.schedule(socketLimits.consoleBeatMs, () => {
      beats += 1;
      for (const entry of open) check(entry);
      if (open.size > 0) beat();
    });
  }

  /** By answers, not by the clock: a server that stood still has not heard anybody. */
  function check(entry: Open): void {
    const { socket, line, request } = entry;
    // A slow reader of a long list answers after it.
    if (socket.bufferedAmount < entry.waiting) entry.asked = 0;
    if (entry.asked >= socketLimits.consoleMisses) return line.end('socket.silent');
    entry.waiting = socket.bufferedAmount;
    entry.asked += 1;
    socket.ping();
    if (beats % sessionBeats === 0) askAgain(line, request);
  }

  function askAgain(line: AgentLine, request: IncomingMessage): void {
    use.authenticate(request).then(
      (principal) => {
        if (principal === null) line.end('auth.expired');
      },
      () => {},
    );
  }

  return {
    upgrade,
    get open() {
      return open.size;
    },
    endUser(account, user) {
      for (const { line, principal } of open) {
        if (principal.account === account && principal.user.id === user) line.end('auth.expired');
      }
    },
    endAccount(account) {
      for (const { line, principal } of open)
        if (principal.account === account) line.end('server.failed');
    },
    recheck(account, user) {
      for (const { line, principal, request } of open) {
        if (principal.account === account && principal.user.id === user) askAgain(line, request);
      }
    },
    tell(account, frame) {
      for (const { line, principal } of open) if (principal.account === account) line.send(frame);
    },
    async close() {
      closed = true;
      cancelBeat();
      for (const { line } of open) line.end('server.stopping');
      gathering.close();
      server.close();
    },
  };
}

function refuseUpgrade(socket: Duplex, code: ErrorCode): void {
  const { status, sentence } = errorTable[code];
  socket.end(
    `HTTP/1.1 ${status} ${code}\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n${sentence}\n`,
  );
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
