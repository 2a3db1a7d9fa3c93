// What German needs, as one piece that only those load who speak it: catalogues, what visitors see of
// engagements and messages, and the schema library's own sentences about values.
import { chatDe as chat } from '@opportune/words/de/chat.ts';
import { deskDe as catalogues } from '@opportune/words/de/desk.ts';
import { messageDe as message } from '@opportune/words/de/message.ts';
import schemas from 'zod/v4/locales/de.js';

export const de = { catalogues, chat, message, schemas: schemas() };
