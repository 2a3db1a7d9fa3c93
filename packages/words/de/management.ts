// What the console says in German on the pages of managers, loaded with the first of them.
import type { ManagementCatalogues } from '../catalogues.ts';
import { campaignsDe } from './console-campaigns.ts';
import { historyDe } from './console-history.ts';
import { resultsDe } from './console-results.ts';
import { routingSettingsDe } from './console-routing-settings.ts';
import { settingsDe } from './console-settings.ts';
import { skillsDe } from './console-skills.ts';
import { figuresDe } from './figures.ts';

export const managementDe: ManagementCatalogues = {
  campaigns: campaignsDe,
  figures: figuresDe,
  history: historyDe,
  results: resultsDe,
  routingSettings: routingSettingsDe,
  settings: settingsDe,
  skills: skillsDe,
};
