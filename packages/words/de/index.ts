// All German catalogues.
import type { Catalogues } from '../catalogues.ts';
import { deskDe } from './desk.ts';
import { managementDe } from './management.ts';
import { visitsDe } from './visits.ts';

export const de: Catalogues = { ...deskDe, ...managementDe, ...visitsDe };
