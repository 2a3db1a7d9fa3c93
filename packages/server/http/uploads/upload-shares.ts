// Bounds the memory of arriving files: all together a fixed room, an account at most as much as is
// free, and one sender's address at most half of what is free. An account with its maximum thus
// leaves half, and the next one a share of that. A sender's only file may take everything that is
// free, because a large file could otherwise never pass.

import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';

/** The parties that pay for an upload's bytes. */
export interface UploadPayers {
  readonly account: string;
  /** The sender's address prefix, or an agent's user id. */
  readonly address: string;
}

export interface UploadBytes {
  /** Takes this many bytes, or returns false and takes none. */
  take(bytes: number): boolean;
  /** All of it is here: it goes on counting, and is not ended for others. */
  settle(): void;
  /** Releases everything it took. */
  close(): void;
}

interface Holder {
  bytes: number;
  uploads: number;
}

/** An address holds at most this share of what is free. */
const addressPart = 0.5;

export class UploadShares {
  readonly #roomBytes: number;
  readonly #passing: HeldBytes;
  #held = 0;
  readonly #holders = new Map<string, Holder>();

  /** `passing`: everything that is on its way through the process. */
  constructor(roomBytes: number, passing: HeldBytes) {
    this.#roomBytes = roomBytes;
    this.#passing = passing;
  }

  /**
   * Begins an upload, which holds nothing yet. It must be closed. `end` is called if others need its
   * memory; it then takes no more.
   */
  begin({ account, address }: UploadPayers, end: () => void): UploadBytes {
    const names = { account: `account ${account}`, address: `address ${account} ${address}` };
    const ofAccount = this.#enter(names.account);
    const ofAddress = this.#enter(names.address);
    let own = 0;
    let isEnded = false;
    const passing = this.#passing.hold(names.address, () => {
      isEnded = true;
      end();
    });
    return {
      take: (bytes) => {
        if (isEnded) return false;
        const free = this.#roomBytes - this.#held - bytes;
        if (free < 0 || isBeyond(ofAccount, bytes, free)) return false;
        if (isBeyond(ofAddress, bytes, free * addressPart)) return false;
        own += bytes;
        this.#add(bytes, [ofAccount, ofAddress]);
        passing.grow(bytes);
        return !isEnded;
      },
      settle: () => passing.settle(),
      close: () => {
        passing.release();
        this.#add(-own, [ofAccount, ofAddress]);
        own = 0;
        this.#leave(names.account, ofAccount);
        this.#leave(names.address, ofAddress);
      },
    };
  }

  #add(bytes: number, holders: readonly Holder[]): void {
    this.#held += bytes;
    for (const holder of holders) holder.bytes += bytes;
  }

  #enter(name: string): Holder {
    const holder = this.#holders.get(name) ?? { bytes: 0, uploads: 0 };
    holder.uploads += 1;
    this.#holders.set(name, holder);
    return holder;
  }

  #leave(name: string, holder: Holder): void {
    holder.uploads -= 1;
    if (holder.uploads === 0) this.#holders.delete(name);
  }
}

function isBeyond({ bytes, uploads }: Holder, more: number, most: number): boolean {
  return uploads > 1 && bytes + more > most;
}
