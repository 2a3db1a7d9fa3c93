// What Spanish needs, as one piece that only those load who speak it: catalogues, and the schema
// library's own sentences about values.
import { es as catalogues } from '@opportune/words/es/index.ts';
import schemas from 'zod/v4/locales/es.js';

export const es = { catalogues, schemas: schemas() };
