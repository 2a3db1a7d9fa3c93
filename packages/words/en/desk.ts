// English catalogues of the console that everybody loads, at the desk and around it.
import { afterEn } from './desk/after.ts';
import { alertsEn } from './desk/alerts.ts';
import { archiveEn } from './desk/archive.ts';
import { beforeEn } from './desk/before.ts';
import { byHandEn } from './desk/by-hand.ts';
import { consoleEn } from './desk/console.ts';
import { callbacksEn, callsEn, recordingsEn } from './desk/calls.ts';
import { channelsEn } from './desk/channels.ts';
import { contactsEn, verifyEn } from './desk/contacts.ts';
import { handsEn } from './desk/hands.ts';
import { homeEn } from './desk/home.ts';
import { inboxEn } from './desk/inbox.ts';
import { keysEn } from './desk/keys.ts';
import { mailsEn } from './desk/mails.ts';
import { needsEn } from './desk/needs.ts';
import { panelsEn } from './desk/panels.ts';
import { routingEn } from './desk/routing.ts';
import { sampleEn } from './desk/sample.ts';
import { visitorsEn } from './desk/visitors.ts';
import { writingEn } from './writing.ts';
import { refusalsEn } from './refusals.ts';

export const deskEn = {
  after: afterEn,
  alerts: alertsEn,
  archive: archiveEn,
  before: beforeEn,
  byHand: byHandEn,
  callbacks: callbacksEn,
  calls: callsEn,
  recordings: recordingsEn,
  channels: channelsEn,
  console: consoleEn,
  contacts: contactsEn,
  hands: handsEn,
  home: homeEn,
  inbox: inboxEn,
  keys: keysEn,
  mails: mailsEn,
  needs: needsEn,
  panels: panelsEn,
  refusals: refusalsEn,
  routing: routingEn,
  sample: sampleEn,
  verify: verifyEn,
  visitors: visitorsEn,
  ...writingEn,
};
