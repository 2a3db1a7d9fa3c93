// The console's socket (`/api/v1/socket`): carries an agent's session over WebSocket. Says who may
// come in, and keeps the line alive. What goes out is in agent-line.ts.
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { liveLimits, socketLimits } from '@opportune/protocol/limits.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { problemFor } from '../http/problem/answer-errors.ts';
import {
  adoptSocket,
  isBetweenFrames,
  type LineSource,
  type LiveLine,
  stopReading,
} from '../http/sockets/live-lines.ts';
import type { Principal } from '../http/access/principal.ts';
import type { UpgradeHandler } from '../http/raw-routes.ts';
import { AgentLine, Gathering } from './agent-line.ts';
import { AgentSession } from './agent-session.ts';
import { credentialsOf, HandedConsole } from './handed-console.ts';
import type { ConverseDependencies } from '../desk/seams.ts';
import type { Places } from '../channel/web/visitor-chat.ts';

export interface AgentSockets extends LineSource {
  readonly upgrade: UpgradeHandler;
  readonly open: number;
  /** Their account was changed; the sockets of one who may no longer sign in end. */
  changeUser(account: AccountId, user: User): void;
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
  /** As their account is now. */
  principal: Principal;
  readonly request: IncomingMessage;
  /** Null until it has begun. */
  session: AgentSession | null;
  /** Frames taken and not answered yet. */
  unanswered: number;
  /** How often it was asked since anything came from it. */
  asked: number;
  /** What waited for it when it was asked last. */
  waiting: number;
  /** Its session is to be asked for again. */
  isDue: boolean;
}

/** The session is asked for again at every third beat. */
const sessionBeats = 3;
/** Whether somebody whose socket went on is still signed in is asked when all are there. */
const askAdoptedMs = 2000;

