// Messages between processes of one cluster: each carries who sent it, its number and a code under the
// secret of the cluster (HMAC, RFC 2104), so that nobody else on the same NATS is believed. The code
// covers the subject too. What is sent is not secret to whoever reads NATS.
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * The versions of messages between nodes that this build knows. A node that shares none with all others
 * does not join. Subjects name the version: a build that knows two has to publish in the one that all
 * nodes of the register know.
 */
export const messageVersions = { oldest: 2, newest: 2 } as const;

/** A process of a node, in one life. */
export interface Sender {
  readonly node: string;
  /** The name that it serves. */
  readonly name: string;
  /** When it began, by a clock of its machine that only runs forward. A later life has more. */
  readonly life: number;
}

export interface Sent {
  readonly sender: Sender;
  /** How many messages this sender has published, this one included. */
  readonly number: number;
  readonly value: unknown;
}

export interface Signing {
  sign(subject: string, sent: Sent): Buffer;
  /** Null if it is not of this cluster, or was for another subject. */
  open(subject: string, bytes: Uint8Array): Sent | null;
}

const codeBytes = 32;
const whole = z.number().int().nonnegative();
const body = z.tuple([z.string(), z.string(), z.number(), whole, z.unknown()]);

export function signingUnder(secret: string): Signing {
  // Made once: of bytes, Node makes a key for each message, at five times the cost of its code.
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', secret, '', 'opportune bus', codeBytes)),
  );
  const codeOf = (subject: string, bytes: Uint8Array): Buffer =>
    createHmac('sha256', key).update(subject).update('\0').update(bytes).digest();
  return {
    sign(subject, { sender: { node, name, life }, number, value }) {
      const bytes = Buffer.from(JSON.stringify([node, name, life, number, value ?? null]));
      return Buffer.concat([codeOf(subject, bytes), bytes]);
    },
    open(subject, given) {
      const bytes = given.subarray(codeBytes);
      if (given.length <= codeBytes) return null;
      if (!timingSafeEqual(given.subarray(0, codeBytes), codeOf(subject, bytes))) return null;
      const [node, name, life, number, value] = body.parse(JSON.parse(String(Buffer.from(bytes))));
      return { sender: { node, name, life }, number, value };
    },
  };
}
