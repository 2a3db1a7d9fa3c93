// Follows what the bus says of configurations that changed. One that could not be read, since a store
// was away, is read again until it was: nobody says a second time that it changed.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** After a failure; twice as long after each that follows, up to the most. */
const againMs = { first: 1000, most: 30_000 };

export interface ConfigurationChangesParts {
  readonly bus: Bus;
  readonly schedule: Schedule;
  readonly log: Pick<Log, 'error'>;
  /** Reads the newest version and decides by it. */
  readonly follow: (account: AccountId) => Promise<void>;
}

/** Until the returned function is called. */
export function followConfigurations({
  bus,
  schedule,
  log,
  follow,
}: ConfigurationChangesParts): () => void {
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

  const stop = bus.subscribe('configuration.changed', (message) =>
    changed((message as { account: AccountId }).account, againMs.first),
  );
  return () => {
    isOver = true;
    stop();
    for (const cancel of again.values()) cancel();
    again.clear();
  };
}