export function createAgentSockets(
  use: ConverseDependencies,
  { deskOf, audienceOf }: Places,
): AgentSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: socketLimits.consoleFrameBytes,
    clientTracking: false,
  });
  const open = new Set<Open>();
  const gathering = new Gathering();
  let cancelBeat = (): void => {};
  let asking: Promise<void> = Promise.resolve();
  let closed = false;
  let beats = 0;

  const upgrade: UpgradeHandler = (request, socket, head) => {
    use.authenticate(request).then(
      (principal) => {
        if (principal === null) return refuseUpgrade(socket, 'auth.required');
        if (closed) return refuseUpgrade(socket, 'server.stopping');
        server.handleUpgrade(request, socket, head, (ready) =>
          enter(new AgentLine(ready, socket, gathering), principal, request, begin),
        );
      },
      (error: unknown) => refuseUpgrade(socket, problemFor(error).code),
    );
  };

  function enter(
    line: AgentLine,
    principal: Principal,
    request: IncomingMessage,
    start: (line: AgentLine, principal: Principal) => Promise<AgentSession>,
  ): Open {
    const { socket } = line;
    const counts = { session: null, unanswered: 0, asked: 0, waiting: 0, isDue: false };
    const entry: Open = { socket, line, principal, request, ...counts };
    open.add(entry);
    // Frames that come before the session is there wait for it, in order.
    let behind: Promise<unknown> = Promise.resolve();
    const begun = start(line, principal).then((session) => {
      entry.session = session;
      session.changed(entry.principal.user);
      return session;
    });
    begun.catch((error: unknown) => line.end(problemFor(error).code));
    behind = begun.catch(() => {});
    socket.on('message', (data) => {
      entry.asked = 0;
      if (++entry.unanswered >= socketLimits.consoleFrames) socket.pause();
      behind = behind
        .then(() => begun)
        .then(async (session) => {
          await use.turns?.turn(principal.account, 0);
          return session.receive(textOf(data));
        })
        // What was neither done nor refused is sent again over another line.
        .catch((error: unknown) => line.end(problemFor(error).code))
        .then(() => {
          if (--entry.unanswered < socketLimits.consoleFrames && socket.isPaused) socket.resume();
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
    return entry;
  }

  async function begin(line: AgentLine, principal: Principal): Promise<AgentSession> {
    const desk = await deskOf(principal.account);
    const session = new AgentSession(use, desk, principal, endOf(line));
    await session.begin();
    return session;
  }

  /** Hears from the first moment what the desk changes while it is read from the store. */
  async function goOn(
    line: AgentLine,
    principal: Principal,
    handed: HandedConsole,
  ): Promise<AgentSession> {
    const audience = audienceOf(principal.account);
    const watching = new Set(handed.watching);
    const early = { ...endOf(line), user: principal.user.id, watching };
    audience.subscribe(early);
    const desk = await deskOf(principal.account).finally(() => audience.unsubscribe(early));
    const session = new AgentSession(use, desk, principal, endOf(line));
    session.goOn(handed);
    return session;
  }

  function handedOf({ principal, request, session }: Open): HandedConsole | null {
    const handed = session?.handed() ?? null;
    if (handed === null) return null;
    return { principal, headers: credentialsOf(request.headers), ...handed };
  }

  function lineOf(entry: Open): LiveLine {
    const { socket, line } = entry;
    const isAnswered = () => entry.session !== null && entry.unanswered === 0;
    return {
      socket: line.stream,
      isAnswered,
      told() {
        line.flush();
        return isAnswered() && isBetweenFrames(socket, line.stream) ? handedOf(entry) : null;
      },
    };
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
    const { socket, line } = entry;
    // A slow reader of a long list answers after it.
    if (socket.bufferedAmount < entry.waiting) entry.asked = 0;
    if (entry.asked >= socketLimits.consoleMisses) return line.end('socket.silent');
    entry.waiting = socket.bufferedAmount;
    entry.asked += 1;
    socket.ping();
    if (beats % sessionBeats === 0) askInTurn(entry);
  }

  /** One after the other: hundreds that asked at once would stand before all that people write. */
  function askInTurn(entry: Open): void {
    if (entry.isDue) return;
    entry.isDue = true;
    asking = asking.then(() => {
      entry.isDue = false;
      return open.has(entry) ? askAgain(entry) : undefined;
    });
  }

  function askAgain(entry: Open): Promise<void> {
    const { line, request, principal: known } = entry;
    return use.authenticate(request).then(
      (principal) => {
        if (principal === null) line.end('auth.expired');
        // What was told meanwhile is newer than what was read.
        else if (entry.principal === known) change(entry, principal);
      },
      () => {},
    );
  }

  function change(entry: Open, principal: Principal): void {
    entry.principal = principal;
    entry.session?.changed(principal.user);
  }

  return {
    upgrade,
    get open() {
      return open.size;
    },
    changeUser(account, user) {
      for (const entry of open) {
        const { line, principal } = entry;
        if (principal.account !== account || principal.user.id !== user.id) continue;
        if (user.disabled) line.end('auth.expired');
        else change(entry, { ...principal, user });
      }
    },
    endAccount(account) {
      for (const { line, principal } of open)
        if (principal.account === account) line.end('server.failed');
    },
    recheck(account, user) {
      for (const entry of open) {
        const { principal } = entry;
        if (principal.account === account && principal.user.id === user) void askAgain(entry);
      }
    },
    tell(account, frame) {
      for (const { line, principal } of open) if (principal.account === account) line.send(frame);
    },
    stay() {
      closed = true;
      const staying = [...open];
      open.clear();
      for (const { line } of staying) stopReading(line.stream);
      return staying.map(lineOf);
    },
    adopt(socket: Socket, told) {
      const read = HandedConsole.safeParse(told);
      const adopted = read.success ? adoptSocket(server, socket) : null;
      if (!read.success || adopted === null) return false;
      const request = new IncomingMessage(socket);
      request.headers = read.data.headers;
      const line = new AgentLine(adopted, socket, gathering);
      const entry = enter(line, read.data.principal, request, (to, principal) =>
        goOn(to, principal, read.data),
      );
      use.schedule(askAdoptedMs, () => askInTurn(entry));
      return true;
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

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
