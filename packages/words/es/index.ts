// All Spanish catalogues.
import type { Catalogues } from '../catalogues.ts';
import { deskEs } from './desk.ts';
import { managementEs } from './management.ts';
import { visitsEs } from './visits.ts';

export const es: Catalogues = { ...deskEs, ...managementEs, ...visitsEs };
