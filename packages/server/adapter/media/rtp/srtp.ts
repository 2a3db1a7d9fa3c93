// Encryption of RTP packets with the session keys of one direction: AES-GCM (RFC 7714) and AES-CM with
// HMAC-SHA1 (RFC 3711). Keys are made once: making one costs several times as much as a packet.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';

/** The session keys of one direction. */
export interface SrtpKeys {
  readonly key: KeyObject;
  /** 12 bytes with GCM, 14 with CM. */
  readonly salt: Buffer;
  /** For authentication. Null with GCM, which does both. */
  readonly tag: KeyObject | null;
}

/** `tag`: null with GCM. */
export function srtpKeys(key: Buffer, salt: Buffer, tag: Buffer | null): SrtpKeys {
  return {
    key: createSecretKey(key),
    salt: salt.subarray(0, tag === null ? 12 : 14),
    tag: tag === null ? null : createSecretKey(tag),
  };
}

/** Bytes that encryption adds to a packet. */
export function tagBytes({ tag }: SrtpKeys): number {
  return tag === null ? gcmTagBytes : hmacTagBytes;
}

/**
 * A packet, encrypted. `index`: its sequence number and how often that has begun anew, which never comes
 * twice under the same key and SSRC.
 */
export function sealed(keys: SrtpKeys, header: Buffer, payload: Buffer, index: number): Buffer {
  const { key, salt, tag } = keys;
  const body = header.length + payload.length;
  const packet = Buffer.allocUnsafe(body + tagBytes(keys));
  packet.set(header);
  if (tag === null) {
    const cipher = createCipheriv('aes-128-gcm', key, gcmVector(salt, header, index));
    cipher.setAAD(header);
    packet.set(cipher.update(payload), header.length);
    cipher.final();
    packet.set(cipher.getAuthTag(), body);
  } else {
    const cipher = createCipheriv('aes-128-ctr', key, cmVector(salt, header, index));
    packet.set(cipher.update(payload), header.length);
    packet.set(hmacOf(tag, packet.subarray(0, body), index), body);
  }
  return packet;
}

/** The payload of an encrypted packet. Null: somebody else made it. */
export function opened(
  keys: SrtpKeys,
  packet: Buffer,
  headerBytes: number,
  index: number,
): Buffer | null {
  const { key, salt, tag } = keys;
  const body = packet.length - tagBytes(keys);
  if (body < headerBytes) return null;
  const header = packet.subarray(0, headerBytes);
  const payload = packet.subarray(headerBytes, body);
  const proof = packet.subarray(body);
  if (tag !== null) {
    if (!timingSafeEqual(hmacOf(tag, packet.subarray(0, body), index), proof)) return null;
    return createDecipheriv('aes-128-ctr', key, cmVector(salt, header, index)).update(payload);
  }
  const decipher = createDecipheriv('aes-128-gcm', key, gcmVector(salt, header, index));
  decipher.setAAD(header).setAuthTag(proof);
  const plain = decipher.update(payload);
  try {
    decipher.final();
  } catch {
    return null;
  }
  return plain;
}

/** RFC 7714, 8.1. */
function gcmVector(salt: Buffer, header: Buffer, index: number): Buffer {
  const vector = Buffer.from(salt);
  mix(vector, header, ssrcAt, 2, 4);
  mixNumber(vector, index, 6);
  return vector;
}

/** RFC 3711, 4.1.1. */
function cmVector(salt: Buffer, header: Buffer, index: number): Buffer {
  const vector = Buffer.alloc(16);
  vector.set(salt);
  mix(vector, header, ssrcAt, 4, 4);
  mixNumber(vector, index, 8);
  return vector;
}

function mix(into: Buffer, from: Buffer, start: number, at: number, bytes: number): void {
  for (let each = 0; each < bytes; each += 1)
    into[at + each] = (into[at + each] ?? 0) ^ (from[start + each] ?? 0);
}

/** In six bytes. */
function mixNumber(into: Buffer, value: number, at: number): void {
  for (let rest = value, each = at + 5; each >= at; each -= 1, rest = Math.floor(rest / 256))
    into[each] = (into[each] ?? 0) ^ (rest % 256);
}

/** RFC 3711, 4.2. */
function hmacOf(tag: KeyObject, packet: Buffer, index: number): Buffer {
  const rollover = Buffer.allocUnsafe(4);
  rollover.writeUInt32BE(Math.floor(index / 0x1_0000));
  return createHmac('sha1', tag).update(packet).update(rollover).digest().subarray(0, hmacTagBytes);
}

const ssrcAt = 8;
const gcmTagBytes = 16;
const hmacTagBytes = 10;
