// German catalogues about single visits, loaded with the first page about visitors or for managers.
import type { VisitCatalogues } from '../catalogues.ts';
import { conditionDe } from './condition.ts';
import { intentDe } from './intent.ts';
import { visitDe } from './visit.ts';

export const visitsDe: VisitCatalogues = {
  condition: conditionDe,
  intent: intentDe,
  visit: visitDe,
};
