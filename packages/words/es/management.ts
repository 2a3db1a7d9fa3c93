// What the console says in Spanish on the pages of managers, loaded with the first of them.
import type { ManagementCatalogues } from '../catalogues.ts';
import { campaignsEs } from './console-campaigns.ts';
import { historyEs } from './console-history.ts';
import { resultsEs } from './console-results.ts';
import { routingSettingsEs } from './console-routing-settings.ts';
import { settingsEs } from './console-settings.ts';
import { skillsEs } from './console-skills.ts';
import { figuresEs } from './figures.ts';

export const managementEs: ManagementCatalogues = {
  campaigns: campaignsEs,
  figures: figuresEs,
  history: historyEs,
  results: resultsEs,
  routingSettings: routingSettingsEs,
  settings: settingsEs,
  skills: skillsEs,
};
