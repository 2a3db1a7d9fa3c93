// Spanish catalogues about single visits, loaded with the first page about visitors or for managers.
import type { VisitCatalogues } from '../catalogues.ts';
import { conditionEs } from './condition.ts';
import { intentEs } from './intent.ts';
import { visitEs } from './visit.ts';

export const visitsEs: VisitCatalogues = {
  condition: conditionEs,
  intent: intentEs,
  visit: visitEs,
};
