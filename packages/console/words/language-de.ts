// Everything that German needs, in one chunk that only German consoles load: catalogues, what
// visitors see of engagements and messages, and Zod's sentences about values.
import { chatDe as chat } from '@opportune/words/de/chat.ts';
import { deskDe as catalogues } from '@opportune/words/de/desk.ts';
import { messageDe as message } from '@opportune/words/de/message.ts';
import schemas from 'zod/v4/locales/de.js';

export const de = { catalogues, chat, message, schemas: schemas() };
