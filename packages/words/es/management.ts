// What the console says in Spanish on the pages of managers, loaded with the first of them.
import type { ManagementCatalogues } from '../catalogues.ts';
import { campaignsEs } from './management/campaigns.ts';
import { channelSettingsEs } from './management/channel-settings.ts';
import { historyEs } from './management/history.ts';
import { resultsEs } from './management/results.ts';
import { routingSettingsEs } from './management/routing-settings.ts';
import { settingsEs } from './management/settings.ts';
import { skillsEs } from './management/skills.ts';
import { figuresEs } from './figures.ts';

export const managementEs: ManagementCatalogues = {
  campaigns: campaignsEs,
  channelSettings: channelSettingsEs,
  figures: figuresEs,
  history: historyEs,
  results: resultsEs,
  routingSettings: routingSettingsEs,
  settings: settingsEs,
  skills: skillsEs,
};
