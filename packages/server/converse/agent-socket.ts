// The console's socket (`/api/v1/socket`): carries an agent's session over WebSocket. Says who may
// come in, keeps the line alive, and lets go of a reader that falls behind, who then resumes.
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
  readonly principal: Principal;
  readonly request: IncomingMessage;
  heardAt: number;
}

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
  let cancelBeat = (): void => {};
  let closed = false;

  const upgrade: UpgradeHandler = (request, socket, head) => {
    use.authenticate(request).then(
      (principal) => {
        if (principal === null) return refuseUpgrade(socket, 'auth.required');
        if (closed) return refuseUpgrade(socket, 'server.stopping');
        server.handleUpgrade(request, socket, head, (ready) => enter(ready, principal, request));
      },
      (error: unknown) => refuseUpgrade(socket, problemFor(error).code),
    );
  };

  function enter(socket: WebSocket, principal: Principal, request: IncomingMessage): void {
    const entry: Open = { socket, principal, request, heardAt: use.clock.now() };
    open.add(entry);
    // Frames that come before the session is there wait for it, in order.
    let behind: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    const begun = begin(socket, principal);
    begun.catch((error: unknown) => endWith(socket, problemFor(error).code));
    behind = begun.catch(() => {});
    socket.on('message', (data) => {
      entry.heardAt = use.clock.now();
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
      entry.heardAt = use.clock.now();
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

  async function begin(socket: WebSocket, principal: Principal): Promise<AgentSession> {
    const desk = await deskOf(principal.account);
    const session = new AgentSession(
      use,
      desk,
      principal,
      (frame) => sendBounded(socket, frame),
      () => socket.bufferedAmount > liveLimits.waitingBytes,
    );
    await session.begin();
    return session;
  }

  /** One beat for all: silent lines end, the others are pinged, and each session is asked for again. */
  function beat(): void {
    cancelBeat();
    cancelBeat = use.schedule(socketLimits.heartbeatMs, () => {
      for (const entry of open) check(entry);
      if (open.size > 0) beat();
    });
  }

  function check({ socket, request, heardAt }: Open): void {
    if (use.clock.now() - heardAt > socketLimits.silenceMs) return endWith(socket, 'socket.silent');
    socket.ping();
    askAgain(socket, request);
  }

  function askAgain(socket: WebSocket, request: IncomingMessage): void {
    use.authenticate(request).then(
      (principal) => {
        if (principal === null) endWith(socket, 'auth.expired');
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
      for (const { socket, principal } of open) {
        if (principal.account === account && principal.user.id === user)
          endWith(socket, 'auth.expired');
      }
    },
    endAccount(account) {
      for (const { socket, principal } of open)
        if (principal.account === account) endWith(socket, 'server.failed');
    },
    recheck(account, user) {
      for (const { socket, principal, request } of open) {
        if (principal.account === account && principal.user.id === user) askAgain(socket, request);
      }
    },
    tell(account, frame) {
      for (const { socket, principal } of open)
        if (principal.account === account) sendBounded(socket, frame);
    },
    async close() {
      closed = true;
      cancelBeat();
      for (const { socket } of open) endWith(socket, 'server.stopping');
      server.close();
    },
  };
}

/** Drops a reader that is too far behind instead of keeping more for it. */
function sendBounded(socket: WebSocket, frame: ConsoleServerFrame): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > socketLimits.outboundBytes) return endWith(socket, 'socket.too_slow');
  socket.send(encoded(frame));
}

/** What goes to many sockets is written once. */
const written = new WeakMap<ConsoleServerFrame, string>();

function encoded(frame: ConsoleServerFrame): string {
  const text = written.get(frame) ?? JSON.stringify(frame);
  written.set(frame, text);
  return text;
}

/** A reader that is behind would not read the close frame either, so it is not waited for. */
function endWith(socket: WebSocket, code: ErrorCode): void {
  const row: { readonly close?: number } = errorTable[code];
  socket.close(row.close ?? 1011, code);
  if (code === 'socket.too_slow' || code === 'socket.silent')
    setTimeout(() => socket.terminate(), 1000).unref();
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
