// German catalogues of the pages for managers, loaded with the first of those pages.
import type { ManagementCatalogues } from '../catalogues.ts';
import { brandDe } from './management/brand.ts';
import { campaignsDe } from './management/campaigns.ts';
import { channelSettingsDe } from './management/channel-settings.ts';
import { overviewDe } from './management/overview.ts';
import { historyDe } from './management/history.ts';
import { permissionDe } from './management/permission.ts';
import { resultsDe } from './management/results.ts';
import { callbackSettingsDe, routingSettingsDe } from './management/routing-settings.ts';
import { settingsDe } from './management/settings.ts';
import { setupDe } from './management/setup.ts';
import { skillsDe } from './management/skills.ts';
import { transferDe } from './management/transfer.ts';
import { webhooksDe } from './management/webhooks.ts';
import { figuresDe } from './figures.ts';

export const managementDe: ManagementCatalogues = {
  brand: brandDe,
  callbackSettings: callbackSettingsDe,
  campaigns: campaignsDe,
  channelSettings: channelSettingsDe,
  figures: figuresDe,
  history: historyDe,
  overview: overviewDe,
  permission: permissionDe,
  results: resultsDe,
  routingSettings: routingSettingsDe,
  settings: settingsDe,
  setup: setupDe,
  skills: skillsDe,
  transfer: transferDe,
  webhooks: webhooksDe,
};
