// Callers who wait, by the carrier's ids of their calls, which it names when it asks what comes next.
import type { ChannelId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { Leaving } from '../voicemail/voicemail-rows.ts';
import type { WaitingCaller } from './waiting-caller.ts';

export type Waits = Pick<WaitingCaller, 'next' | 'attach' | 'press'>;

export interface WhoWaits {
  readonly of: Leaving;
  readonly waits: Waits;
}

export class WaitingCallers {
  readonly #all = new Map<string, WhoWaits>();

  get size(): number {
    return this.#all.size;
  }

  /** Beyond the most, the oldest goes: after its stream, its call ends. */
  add(of: Leaving, waits: Waits): void {
    this.#all.set(of.request, { of, waits });
    for (const [oldest] of this.#all) {
      if (this.#all.size <= telephoneLimits.tickets) break;
      this.#all.delete(oldest);
    }
  }

  find(channel: ChannelId, callSid: string): WhoWaits | undefined {
    const found = this.#all.get(callSid);
    return found?.of.channel === channel ? found : undefined;
  }

  remove({ request }: Pick<Leaving, 'request'>): void {
    this.#all.delete(request);
  }
}
