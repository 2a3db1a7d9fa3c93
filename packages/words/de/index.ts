// What is said in German: all catalogues, loaded by the console as one piece.
import type { Catalogues } from '../catalogues.ts';

export const de: Catalogues = {};
