// German catalogues of the console that everybody loads, at the desk and around it.
import type { DeskTranslation } from '../catalogues.ts';
import { consoleDe } from './desk/console.ts';
import { alertsDe } from './desk/alerts.ts';
import { afterDe } from './desk/after.ts';
import { beforeDe } from './desk/before.ts';
import { archiveDe } from './desk/archive.ts';
import { byHandDe } from './desk/by-hand.ts';
import { callbacksDe, callsDe, recordingsDe } from './desk/calls.ts';
import { channelsDe } from './desk/channels.ts';
import { contactsDe, verifyDe } from './desk/contacts.ts';
import { handsDe } from './desk/hands.ts';
import { homeDe } from './desk/home.ts';
import { inboxDe } from './desk/inbox.ts';
import { keysDe } from './desk/keys.ts';
import { mailsDe } from './desk/mails.ts';
import { needsDe } from './desk/needs.ts';
import { panelsDe } from './desk/panels.ts';
import { routingDe } from './desk/routing.ts';
import { sampleDe } from './desk/sample.ts';
import { visitorsDe } from './desk/visitors.ts';
import { writingDe } from './writing.ts';
import { errorsDe } from './errors.ts';
import { refusalsDe } from './refusals.ts';

export const deskDe: DeskTranslation = {
  after: afterDe,
  alerts: alertsDe,
  archive: archiveDe,
  before: beforeDe,
  byHand: byHandDe,
  callbacks: callbacksDe,
  calls: callsDe,
  recordings: recordingsDe,
  channels: channelsDe,
  console: consoleDe,
  contacts: contactsDe,
  errors: errorsDe,
  hands: handsDe,
  home: homeDe,
  inbox: inboxDe,
  keys: keysDe,
  mails: mailsDe,
  needs: needsDe,
  refusals: refusalsDe,
  panels: panelsDe,
  routing: routingDe,
  sample: sampleDe,
  verify: verifyDe,
  visitors: visitorsDe,
  ...writingDe,
};
