// A connection that the door has accepted, on its way to a shard.
import type { Socket } from 'node:net';

export interface Connection {
  /** The socket, which nobody reads, and what was read from it. Null if the client has gone. */
  take(): { readonly head: Buffer; readonly socket: Socket } | null;
  destroy(): void;
  /** The address that opened it. Empty for a proxy, which carries those of everybody. */
  readonly payer: string;
  /** Of what was read from it. */
  readonly sizeBytes: number;
}
