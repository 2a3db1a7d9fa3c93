// Sockets whose connections go on in a successor: how one is stopped between two frames, and how it
// is taken up as an upgraded socket elsewhere. It knows no feature: what a successor has to know of a
// line, and when it is quiet, says whoever serves it.
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';

/** One socket from which nothing is read any more. */
export interface LiveLine {
  readonly socket: Duplex;
  /** Nothing that was read of it waits for its answer. */
  isAnswered(): boolean;
  /**
   * What whoever goes on with it has to know, as JSON. Null where it cannot go on elsewhere: it stands
   * within a frame, its reader is behind, or something of it is in memory alone.
   */
  told(): unknown;
}

/** A service of sockets that can go on in a successor. */
export interface LineSource {
  /** Lets go of all its sockets: nothing is read any more, what was read is answered yet. */
  stay(): readonly LiveLine[];
  /** Goes on with one; false where what is told of it cannot be read. */
  adopt(socket: Socket, told: unknown): boolean;
}

/** A line on its way, by the kind of its source. */
export interface HandedLine {
  readonly kind: string;
  readonly socket: Duplex;
  readonly told: unknown;
}

/** What comes stays in the kernel, for whoever reads next. A paused stream would read on. */
export function stopReading(socket: Duplex): void {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return;
  const stop: unknown = Reflect.get(handle, 'readStop');
  if (typeof stop === 'function') Reflect.apply(stop, handle, []);
}

/** Whether nothing of a frame was read yet, and nothing waits to be written. */
export function isBetweenFrames(webSocket: WebSocket, socket: Duplex): boolean {
  if (webSocket.readyState !== webSocket.OPEN || webSocket.isPaused) return false;
  const written = webSocket.bufferedAmount === 0 && socket.writableLength === 0;
  const receiver: unknown = Reflect.get(webSocket, '_receiver');
  if (!written || socket.readableLength > 0 || typeof receiver !== 'object' || receiver === null)
    return false;
  // The receiver's own account of itself; what it does not say counts as within a frame.
  return ['_state', '_bufferedBytes', '_fragmented'].every(
    (each) => Reflect.get(receiver, each) === 0,
  );
}

/** A socket that is upgraded already, as ws has it after an upgrade; the client hears nothing of it. */
export function adoptSocket(server: WebSocketServer, socket: Socket): WebSocket | null {
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  request.headers = {
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-version': '13',
  };
  let adopted: WebSocket | null = null;
  // The client has its answer to the upgrade; once more it would be taken for a frame.
  socket.write = (): boolean => true;
  try {
    server.handleUpgrade(request, socket, Buffer.alloc(0), (made) => (adopted = made));
  } finally {
    Reflect.deleteProperty(socket, 'write');
  }
  return adopted;
}
