import type { Spoken } from '../language.ts';
import type { sentEn } from '../en/sent.ts';

export const sentDe: Spoken<typeof sentEn> = {
  choose: 'Auswählen',
  test: (business) => `Das ist eine Testnachricht von ${business}.`,
};
