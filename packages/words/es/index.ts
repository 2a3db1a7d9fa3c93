// What is said in Spanish: all catalogues, loaded by the console as one piece.
import type { Catalogues } from '../catalogues.ts';

export const es: Catalogues = {};
