// What is said in German: all catalogues, loaded by the console as one piece.
import type { Catalogues } from '../catalogues.ts';
import { consoleDe } from './console.ts';
import { afterDe } from './console-after.ts';
import { answersDe } from './console-answers.ts';
import { archiveDe } from './console-archive.ts';
import { beforeDe } from './console-before.ts';
import { contentDe } from './console-content.ts';
import { inboxDe } from './console-inbox.ts';
import { maskingDe } from './console-masking.ts';
import { needsDe } from './console-needs.ts';
import { routingDe } from './console-routing.ts';
import { routingSettingsDe } from './console-routing-settings.ts';
import { settingsDe } from './console-settings.ts';
import { skillsDe } from './console-skills.ts';
import { visitorsDe } from './console-visitors.ts';

export const de: Catalogues = {
  after: afterDe,
  answers: answersDe,
  archive: archiveDe,
  before: beforeDe,
  console: consoleDe,
  content: contentDe,
  inbox: inboxDe,
  masking: maskingDe,
  needs: needsDe,
  routing: routingDe,
  routingSettings: routingSettingsDe,
  settings: settingsDe,
  skills: skillsDe,
  visitors: visitorsDe,
};
