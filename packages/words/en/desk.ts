// What the console says in English to everybody who works in it: at the desk and around it.
import { conditionEn } from './condition.ts';
import { afterEn } from './desk/after.ts';
import { alertsEn } from './desk/alerts.ts';
import { answersEn } from './desk/answers.ts';
import { archiveEn } from './desk/archive.ts';
import { attachmentsEn } from './desk/attachments.ts';
import { beforeEn } from './desk/before.ts';
import { byHandEn } from './desk/by-hand.ts';
import { consoleEn } from './desk/console.ts';
import { channelsEn } from './desk/channels.ts';
import { contactsEn } from './desk/contacts.ts';
import { contentEn } from './desk/content.ts';
import { handsEn } from './desk/hands.ts';
import { inboxEn } from './desk/inbox.ts';
import { intentEn } from './desk/intent.ts';
import { keysEn } from './desk/keys.ts';
import { maskingEn } from './desk/masking.ts';
import { needsEn } from './desk/needs.ts';
import { panelsEn } from './desk/panels.ts';
import { routingEn } from './desk/routing.ts';
import { visitorsEn } from './desk/visitors.ts';
import { refusalsEn } from './refusals.ts';

export const deskEn = {
  after: afterEn,
  alerts: alertsEn,
  answers: answersEn,
  archive: archiveEn,
  attachments: attachmentsEn,
  before: beforeEn,
  byHand: byHandEn,
  channels: channelsEn,
  condition: conditionEn,
  console: consoleEn,
  contacts: contactsEn,
  content: contentEn,
  hands: handsEn,
  inbox: inboxEn,
  intent: intentEn,
  keys: keysEn,
  masking: maskingEn,
  needs: needsEn,
  panels: panelsEn,
  refusals: refusalsEn,
  routing: routingEn,
  visitors: visitorsEn,
};
