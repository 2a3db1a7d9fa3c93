// Sends due reports, at most once for each instant, even if the server dies while sending. Reports
// that fell due while it was off are sent once when it is back. Each account's reports are sent one
// after another. Without a mail server nothing is sent or marked as sent.
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
  /** At the start of the server: gives up interrupted reports and sends due ones. */
  start(account: AccountId): void;
  /** A report was created, changed or deleted. */
  look(account: AccountId): void;
  /** Resolves when nothing is being sent. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** The longest timer, so that a changed clock is noticed. */
const mostMs = 3_600_000;

/**
 * Runs before anything is sent, and is repeated until it succeeds, because the store may be
 * unavailable.
 */
type Before = (sql: Sql) => Promise<void>;

export function createReportPost(parts: ReportPostParts): ReportPost {
  const { records, bus, mailOf, clock, schedule, log } = parts;
  const keepHoursNow: Before = (sql) => keepHours(sql, clock.now());
  const working = new Map<AccountId, Promise<void>>();
  const timers = new Map<AccountId, () => void>();
  const owed = new Map<AccountId, Set<Before>>();
  let closed = false;

  /** One at a time per account. A call while it works triggers another look afterwards. */
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
