// From a client's address to a place. Never stores the address.
import type { Place } from '@opportune/protocol/behaviour/event.ts';

export interface Geography {
  readonly configured: boolean;
  locate(address: string): Place | null;
}
