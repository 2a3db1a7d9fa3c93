// All Spanish catalogues.
import type { Catalogues } from '../catalogues.ts';
import { deskEs } from './desk.ts';
import { managementEs } from './management.ts';

export const es: Catalogues = { ...deskEs, ...managementEs };
