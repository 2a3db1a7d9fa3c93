// What learning needs of other features, as narrow interfaces that the composition root fills.
import type { VisitorLog } from '@opportune/core/decision/engine.ts';
import type { Configuration } from '@opportune/protocol/configuration.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';

/** Stored logs of visitors; `engage/` reads them. */
export type ReadLogs = (
  account: AccountId,
  visitors: readonly VisitorId[],
) => Promise<ReadonlyMap<VisitorId, VisitorLog>>;

export interface Configurations {
  current(account: AccountId): Promise<Configuration>;
}
