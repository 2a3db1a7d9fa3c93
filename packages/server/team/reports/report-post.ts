// Sends the reports that are due: at most once for each instant, also where the server dies while it
// sends; what fell due while it was off, once when it is back. Each account's are sent one after
// another. Without a mail server nothing is sent, and nothing is marked as sent.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { configurationChanged, mailChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { giveUpUnknown, nextInstant } from './report-rows.ts';
import { againMs, claimDue, keepHours, sendReport, type SendingParts } from './send-report.ts';

export interface ReportPostParts extends SendingParts {
  readonly bus: Bus;
  readonly schedule: Schedule;
}

export interface ReportPost {
  /** At the start of the server: what was under way is given up, what is due is sent. */
  start(account: AccountId): void;
  /** A report was made, changed or taken away. */
  look(account: AccountId): void;
  /** Resolves when nothing is being sent. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A timer is never longer, so that a clock that was set is noticed. */
const mostMs = 3_600_000;

/** What is done before anything is sent, and again until it was done: the store may be away. */
type Before = (sql: Sql) => Promise<void>;

export function createReportPost(parts: ReportPostParts): ReportPost {
  const { records, bus, mailOf, clock, schedule, log } = parts;
  const keepHoursNow: Before = (sql) => keepHours(sql, clock.now());
  const working = new Map<AccountId, Promise<void>>();
  const timers = new Map<AccountId, () => void>();
  const owed = new Map<AccountId, Set<Before>>();
  let closed = false;

  /** One after another in an account: whoever looks while it works looks again after. */
  function look(account: AccountId, first?: Before): void {
    if (closed) return;
    if (first !== undefined) owed.set(account, (owed.get(account) ?? new Set()).add(first));
    const before = working.get(account) ?? Promise.resolve();
    const run = before.then(() => work(account));
    const kept = run
      .catch((error: unknown) => {
        log.warn('reports could not be sent', { reason: String(error) });
        wakeIn(account, againMs);
      })
      .finally(() => {
        if (working.get(account) === kept) working.delete(account);
      });
    working.set(account, kept);
  }

  async function work(account: AccountId): Promise<void> {
    if (!(await mailOf(account)).configured) return;
    timers.get(account)?.();
    const first = owed.get(account) ?? new Set();
    for (const each of first) {
      first.delete(each);
      await records.withAccount(account, each).catch((error: unknown) => {
        first.add(each);
        throw error;
      });
    }
    while (!closed) {
      const sending = await records.withAccount(account, (sql) => claimDue(sql, clock.now()));
      if (sending === null) break;
      if (sending !== 'passed') await sendReport(parts, account, sending);
    }
    const next = await records.withAccount(account, nextInstant);
    if (next !== null) wakeIn(account, next - clock.now());
  }

  function wakeIn(account: AccountId, ms: number): void {
    if (closed) return;
    timers.get(account)?.();
    timers.set(
      account,
      schedule(Math.min(mostMs, Math.max(0, ms)), () => look(account)),
    );
  }

  const stop = subscribe(bus, configurationChanged, ({ account }) => look(account, keepHoursNow));
  const stopMail = subscribe(bus, mailChanged, ({ account }) => look(account));

  return {
    start: (account) =>
      look(account, async (sql) => {
        await giveUpUnknown(sql);
        await keepHoursNow(sql);
      }),
    look: (account) => look(account),
    async settle() {
      while (working.size > 0) await Promise.all(working.values());
    },
    async close() {
      closed = true;
      stop();
      stopMail();
      for (const cancel of timers.values()) cancel();
      await Promise.all(working.values());
    },
  };
}
