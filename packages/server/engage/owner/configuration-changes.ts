// Follows configuration changes on the bus. If a store was unavailable, it retries until the change
// is read, because a change is announced only once.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** The pause after a failure. Doubles after each further failure, up to the maximum. */
const againMs = { first: 1000, most: 30_000 };

/**
 * `follow` reads the newest version and applies it. Follows until the returned function is called.
 */
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
