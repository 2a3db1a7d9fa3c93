// What managers' pages need in Spanish, as a piece of its own: agents at the desk do not load it.
import { managementEs } from '@opportune/words/es/management.ts';

export const management = managementEs;
