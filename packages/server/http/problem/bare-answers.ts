// Sends problems on a bare socket: for bytes that are not HTTP, and for upgrades of unknown paths.
// They have the form of every other refusal.
import { type ErrorCode, errorTable, problem } from '@opportune/protocol/errors.ts';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers a request that Node could not parse, and ends the connection. */
export function answerUnreadable(error: Error, socket: Duplex): void {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNRESET' || socket.destroyed) return;
  answerBare(socket, code === 'HPE_HEADER_OVERFLOW' ? 'request.too_large' : 'request.malformed');
}

/** Sends the problem as a complete response and ends the connection. */
export function answerBare(socket: Duplex, code: ErrorCode): void {
  if (!socket.writable) return void socket.destroy();
  const { status } = errorTable[code];
  const body = JSON.stringify(problem(code));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
