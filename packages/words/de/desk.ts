// What the console says in German to everybody who works in it: at the desk and around it.
import type { DeskCatalogues } from '../catalogues.ts';
import { conditionDe } from './condition.ts';
import { consoleDe } from './console.ts';
import { alertsDe } from './console-alerts.ts';
import { afterDe } from './console-after.ts';
import { answersDe } from './console-answers.ts';
import { beforeDe } from './console-before.ts';
import { attachmentsDe } from './console-attachments.ts';
import { archiveDe } from './console-archive.ts';
import { byHandDe } from './console-by-hand.ts';
import { contentDe } from './console-content.ts';
import { handsDe } from './console-hands.ts';
import { inboxDe } from './console-inbox.ts';
import { intentDe } from './console-intent.ts';
import { keysDe } from './console-keys.ts';
import { maskingDe } from './console-masking.ts';
import { needsDe } from './console-needs.ts';
import { panelsDe } from './console-panels.ts';
import { routingDe } from './console-routing.ts';
import { visitorsDe } from './console-visitors.ts';
import { errorsDe } from './errors.ts';
import { refusalsDe } from './refusals.ts';

export const deskDe: DeskCatalogues = {
  after: afterDe,
  alerts: alertsDe,
  answers: answersDe,
  archive: archiveDe,
  attachments: attachmentsDe,
  before: beforeDe,
  byHand: byHandDe,
  condition: conditionDe,
  console: consoleDe,
  content: contentDe,
  errors: errorsDe,
  hands: handsDe,
  inbox: inboxDe,
  intent: intentDe,
  keys: keysDe,
  masking: maskingDe,
  needs: needsDe,
  refusals: refusalsDe,
  panels: panelsDe,
  routing: routingDe,
  visitors: visitorsDe,
};
