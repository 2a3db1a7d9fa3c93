// What the console says in German to everybody who works in it: at the desk and around it.
import type { DeskTranslation } from '../catalogues.ts';
import { conditionDe } from './condition.ts';
import { consoleDe } from './desk/console.ts';
import { alertsDe } from './desk/alerts.ts';
import { afterDe } from './desk/after.ts';
import { answersDe } from './desk/answers.ts';
import { beforeDe } from './desk/before.ts';
import { attachmentsDe } from './desk/attachments.ts';
import { archiveDe } from './desk/archive.ts';
import { byHandDe } from './desk/by-hand.ts';
import { channelsDe } from './desk/channels.ts';
import { contactsDe } from './desk/contacts.ts';
import { contentDe } from './desk/content.ts';
import { handsDe } from './desk/hands.ts';
import { inboxDe } from './desk/inbox.ts';
import { intentDe } from './desk/intent.ts';
import { keysDe } from './desk/keys.ts';
import { maskingDe } from './desk/masking.ts';
import { needsDe } from './desk/needs.ts';
import { panelsDe } from './desk/panels.ts';
import { routingDe } from './desk/routing.ts';
import { visitorsDe } from './desk/visitors.ts';
import { errorsDe } from './errors.ts';
import { refusalsDe } from './refusals.ts';

export const deskDe: DeskTranslation = {
  after: afterDe,
  alerts: alertsDe,
  answers: answersDe,
  archive: archiveDe,
  attachments: attachmentsDe,
  before: beforeDe,
  byHand: byHandDe,
  channels: channelsDe,
  condition: conditionDe,
  console: consoleDe,
  contacts: contactsDe,
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
