import type { Spoken } from '../language.ts';
import type { sentEn } from '../en/sent.ts';

export const sentDe: Spoken<typeof sentEn> = {
  choose: 'Auswählen',
  help: (business) =>
    `${business}: Schreiben Sie hier Ihre Frage, wir antworten. STOP beendet alle Nachrichten.`,
  hello: 'Hallo, ich habe eine Frage.',
  test: (business) => `Das ist eine Testnachricht von ${business}.`,
};
