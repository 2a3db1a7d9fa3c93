// Reads a request's body up to the written limit, gzip or plain, and parses it as JSON. A body over
// the limit is refused before it is held; one that unpacks beyond it likewise.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';
import { parseJson } from './json.ts';

export type Body =
  | { readonly ok: true; readonly value: unknown; readonly sizeBytes: number }
  | { readonly ok: false; readonly problem: Problem };

const limit = intakeLimits.requestSizeBytes;
const unzip = promisify(gunzip);

/** The JSON of a request, whatever its content type says; `sendBeacon` and Segment send text/plain. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return refused('request.too_large');
  const packed = await readBytes(request);
  if (packed === null) return refused('request.too_large');
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') return refused('request.malformed');
  const bytes = encoding === 'gzip' ? await unpack(packed) : packed;
  if (typeof bytes === 'string') return refused(bytes);
  const parsed = parseJson(bytes);
  return parsed.ok ? { ...parsed, sizeBytes: bytes.length } : refused('request.malformed');
}

function refused(code: 'request.too_large' | 'request.malformed'): Body {
  return { ok: false, problem: problem(code) };
}

/** Null beyond the limit. Rejects where the client goes away half-way. */
async function readBytes(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    sizeBytes += chunk.length;
    if (sizeBytes > limit) return null;
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

async function unpack(packed: Buffer): Promise<Buffer | 'request.too_large' | 'request.malformed'> {
  try {
    return await unzip(packed, { maxOutputLength: limit });
  } catch (error) {
    const tooLarge =
      error instanceof RangeError ||
      (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE');
    return tooLarge ? 'request.too_large' : 'request.malformed';
  }
}
