// What is said in German: all catalogues, loaded by the console as one piece.
import type { Catalogues } from '../catalogues.ts';
import { conditionDe } from './condition.ts';
import { consoleDe } from './console.ts';
import { alertsDe } from './console-alerts.ts';
import { afterDe } from './console-after.ts';
import { answersDe } from './console-answers.ts';
import { beforeDe } from './console-before.ts';
import { attachmentsDe } from './console-attachments.ts';
import { archiveDe } from './console-archive.ts';
import { byHandDe } from './console-by-hand.ts';
import { campaignsDe } from './console-campaigns.ts';
import { contentDe } from './console-content.ts';
import { handsDe } from './console-hands.ts';
import { historyDe } from './console-history.ts';
import { inboxDe } from './console-inbox.ts';
import { intentDe } from './console-intent.ts';
import { keysDe } from './console-keys.ts';
import { maskingDe } from './console-masking.ts';
import { needsDe } from './console-needs.ts';
import { panelsDe } from './console-panels.ts';
import { resultsDe } from './console-results.ts';
import { routingDe } from './console-routing.ts';
import { routingSettingsDe } from './console-routing-settings.ts';
import { settingsDe } from './console-settings.ts';
import { skillsDe } from './console-skills.ts';
import { visitorsDe } from './console-visitors.ts';
import { errorsDe } from './errors.ts';
import { figuresDe } from './figures.ts';
import { refusalsDe } from './refusals.ts';

export const de: Catalogues = {
  after: afterDe,
  alerts: alertsDe,
  answers: answersDe,
  archive: archiveDe,
  attachments: attachmentsDe,
  before: beforeDe,
  byHand: byHandDe,
  campaigns: campaignsDe,
  condition: conditionDe,
  console: consoleDe,
  content: contentDe,
  errors: errorsDe,
  figures: figuresDe,
  hands: handsDe,
  history: historyDe,
  inbox: inboxDe,
  intent: intentDe,
  keys: keysDe,
  masking: maskingDe,
  needs: needsDe,
  refusals: refusalsDe,
  panels: panelsDe,
  results: resultsDe,
  routing: routingDe,
  routingSettings: routingSettingsDe,
  settings: settingsDe,
  skills: skillsDe,
  visitors: visitorsDe,
};
