// All German catalogues.
import type { Catalogues } from '../catalogues.ts';
import { deskDe } from './desk.ts';
import { managementDe } from './management.ts';

export const de: Catalogues = { ...deskDe, ...managementDe };
