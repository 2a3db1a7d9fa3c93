// What each language must provide: the texts of every English catalogue, by name and key.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { deskEn } from './en/desk.ts';
import type { managementEn } from './en/management.ts';
import type { visitsEn } from './en/visits.ts';
import type { Words } from './language.ts';

/** The inbox, the live list, and the frame around all pages. */
type EnglishDesk = typeof deskEn;
/** The pages of managers: campaigns, results, history and settings. */
type EnglishManagement = typeof managementEn;
/** What a visit and a decision show: chances with their reasons, and conditions. */
type EnglishVisits = typeof visitsEn;
/** All catalogues of the console by name. */
export type English = EnglishDesk & EnglishManagement & EnglishVisits;

type Translated<Catalogues> = { readonly [Name in keyof Catalogues]: Words<Catalogues[Name]> };

export type DeskCatalogues = Translated<EnglishDesk>;
export type ManagementCatalogues = Translated<EnglishManagement>;
export type VisitCatalogues = Translated<EnglishVisits>;
/** For a language other than English. English refusals are in protocol/errors.ts. */
export interface DeskTranslation extends DeskCatalogues {
  readonly errors: Readonly<Record<ErrorCode, string>>;
}
export type Catalogues = DeskTranslation & ManagementCatalogues & VisitCatalogues;
