// The reports as the composition root sees them: figures for who asks once, and figures that are
// watched as they change. Both share their queries.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Feature } from '../http/feature.ts';
import { FactVersions } from './queries/fact-versions.ts';
import { Pace } from './queries/pace.ts';
import { createReports } from './create-reports.ts';
import type { CampaignPeriods, ConfigurationReader, Reports, WatchedReports } from './reports.ts';
import { reportRoutes } from './routes.ts';
import { SettledFigures } from './settled-figures.ts';
import type { FoldingFacts } from './queries/shared-queries.ts';
import { SharedQueries } from './queries/shared-queries.ts';
import type { Haste } from './queries/shared-queries.ts';
import { Waits, Watch } from './queries/watch.ts';

export interface ReportParts {
  readonly facts: FactStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly configurations: ConfigurationReader;
  readonly campaigns: CampaignPeriods;
  readonly log: Pick<Log, 'warn'>;
}

export interface ReportFeature extends Feature {
  readonly reports: Reports;
  watch(account: AccountId, haste: Haste): WatchedReports;
}

export function createReportFeature(parts: ReportParts): ReportFeature {
  const { facts, clock, schedule, configurations, campaigns } = parts;
  const versions = new FactVersions(parts.bus);
  const queries = new SharedQueries({ facts, versions, clock, pace: new Pace(clock, schedule) });
  const waits = new Waits();
  const use = { clock, log: parts.log, settled: new SettledFigures() };
  const reportsOn = (from: FoldingFacts): Reports =>
    createReports(from, configurations, campaigns, use);
  const watch = (account: AccountId, haste: Haste): WatchedReports => {
    const each = new Watch({ queries, facts, versions, waits, clock, schedule }, account, haste);
    return { reports: reportsOn(each), changed: (waitMs, gone) => each.changed(waitMs, gone) };
  };
  const now = (): number => clock.now();
  const reports = reportsOn({
    query: async (account, sql, params, rests) =>
      rests === undefined
        ? facts.query(account, sql, params)
        : (await queries.ask({ account, sql, params, rests }, 'at-once')).rows,
    fold: async (question) => (await queries.ask(question, 'at-once')).rows,
  });
  return {
    name: 'report',
    reports,
    watch,
    routes: (app) => reportRoutes(app, { reports, watch, now }),
    // Answers all who wait for a change, now and from now on.
    drain: () => waits.end(),
    close: () => versions.close(),
  };
}
