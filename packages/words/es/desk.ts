// What the console says in Spanish to everybody who works in it: at the desk and around it.
import type { DeskTranslation } from '../catalogues.ts';
import { conditionEs } from './condition.ts';
import { consoleEs } from './desk/console.ts';
import { alertsEs } from './desk/alerts.ts';
import { afterEs } from './desk/after.ts';
import { answersEs } from './desk/answers.ts';
import { beforeEs } from './desk/before.ts';
import { attachmentsEs } from './desk/attachments.ts';
import { archiveEs } from './desk/archive.ts';
import { byHandEs } from './desk/by-hand.ts';
import { channelsEs } from './desk/channels.ts';
import { contactsEs } from './desk/contacts.ts';
import { contentEs } from './desk/content.ts';
import { handsEs } from './desk/hands.ts';
import { inboxEs } from './desk/inbox.ts';
import { intentEs } from './desk/intent.ts';
import { keysEs } from './desk/keys.ts';
import { maskingEs } from './desk/masking.ts';
import { needsEs } from './desk/needs.ts';
import { panelsEs } from './desk/panels.ts';
import { routingEs } from './desk/routing.ts';
import { visitorsEs } from './desk/visitors.ts';
import { errorsEs } from './errors.ts';
import { refusalsEs } from './refusals.ts';

export const deskEs: DeskTranslation = {
  after: afterEs,
  alerts: alertsEs,
  answers: answersEs,
  archive: archiveEs,
  attachments: attachmentsEs,
  before: beforeEs,
  byHand: byHandEs,
  channels: channelsEs,
  condition: conditionEs,
  console: consoleEs,
  contacts: contactsEs,
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
