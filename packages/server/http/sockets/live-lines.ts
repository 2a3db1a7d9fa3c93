// Moves sockets into a successor: stops one between two frames, and adopts it elsewhere as an
// upgraded socket. It knows no feature. The feature that serves a line decides when it is quiet and
// what state the successor needs.
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';

/** A socket that is no longer read. */
export interface LiveLine {
  readonly socket: Duplex;
  /** Whether everything that was read has been answered. */
  isAnswered(): boolean;
  /**
   * The state that a successor needs, as JSON. Null if the line cannot move: it is within a frame,
   * its reader is behind, or part of its state exists in memory only.
   */
  told(): unknown;
}

/** A service of sockets that can continue in a successor. */
export interface LineSource {
  /** Stops reading all its sockets. Frames already read are still answered. */
  stay(): readonly LiveLine[];
  /** Continues a line. False if its state cannot be read. */
  adopt(socket: Socket, told: unknown): boolean;
}

/** A line in transit, with the kind of its source. */
export interface HandedLine {
  readonly kind: string;
  readonly socket: Duplex;
  readonly told: unknown;
}

/**
 * Leaves incoming bytes in the kernel for the next reader. A stream that is only paused would read
 * on.
 */
export function stopReading(socket: Duplex): void {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return;
  const stop: unknown = Reflect.get(handle, 'readStop');
  if (typeof stop === 'function') Reflect.apply(stop, handle, []);
}

/** Whether no part of a frame has been read and nothing waits to be written. */
export function isBetweenFrames(webSocket: WebSocket, socket: Duplex): boolean {
  if (webSocket.readyState !== webSocket.OPEN || webSocket.isPaused) return false;
  const written = webSocket.bufferedAmount === 0 && socket.writableLength === 0;
  const receiver: unknown = Reflect.get(webSocket, '_receiver');
  if (!written || socket.readableLength > 0 || typeof receiver !== 'object' || receiver === null)
    return false;
  // Reads internal state of the receiver. An unknown state counts as within a frame.
  return ['_state', '_bufferedBytes', '_fragmented'].every(
    (each) => Reflect.get(receiver, each) === 0,
  );
}

/** Adopts an upgraded socket as ws would after an upgrade. The client notices nothing. */
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
  // The client already has its upgrade response and would take another one for a frame.
  socket.write = (): boolean => true;
  try {
    server.handleUpgrade(request, socket, Buffer.alloc(0), (made) => (adopted = made));
  } finally {
    Reflect.deleteProperty(socket, 'write');
  }
  return adopted;
}
