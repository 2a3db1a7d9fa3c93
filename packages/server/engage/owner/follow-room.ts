// Has everybody present of an account decided anew when agents' room changed: it may open the gate of
// a chat offer. Changes of a while are gathered.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { availabilityChanged } from '@opportune/protocol/bus/room.ts';
import type { AccountEngine, AccountEngines } from './account-engine.ts';

/** Changes of who is free are gathered this long before everybody present is decided anew. */
const gatherMs = 100;

/** Until the returned function is called. */
export function followRoom(
  world: Pick<World, 'bus' | 'schedule'>,
  engines: AccountEngines,
  refresh: (engine: AccountEngine) => Promise<void>,
): () => void {
  const waiting = new Map<AccountEngine, () => void>();
  const stop = subscribe(world.bus, availabilityChanged, ({ account }) => {
    const engine = engines.get(account);
    if (engine === undefined || waiting.has(engine)) return;
    const cancel = world.schedule(gatherMs, () => {
      waiting.delete(engine);
      void refresh(engine);
    });
    waiting.set(engine, cancel);
  });
  return () => {
    stop();
    for (const cancel of waiting.values()) cancel();
  };
}
