// What is said in Spanish: all catalogues, loaded by the console as one piece.
import type { Catalogues } from '../catalogues.ts';
import { conditionEs } from './condition.ts';
import { consoleEs } from './console.ts';
import { alertsEs } from './console-alerts.ts';
import { afterEs } from './console-after.ts';
import { answersEs } from './console-answers.ts';
import { beforeEs } from './console-before.ts';
import { attachmentsEs } from './console-attachments.ts';
import { archiveEs } from './console-archive.ts';
import { byHandEs } from './console-by-hand.ts';
import { campaignsEs } from './console-campaigns.ts';
import { contentEs } from './console-content.ts';
import { handsEs } from './console-hands.ts';
import { historyEs } from './console-history.ts';
import { inboxEs } from './console-inbox.ts';
import { intentEs } from './console-intent.ts';
import { keysEs } from './console-keys.ts';
import { maskingEs } from './console-masking.ts';
import { needsEs } from './console-needs.ts';
import { panelsEs } from './console-panels.ts';
import { resultsEs } from './console-results.ts';
import { routingEs } from './console-routing.ts';
import { routingSettingsEs } from './console-routing-settings.ts';
import { settingsEs } from './console-settings.ts';
import { skillsEs } from './console-skills.ts';
import { visitorsEs } from './console-visitors.ts';
import { errorsEs } from './errors.ts';
import { figuresEs } from './figures.ts';
import { refusalsEs } from './refusals.ts';

export const es: Catalogues = {
  after: afterEs,
  alerts: alertsEs,
  answers: answersEs,
  archive: archiveEs,
  attachments: attachmentsEs,
  before: beforeEs,
  byHand: byHandEs,
  campaigns: campaignsEs,
  condition: conditionEs,
  console: consoleEs,
  content: contentEs,
  errors: errorsEs,
  figures: figuresEs,
  hands: handsEs,
  history: historyEs,
  inbox: inboxEs,
  intent: intentEs,
  keys: keysEs,
  masking: maskingEs,
  needs: needsEs,
  refusals: refusalsEs,
  panels: panelsEs,
  results: resultsEs,
  routing: routingEs,
  routingSettings: routingSettingsEs,
  settings: settingsEs,
  skills: skillsEs,
  visitors: visitorsEs,
};
