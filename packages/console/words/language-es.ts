// Everything that Spanish needs, in one chunk that only Spanish consoles load: catalogues, what
// visitors see of engagements and messages, and Zod's sentences about values.
import { chatEs as chat } from '@opportune/words/es/chat.ts';
import { deskEs as catalogues } from '@opportune/words/es/desk.ts';
import { messageEs as message } from '@opportune/words/es/message.ts';
import schemas from 'zod/v4/locales/es.js';

export const es = { catalogues, chat, message, schemas: schemas() };
