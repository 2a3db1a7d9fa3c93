// Spanish catalogues of the pages for managers, loaded with the first of those pages.
import type { ManagementCatalogues } from '../catalogues.ts';
import { brandEs } from './management/brand.ts';
import { campaignsEs } from './management/campaigns.ts';
import { channelSettingsEs } from './management/channel-settings.ts';
import { overviewEs } from './management/overview.ts';
import { historyEs } from './management/history.ts';
import { permissionEs } from './management/permission.ts';
import { resultsEs } from './management/results.ts';
import { callbackSettingsEs, routingSettingsEs } from './management/routing-settings.ts';
import { settingsEs } from './management/settings.ts';
import { setupEs } from './management/setup.ts';
import { skillsEs } from './management/skills.ts';
import { transferEs } from './management/transfer.ts';
import { webhooksEs } from './management/webhooks.ts';
import { figuresEs } from './figures.ts';

export const managementEs: ManagementCatalogues = {
  brand: brandEs,
  callbackSettings: callbackSettingsEs,
  campaigns: campaignsEs,
  channelSettings: channelSettingsEs,
  figures: figuresEs,
  history: historyEs,
  overview: overviewEs,
  permission: permissionEs,
  results: resultsEs,
  routingSettings: routingSettingsEs,
  settings: settingsEs,
  setup: setupEs,
  skills: skillsEs,
  transfer: transferEs,
  webhooks: webhooksEs,
};
