// Builds the team feature: who can answer what, by which rules, and the resulting figures. Provides
// the routes of skills, service levels, history and reports, and the routing plan for the desk.
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Feature } from '../http/feature.ts';
import { accountHistoryRoutes } from './history/account-history-routes.ts';
import { createHistory } from './history/account-history.ts';
import { createReportPost } from './reports/report-post.ts';
import { scheduledReportRoutes } from './reports/report-routes.ts';
import { createScheduledReports } from './reports/reports.ts';
import { createSkills, type Skills } from './skills/account-skills.ts';
import { createHandleTimes, type HandleTimes } from './skills/handle-times.ts';
import { createServiceLevels } from './skills/service-levels.ts';
import { skillRoutes } from './skills/skill-routes.ts';

export interface TeamDependencies {
  readonly world: World;
  readonly records: Records;
  readonly mailOf: MailOf;
  /** The URL at which people reach the console. */
  readonly publicUrl: () => string;
}

export interface TeamFeature extends Feature {
  /** The plan by which the desk routes. */
  readonly plan: Skills['plan'];
  /** How long conversations took, stored for the next start. */
  readonly handleTimes: HandleTimes;
}

export function createTeamFeature({ world, ...given }: TeamDependencies): TeamFeature {
  const use = { ...world, ...given };
  const skills = createSkills(use);
  const levels = createServiceLevels(use);
  const history = createHistory(use);
  const post = createReportPost(use);
  const reports = createScheduledReports({ ...use, post });
  return {
    name: 'team',
    plan: skills.plan,
    handleTimes: createHandleTimes(use.records),
    routes(app) {
      skillRoutes(app, skills, levels);
      accountHistoryRoutes(app, history);
      scheduledReportRoutes(app, reports);
    },
    start: (accounts) => accounts.forEach((account) => post.start(account)),
    close: () => post.close(),
  };
}
