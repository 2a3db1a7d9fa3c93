// Follows what the bus says of configurations that changed. One that could not be read, since a store
// was away, is read again until it was: nobody says a second time that it changed.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** After a failure; twice as long after each that follows, up to the most. */
const againMs = { first: 1000, most: 30_000 };

/** `follow` reads the newest version and decides by it. Until the returned function is called. */
export function followConfigurations(
  world: Pick<World, 'bus' | 'schedule' | 'log'>,
  follow: (account: AccountId) => Promise<void>,
): () => void {
  const { schedule, log } = world;
  const again = new Map<AccountId, () => void>();
  let isOver = false;

  function changed(account: AccountId, afterFailureMs: number): void {
    again.get(account)?.();
    again.delete(account);
    follow(account).catch((error: unknown) => {
      log.error('engage.configuration_failed', { account, error: String(error) });
      if (isOver) return;
      const next = Math.min(2 * afterFailureMs, againMs.most);
      again.get(account)?.();
      again.set(
        account,
        schedule(afterFailureMs, () => changed(account, next)),
      );
    });
  }

  const stop = subscribe(world.bus, configurationChanged, ({ account }) =>
    changed(account, againMs.first),
  );
  return () => {
    isOver = true;
    stop();
    for (const cancel of again.values()) cancel();
    again.clear();
  };
}
