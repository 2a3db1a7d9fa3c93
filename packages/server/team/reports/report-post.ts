// Sends the reports that are due: at most once for each instant, also where the server dies while it
// sends; what fell due while it was off, once when it is back. Each account's are sent one after
// another. Without a mail server nothing is sent, and nothing is marked as sent.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { configurationChanged, mailChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { readHistory } from '../history/account-history.ts';
import { readZone } from '../skills/routing-rows.ts';
import { lastDue, localDay, nextDue } from './due.ts';
import { reportLetter } from './report-letter.ts';
import {
  type DueReport,
  giveUpUnknown,
  moveDue,
  nextInstant,
  noteFailed,
  noteSending,
  noteSent,
  passOver,
  readNotDue,
  takeDue,
} from './report-rows.ts';

export interface ReportPostParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly mailOf: MailOf;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
  /** Where people reach the console. */
  readonly publicUrl: () => string;
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
const againMs = 300_000;

/** What is done before anything is sent, and again until it was done: the store may be away. */
type Before = (sql: Sql) => Promise<void>;

interface Sending {
  readonly report: DueReport;
  readonly sendingFor: number;
  readonly tries: number;
}

export function createReportPost(parts: ReportPostParts): ReportPost {
  const { records, bus, mailOf, clock, schedule, log } = parts;
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
      const sending = await claim(account);
      if (sending === null) break;
      if (sending !== 'passed') await send(account, sending);
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

  /** Notes that it is being sent and when the next one is due, in one transaction, before it leaves. */
  function claim(account: AccountId): Promise<Sending | 'passed' | null> {
    return records.withAccount(account, async (sql) => {
      const now = clock.now();
      const report = await takeDue(sql, now);
      if (report === null) return null;
      const zone = await readZone(sql);
      const { draft, dueAt, again } = report;
      const next = again === null ? nextDue(draft, zone, now) : dueAt;
      if (!report.isFor) {
        await passOver(sql, report.id, next);
        return 'passed';
      }
      const sendingFor = again ?? lastDue(draft, zone, dueAt, now);
      const tries = report.tries + 1;
      await noteSending(sql, report.id, { sendingFor, dueAt: next, tries });
      return { report, sendingFor, tries };
    });
  }

  async function send(account: AccountId, { report, sendingFor, tries }: Sending): Promise<void> {
    const { id } = report;
    try {
      const mail = await mailOf(account);
      await mail.send(await letterOf(account, report, sendingFor));
    } catch (error) {
      log.warn('a report was not taken', { reason: String(error) });
      const againAt = clock.now() + againMs * 2 ** (tries - 1);
      await records.withAccount(account, (sql) => noteFailed(sql, id, { tries, againAt }));
      return;
    }
    await records.withAccount(account, (sql) => noteSent(sql, id, clock.now()));
  }

  function letterOf(account: AccountId, { address, draft }: DueReport, sendingFor: number) {
    return records.withAccount(account, async (sql) => {
      const zone = await readZone(sql);
      const until = localDay(zone, sendingFor, 1);
      const from = draft.every === 'day' ? until : localDay(zone, sendingFor, 7);
      const query = { from, until, ...(draft.by === null ? {} : { by: draft.by }) };
      const history = await readHistory(sql, query, clock.now());
      const named = await sql.row<{ name: string | null }>(
        "SELECT settings->>'name' AS name FROM accounts",
      );
      const link = `${parts.publicUrl()}/team/reports`;
      return reportLetter({ to: address, account: named?.name ?? '', draft, history, link });
    });
  }

  /** Their hour is that of the account's time zone, which may be another by now. */
  async function keepHours(sql: Sql): Promise<void> {
    const [zone, now] = [await readZone(sql), clock.now()];
    for (const report of await readNotDue(sql, now)) {
      const dueAt = nextDue(report, zone, now);
      if (dueAt !== report.dueAt) await moveDue(sql, report.id, dueAt);
    }
  }

  const stop = subscribe(bus, configurationChanged, ({ account }) => look(account, keepHours));
  const stopMail = subscribe(bus, mailChanged, ({ account }) => look(account));

  return {
    start: (account) =>
      look(account, async (sql) => {
        await giveUpUnknown(sql);
        await keepHours(sql);
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
