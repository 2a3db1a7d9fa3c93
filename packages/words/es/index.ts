// What is said in Spanish: all catalogues.
import type { Catalogues } from '../catalogues.ts';
import { deskEs } from './desk.ts';
import { managementEs } from './management.ts';

export const es: Catalogues = { ...deskEs, ...managementEs };
