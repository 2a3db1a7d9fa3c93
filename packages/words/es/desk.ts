// What the console says in Spanish to everybody who works in it: at the desk and around it.
import type { DeskCatalogues } from '../catalogues.ts';
import { conditionEs } from './condition.ts';
import { consoleEs } from './console.ts';
import { alertsEs } from './console-alerts.ts';
import { afterEs } from './console-after.ts';
import { answersEs } from './console-answers.ts';
import { beforeEs } from './console-before.ts';
import { attachmentsEs } from './console-attachments.ts';
import { archiveEs } from './console-archive.ts';
import { byHandEs } from './console-by-hand.ts';
import { contentEs } from './console-content.ts';
import { handsEs } from './console-hands.ts';
import { inboxEs } from './console-inbox.ts';
import { intentEs } from './console-intent.ts';
import { keysEs } from './console-keys.ts';
import { maskingEs } from './console-masking.ts';
import { needsEs } from './console-needs.ts';
import { panelsEs } from './console-panels.ts';
import { routingEs } from './console-routing.ts';
import { visitorsEs } from './console-visitors.ts';
import { errorsEs } from './errors.ts';
import { refusalsEs } from './refusals.ts';

export const deskEs: DeskCatalogues = {
  after: afterEs,
  alerts: alertsEs,
  answers: answersEs,
  archive: archiveEs,
  attachments: attachmentsEs,
  before: beforeEs,
  byHand: byHandEs,
  condition: conditionEs,
  console: consoleEs,
  content: contentEs,
  errors: errorsEs,
  hands: handsEs,
  inbox: inboxEs,
  intent: intentEs,
  keys: keysEs,
  masking: maskingEs,
  needs: needsEs,
  refusals: refusalsEs,
  panels: panelsEs,
  routing: routingEs,
  visitors: visitorsEs,
};
