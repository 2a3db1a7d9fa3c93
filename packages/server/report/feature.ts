// Builds the report feature: figures for single requests, and figures that are watched for changes.
// Both share their queries.
import type { World } from '@opportune/core/ports/world.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Feature } from '../http/feature.ts';
import { FactVersions } from './queries/fact-versions.ts';
import { Pace } from './queries/pace.ts';
import { createReports } from './create-reports.ts';
import type { CampaignPeriods, ConfigurationReader, Reports, WatchedReports } from './reports.ts';
import type { PeriodValue } from './home/proved-value.ts';
import { reportRoutes } from './routes.ts';
import { SettledFigures } from './settled-figures.ts';
import { type FoldingFacts, type Haste, SharedQueries } from './queries/shared-queries.ts';
import { Waits, Watch } from './queries/watch.ts';

export interface ReportParts {
  readonly world: World;
  readonly facts: FactStore;
  readonly configurations: ConfigurationReader;
  readonly campaigns: CampaignPeriods;
}

export interface ReportFeature extends Feature {
  readonly reports: Reports;
  watch(account: AccountId, haste: Haste): WatchedReports;
}

export function createReportFeature(parts: ReportParts): ReportFeature {
  const { facts, configurations, campaigns } = parts;
  const { bus, clock, schedule, log } = parts.world;
  const versions = new FactVersions(bus);
  const queries = new SharedQueries({ facts, versions, clock, pace: new Pace(clock, schedule) });
  const waits = new Waits();
  const use = {
    ...{ clock, log },
    settled: new SettledFigures(),
    settledValues: new SettledFigures<PeriodValue>(),
  };
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
    // Answers all requests that wait for a change, now and from now on.
    drain: () => waits.end(),
    close: () => versions.close(),
  };
}
