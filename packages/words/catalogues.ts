// What each language has to bring: the texts of every English catalogue, by its name and their keys.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { deskEn } from './en/desk.ts';
import type { managementEn } from './en/management.ts';
import type { Words } from './language.ts';

/** What the inbox, the live list and the frame around all pages say. */
type EnglishDesk = typeof deskEn;
/** What only the pages of managers say: campaigns, results, history and settings. */
type EnglishManagement = typeof managementEn;
/** All catalogues of the console by name. */
export type English = EnglishDesk & EnglishManagement;

type Translated<Catalogues> = { readonly [Name in keyof Catalogues]: Words<Catalogues[Name]> };

export type DeskCatalogues = Translated<EnglishDesk>;
export type ManagementCatalogues = Translated<EnglishManagement>;
/** Of a language other than English, whose sentences of refusals are the table of protocol/errors.ts. */
export interface DeskTranslation extends DeskCatalogues {
  readonly errors: Readonly<Record<ErrorCode, string>>;
}
export type Catalogues = DeskTranslation & ManagementCatalogues;
