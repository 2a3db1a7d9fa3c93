// What the console says in English on the pages of managers, loaded with the first of them.
import { figuresEn } from './figures.ts';
import { campaignsEn } from './management/campaigns.ts';
import { channelSettingsEn } from './management/channel-settings.ts';
import { historyEn } from './management/history.ts';
import { resultsEn } from './management/results.ts';
import { routingSettingsEn } from './management/routing-settings.ts';
import { settingsEn } from './management/settings.ts';
import { skillsEn } from './management/skills.ts';

export const managementEn = {
  campaigns: campaignsEn,
  channelSettings: channelSettingsEn,
  figures: figuresEn,
  history: historyEn,
  results: resultsEn,
  routingSettings: routingSettingsEn,
  settings: settingsEn,
  skills: skillsEn,
};
