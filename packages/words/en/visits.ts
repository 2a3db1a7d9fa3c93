// English catalogues about single visits, loaded with the first page about visitors or for managers.
import { conditionEn } from './condition.ts';
import { intentEn } from './intent.ts';
import { visitEn } from './visit.ts';

export const visitsEn = { condition: conditionEn, intent: intentEn, visit: visitEn };
