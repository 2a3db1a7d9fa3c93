// What managers' pages need in German, as a piece of its own: agents at the desk do not load it.
import { managementDe } from '@opportune/words/de/management.ts';

export const management = managementDe;
