// What German needs, as one piece that only those load who speak it: catalogues, and the schema
// library's own sentences about values.
import { de as catalogues } from '@opportune/words/de/index.ts';
import schemas from 'zod/v4/locales/de.js';

export const de = { catalogues, schemas: schemas() };
