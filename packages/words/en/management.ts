// English catalogues of the pages for managers, loaded with the first of those pages.
import { figuresEn } from './figures.ts';
import { brandEn } from './management/brand.ts';
import { campaignsEn } from './management/campaigns.ts';
import { channelSettingsEn } from './management/channel-settings.ts';
import { overviewEn } from './management/overview.ts';
import { historyEn } from './management/history.ts';
import { permissionEn } from './management/permission.ts';
import { resultsEn } from './management/results.ts';
import { callbackSettingsEn, routingSettingsEn } from './management/routing-settings.ts';
import { settingsEn } from './management/settings.ts';
import { setupEn } from './management/setup.ts';
import { skillsEn } from './management/skills.ts';
import { transferEn } from './management/transfer.ts';
import { webhooksEn } from './management/webhooks.ts';

export const managementEn = {
  brand: brandEn,
  callbackSettings: callbackSettingsEn,
  campaigns: campaignsEn,
  channelSettings: channelSettingsEn,
  figures: figuresEn,
  history: historyEn,
  overview: overviewEn,
  permission: permissionEn,
  results: resultsEn,
  routingSettings: routingSettingsEn,
  settings: settingsEn,
  setup: setupEn,
  skills: skillsEn,
  transfer: transferEn,
  webhooks: webhooksEn,
};
