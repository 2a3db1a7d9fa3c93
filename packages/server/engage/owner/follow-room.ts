// Decides again for all present visitors of an account when its agents' availability changes, which
// may open the gate of a chat offer. Changes are gathered for a short time.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { availabilityChanged } from '@opportune/protocol/bus/room.ts';
import type { AccountEngine, AccountEngines } from './account-engine.ts';

/** Gathers changes of availability for this long before all present visitors are decided again. */
const gatherMs = 100;

/** Follows until the returned function is called. */
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
