// The reports that users send to themselves: stored, bounded, and every change announced to the
// sender. No user can read or change another user's.
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import {
  historyLimits,
  type ReportDraft,
  type ScheduledReport,
  type ScheduledReports,
} from '@opportune/protocol/rest/team/history.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { readZone } from '../skills/routing-rows.ts';
import { nextDue } from './due.ts';
import { deleteReport, findReport, readReports, writeReport } from './report-rows.ts';
import type { ReportPost } from './report-post.ts';

export interface Reports {
  list(account: AccountId, user: UserId): Promise<ScheduledReports>;
  /** Throws `account.full` beyond the limit. */
  create(account: AccountId, user: UserId, draft: ReportDraft): Promise<ScheduledReport>;
  change(
    account: AccountId,
    user: UserId,
    id: string,
    draft: ReportDraft,
  ): Promise<ScheduledReport>;
  remove(account: AccountId, user: UserId, id: string): Promise<void>;
}

export function createScheduledReports({
  records,
  clock,
  ids,
  mailOf,
  post,
}: {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly mailOf: MailOf;
  readonly post: ReportPost;
}): Reports {
  async function keep(
    account: AccountId,
    user: UserId,
    known: string | null,
    draft: ReportDraft,
  ): Promise<ScheduledReport> {
    const kept = await records.withAccount(account, async (sql) => {
      await lockAccount(sql);
      const all = await readReports(sql, user);
      if (known !== null && !all.some(({ id }) => id === known)) throw refuse('request.not_found');
      if (known === null && all.length >= historyLimits.reportsOfUser)
        throw refuse('account.full', {
          detail: `A user can have at most ${historyLimits.reportsOfUser} reports.`,
        });
      const id = known ?? ids.next();
      const dueAt = nextDue(draft, await readZone(sql), clock.now());
      await writeReport(sql, account, { id, user, draft, dueAt });
      return findReport(sql, user, id);
    });
    if (kept === null) throw refuse('request.not_found');
    post.look(account);
    return kept;
  }

  return {
    list: (account, user) =>
      Promise.all([
        records.withAccount(account, (sql) => readReports(sql, user)),
        mailOf(account),
      ]).then(([reports, { configured }]) => ({ reports: [...reports], mail: configured })),
    create: (account, user, draft) => keep(account, user, null, draft),
    change: (account, user, id, draft) => keep(account, user, id, draft),
    async remove(account, user, id) {
      const gone = await records.withAccount(account, (sql) => deleteReport(sql, user, id));
      if (!gone) throw refuse('request.not_found');
      post.look(account);
    },
  };
}
