// The bytes of a request's body: received up to the written limit and within the written time, and
// unpacked up to the same limit and no more than so many times their size. It parses nothing: what is
// refused here has cost nobody more than its bytes.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';

export type Read<Of> =
  | { readonly ok: true; readonly value: Of }
  | { readonly ok: false; readonly problem: Problem };

/** A body as it came. */
export interface PackedBody {
  readonly bytes: Buffer;
  readonly gzip: boolean;
}

const { requestSizeBytes, bodyMs, unpackedRatio, unpackedFreeBytes } = intakeLimits;
const unzip = promisify(gunzip);
/** Head, an empty block and the trailer that holds the length. */
const leastGzipBytes = 20;
const gzipMagic = 0x1f8b;

/**
 * Receives a body. It is refused with `request.too_large` beyond the limit and where it says itself that
 * it unpacks to more than it may, with `request.too_slow` where it takes too long, and with
 * `server.overloaded` where all bodies together need its room.
 * Rejects where the client goes away half-way.
 */
export async function receiveBody(
  request: IncomingMessage,
  held: HeldBytes,
  payer: string,
  mostBytes: number = requestSizeBytes,
): Promise<Read<PackedBody>> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes)
    return refused('request.too_large');
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') return refused('request.malformed');
  const bytes = await receiveBytes(request, held, { payer, mostBytes });
  if (typeof bytes === 'string') return refused(bytes);
  const packed = { bytes, gzip: encoding === 'gzip' };
  return statedBytes(packed) > mostUnpacked(packed)
    ? refused('request.too_large')
    : { ok: true, value: packed };
}

type Fault = 'request.too_large' | 'request.too_slow' | 'request.malformed' | 'server.overloaded';

function refused(code: Fault): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: problem(code) };
}

/** By events and not by iteration, so that a body can be given up while nothing of it comes. */
function receiveBytes(
  request: IncomingMessage,
  held: HeldBytes,
  { payer, mostBytes }: { readonly payer: string; readonly mostBytes: number },
): Promise<Buffer | Fault> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const settle = (settled: () => void): void => {
      clearTimeout(timer);
      holder.release();
      request.off('data', take).off('end', whole).off('error', fail).off('close', gone);
      settled();
    };
    const giveUp = (fault: Fault) => settle(() => resolve(fault));
    const holder = held.hold(payer, () => giveUp('server.overloaded'));
    const timer = setTimeout(() => giveUp('request.too_slow'), bodyMs);
    const take = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      if (sizeBytes > mostBytes) return giveUp('request.too_large');
      chunks.push(chunk);
      holder.grow(chunk.length);
    };
    const whole = () => settle(() => resolve(joined(chunks)));
    const fail = (error: Error) => settle(() => reject(error));
    const gone = () => fail(new Error('the client went away'));
    request.on('data', take).on('end', whole).on('error', fail).on('close', gone);
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/** How long a body says that it is unpacked. A gzip of several parts says it of the last alone. */
export function statedBytes({ bytes, gzip }: PackedBody): number {
  return gzip && isGzip(bytes) ? bytes.readUInt32LE(bytes.length - 4) : bytes.length;
}

function isGzip(bytes: Buffer): boolean {
  return bytes.length >= leastGzipBytes && bytes.readUInt16BE(0) === gzipMagic;
}

/** How far a body is unpacked at most. */
export function mostUnpacked({ bytes }: PackedBody): number {
  return Math.min(requestSizeBytes, Math.max(unpackedFreeBytes, bytes.length * unpackedRatio));
}

/**
 * Unpacks a body. It is refused with `request.too_large` where it comes to more than a request may, or to
 * so many times its size that no client packs like that.
 */
export async function unpackBody(packed: PackedBody): Promise<Read<Buffer>> {
  const { bytes, gzip } = packed;
  if (!gzip) return { ok: true, value: bytes };
  if (!isGzip(bytes)) return refused('request.malformed');
  try {
    return { ok: true, value: await unzip(bytes, { maxOutputLength: mostUnpacked(packed) }) };
  } catch (error) {
    return refused(isTooLarge(error) ? 'request.too_large' : 'request.malformed');
  }
}

function isTooLarge(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
