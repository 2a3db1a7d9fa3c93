// What a process has heard of each other one: the number of its newest message. So it knows when it has
// missed one, also the last one of a node that died. It knows no clock: it is asked to look.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { Sender, Sent } from './signed.ts';

/** Each process says its number once in so many looks. */
export const beatLooks = 2;
/** After so many looks, all that live were heard. */
const settledLooks = 3 * beatLooks;
/** A process that was not heard for so many looks, and whose node is gone, has died. */
const silentLooks = 10;

interface Heard {
  readonly node: string;
  life: number;
  number: number;
  looks: number;
  hasEnded: boolean;
}

/** What a message means for whoever hears it. */
export type Hearing =
  /** The next one. */
  | 'next'
  /** It was heard before, or its sender has ended. */
  | 'again'
  /** Others of its sender were missed before it. */
  | 'gap';

export class Senders {
  /** Those heard longest ago first. */
  readonly #heard = new Map<string, Heard>();
  #looks = 0;

  /** A message that was published. */
  published({ sender, number }: Sent): Hearing {
    const heard = this.#of(sender, number - 1);
    if (heard === null || number <= heard.number) return 'again';
    const hearing = number === heard.number + 1 ? 'next' : 'gap';
    heard.number = number;
    return hearing;
  }

  /** A sender says how many it has published, as each does from time to time, and as it ends. */
  told({ sender, number }: Sent, isEnd: boolean): Hearing {
    const heard = this.#of(sender, number);
    if (heard === null || number < heard.number) return 'again';
    const hearing = number === heard.number ? 'next' : 'gap';
    heard.number = number;
    heard.hasEnded = isEnd;
    return hearing;
  }

  /**
   * Once a second while NATS is there. True if a sender has died with its node: what it published last
   * may have been lost. One that dies alone is forgotten once another process has its name.
   */
  look(isNode: (node: string) => boolean): boolean {
    this.#looks += 1;
    let isLost = false;
    for (const heard of this.#heard.values()) {
      heard.looks += 1;
      if (heard.hasEnded || heard.looks < silentLooks || isNode(heard.node)) continue;
      heard.hasEnded = true;
      isLost = true;
    }
    return isLost;
  }

  /** Null if a later life of this sender was heard, or its end. `before`: its number if it is new. */
  #of({ node, name, life }: Sender, before: number): Heard | null {
    const key = `${node} ${name}`;
    const known = this.#heard.get(key);
    if (known !== undefined && (life < known.life || (life === known.life && known.hasEnded)))
      return null;
    const fresh = { node, life, number: this.#numberOfNew(before), looks: 0, hasEnded: false };
    const heard = known?.life === life ? known : fresh;
    heard.looks = 0;
    this.#heard.delete(key);
    this.#heard.set(key, heard);
    const [oldest] = this.#heard.keys();
    if (this.#heard.size > tableLimits.busSenders && oldest !== undefined)
      this.#heard.delete(oldest);
    return heard;
  }

  /** Whoever is heard for the first time later on has just begun, or was missed from its beginning. */
  #numberOfNew(before: number): number {
    return this.#looks < settledLooks ? before : 0;
  }
}
