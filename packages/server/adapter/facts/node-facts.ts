// The facts of a process of a node: on the operator's ClickHouse, without what former processes of its
// name stored after they were replaced. Those rows are removed after a day.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { reasonOf } from '../engine-error.ts';
import { committing, type EndedRun, endRuns, forgetRun } from './ended-runs.ts';
import type { PreparedFacts } from './facts-host.ts';
import { openFactsServer } from './facts-server.ts';

const sweepMs = 3_600_000;
/** An insert may be on its way for so long: its process may stand still. */
const lateMs = 24 * 3_600_000;
/** Runs that queries look out for. Beyond: the one that ended longest ago is swept at once. */
const mostRuns = 16;

/** Nothing of a former process of this name may reach PostgreSQL any more. */
export async function openNodeFacts(
  url: string,
  { records, name, log }: { readonly records: Records; readonly name: string; readonly log: Log },
): Promise<Pick<PreparedFacts, 'facts' | 'ping'>> {
  let ended: readonly EndedRun[] = await endRuns(records, name);
  const { facts, ping, sweep } = await openFactsServer(url, () => ended);
  const sweepDue = async (): Promise<void> => {
    const due = ended.filter((run, at) => at >= mostRuns || Date.now() - run.endedAt > lateMs);
    for (const run of due) {
      await sweep(run);
      await forgetRun(records, run);
      ended = ended.filter((other) => other !== run);
    }
  };
  const sweepSoon = (): void => {
    sweepDue().catch((error: unknown) =>
      log.warn('stale facts are not removed yet', { reason: reasonOf(error) }),
    );
  };
  const sweeping = setInterval(sweepSoon, sweepMs).unref();
  sweepSoon();
  return {
    facts: {
      ...committing(facts, records, name),
      async close() {
        clearInterval(sweeping);
        await facts.close();
      },
    },
    ping,
  };
}
