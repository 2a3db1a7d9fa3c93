// Spanish catalogues of the console that everybody loads, at the desk and around it.
import type { DeskTranslation } from '../catalogues.ts';
import { consoleEs } from './desk/console.ts';
import { alertsEs } from './desk/alerts.ts';
import { afterEs } from './desk/after.ts';
import { beforeEs } from './desk/before.ts';
import { archiveEs } from './desk/archive.ts';
import { byHandEs } from './desk/by-hand.ts';
import { callbacksEs, callsEs, recordingsEs } from './desk/calls.ts';
import { channelsEs } from './desk/channels.ts';
import { contactsEs, verifyEs } from './desk/contacts.ts';
import { handsEs } from './desk/hands.ts';
import { homeEs } from './desk/home.ts';
import { inboxEs } from './desk/inbox.ts';
import { keysEs } from './desk/keys.ts';
import { mailsEs } from './desk/mails.ts';
import { needsEs } from './desk/needs.ts';
import { panelsEs } from './desk/panels.ts';
import { routingEs } from './desk/routing.ts';
import { sampleEs } from './desk/sample.ts';
import { visitorsEs } from './desk/visitors.ts';
import { writingEs } from './writing.ts';
import { errorsEs } from './errors.ts';
import { refusalsEs } from './refusals.ts';

export const deskEs: DeskTranslation = {
  after: afterEs,
  alerts: alertsEs,
  archive: archiveEs,
  before: beforeEs,
  byHand: byHandEs,
  callbacks: callbacksEs,
  calls: callsEs,
  recordings: recordingsEs,
  channels: channelsEs,
  console: consoleEs,
  contacts: contactsEs,
  errors: errorsEs,
  hands: handsEs,
  home: homeEs,
  inbox: inboxEs,
  keys: keysEs,
  mails: mailsEs,
  needs: needsEs,
  refusals: refusalsEs,
  panels: panelsEs,
  routing: routingEs,
  sample: sampleEs,
  verify: verifyEs,
  visitors: visitorsEs,
  ...writingEs,
};
