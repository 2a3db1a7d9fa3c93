// Receives the bytes of a request's body within the limits of size and time, and unpacks them up to
// the same size limit and a maximum ratio. It parses nothing. A body refused here has cost nothing
// beyond its bytes.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';

export type Read<Of> =
  | { readonly ok: true; readonly value: Of }
  | { readonly ok: false; readonly problem: Problem };

/** A body as received. */
export interface PackedBody {
  readonly bytes: Buffer;
  readonly gzip: boolean;
}

const { requestSizeBytes, bodyMs, unpackedRatio, unpackedFreeBytes } = intakeLimits;
const unzip = promisify(gunzip);
/** The header, an empty block and the trailer that contains the length. */
const leastGzipBytes = 20;
const gzipMagic = 0x1f8b;

/**
 * Receives a body. Refuses with `request.too_large` if it exceeds the limit or declares that it
 * unpacks to more, with `request.too_slow` if it takes too long, and with `server.overloaded` if
 * all bodies together need its room. Rejects if the client disconnects.
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

/** Uses events instead of iteration, so that a body can be given up while no bytes arrive. */
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

/**
 * The unpacked size that a body declares. A gzip with several members declares only that of the
 * last.
 */
export function statedBytes({ bytes, gzip }: PackedBody): number {
  return gzip && isGzip(bytes) ? bytes.readUInt32LE(bytes.length - 4) : bytes.length;
}

function isGzip(bytes: Buffer): boolean {
  return bytes.length >= leastGzipBytes && bytes.readUInt16BE(0) === gzipMagic;
}

/** The maximum size to which a body is unpacked. */
export function mostUnpacked({ bytes }: PackedBody): number {
  return Math.min(requestSizeBytes, Math.max(unpackedFreeBytes, bytes.length * unpackedRatio));
}

/**
 * Unpacks a body. Refuses with `request.too_large` if it exceeds the limit of a request, or a ratio
 * that no client's compression reaches.
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
