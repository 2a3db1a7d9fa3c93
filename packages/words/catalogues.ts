// Every catalogue that is translated, by name, as each language has to bring it: types only. A new
// English catalogue gets its line here; the languages' index files then ask for its translation.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { alertsEn } from './en/desk/alerts.ts';
import type { afterEn } from './en/desk/after.ts';
import type { answersEn } from './en/desk/answers.ts';
import type { attachmentsEn } from './en/desk/attachments.ts';
import type { archiveEn } from './en/desk/archive.ts';
import type { beforeEn } from './en/desk/before.ts';
import type { byHandEn } from './en/desk/by-hand.ts';
import type { campaignsEn } from './en/management/campaigns.ts';
import type { contentEn } from './en/desk/content.ts';
import type { consoleEn } from './en/desk/console.ts';
import type { handsEn } from './en/desk/hands.ts';
import type { historyEn } from './en/management/history.ts';
import type { inboxEn } from './en/desk/inbox.ts';
import type { intentEn } from './en/desk/intent.ts';
import type { keysEn } from './en/desk/keys.ts';
import type { maskingEn } from './en/desk/masking.ts';
import type { needsEn } from './en/desk/needs.ts';
import type { panelsEn } from './en/desk/panels.ts';
import type { resultsEn } from './en/management/results.ts';
import type { routingEn } from './en/desk/routing.ts';
import type { routingSettingsEn } from './en/management/routing-settings.ts';
import type { settingsEn } from './en/management/settings.ts';
import type { skillsEn } from './en/management/skills.ts';
import type { visitorsEn } from './en/desk/visitors.ts';
import type { conditionEn } from './en/condition.ts';
import type { figuresEn } from './en/figures.ts';
import type { Words } from './language.ts';
import type { refusalsEn } from './en/refusals.ts';

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
