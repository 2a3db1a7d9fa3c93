// Every catalogue that is translated, by name, as each language has to bring it: types only. A new
// English catalogue gets its line here; the languages' index files then ask for its translation.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { alertsEn } from './console-alerts-en.ts';
import type { afterEn } from './console-after-en.ts';
import type { answersEn } from './console-answers-en.ts';
import type { attachmentsEn } from './console-attachments-en.ts';
import type { archiveEn } from './console-archive-en.ts';
import type { beforeEn } from './console-before-en.ts';
import type { byHandEn } from './console-by-hand-en.ts';
import type { campaignsEn } from './console-campaigns-en.ts';
import type { contentEn } from './console-content-en.ts';
import type { consoleEn } from './console-en.ts';
import type { handsEn } from './console-hands-en.ts';
import type { historyEn } from './console-history-en.ts';
import type { inboxEn } from './console-inbox-en.ts';
import type { intentEn } from './console-intent-en.ts';
import type { keysEn } from './console-keys-en.ts';
import type { maskingEn } from './console-masking-en.ts';
import type { needsEn } from './console-needs-en.ts';
import type { panelsEn } from './console-panels-en.ts';
import type { resultsEn } from './console-results-en.ts';
import type { routingEn } from './console-routing-en.ts';
import type { routingSettingsEn } from './console-routing-settings-en.ts';
import type { settingsEn } from './console-settings-en.ts';
import type { skillsEn } from './console-skills-en.ts';
import type { visitorsEn } from './console-visitors-en.ts';
import type { conditionEn } from './en-condition.ts';
import type { figuresEn } from './figures-en.ts';
import type { Words } from './language.ts';
import type { refusalsEn } from './refusals-en.ts';

export interface Catalogues {
  readonly alerts: Words<typeof alertsEn>;
  readonly after: Words<typeof afterEn>;
  readonly answers: Words<typeof answersEn>;
  readonly archive: Words<typeof archiveEn>;
  readonly attachments: Words<typeof attachmentsEn>;
  readonly before: Words<typeof beforeEn>;
  readonly byHand: Words<typeof byHandEn>;
  readonly campaigns: Words<typeof campaignsEn>;
  readonly condition: Words<typeof conditionEn>;
  readonly console: Words<typeof consoleEn>;
  readonly content: Words<typeof contentEn>;
  /** By code; English is the table of protocol/errors.ts. */
  readonly errors: Readonly<Record<ErrorCode, string>>;
  readonly figures: Words<typeof figuresEn>;
  readonly hands: Words<typeof handsEn>;
  readonly history: Words<typeof historyEn>;
  readonly inbox: Words<typeof inboxEn>;
  readonly intent: Words<typeof intentEn>;
  readonly keys: Words<typeof keysEn>;
  readonly masking: Words<typeof maskingEn>;
  readonly needs: Words<typeof needsEn>;
  readonly refusals: Words<typeof refusalsEn>;
  readonly panels: Words<typeof panelsEn>;
  readonly results: Words<typeof resultsEn>;
  readonly routing: Words<typeof routingEn>;
  readonly routingSettings: Words<typeof routingSettingsEn>;
  readonly settings: Words<typeof settingsEn>;
  readonly skills: Words<typeof skillsEn>;
  readonly visitors: Words<typeof visitorsEn>;
}

export type CatalogueName = keyof Catalogues;

/** What only the pages of managers say: campaigns, results, history and settings. */
type ManagementName =
  | 'campaigns'
  | 'figures'
  | 'history'
  | 'results'
  | 'routingSettings'
  | 'settings'
  | 'skills';

export type ManagementCatalogues = Pick<Catalogues, ManagementName>;
/** What the inbox, the live list and the frame around all pages say. */
export type DeskCatalogues = Omit<Catalogues, ManagementName>;
