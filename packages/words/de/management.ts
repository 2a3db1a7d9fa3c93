// What the console says in German on the pages of managers, loaded with the first of them.
import type { ManagementCatalogues } from '../catalogues.ts';
import { campaignsDe } from './management/campaigns.ts';
import { channelSettingsDe } from './management/channel-settings.ts';
import { historyDe } from './management/history.ts';
import { resultsDe } from './management/results.ts';
import { routingSettingsDe } from './management/routing-settings.ts';
import { settingsDe } from './management/settings.ts';
import { skillsDe } from './management/skills.ts';
import { figuresDe } from './figures.ts';

export const managementDe: ManagementCatalogues = {
  campaigns: campaignsDe,
  channelSettings: channelSettingsDe,
  figures: figuresDe,
  history: historyDe,
  results: resultsDe,
  routingSettings: routingSettingsDe,
  settings: settingsDe,
  skills: skillsDe,
};
