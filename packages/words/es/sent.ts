import type { Spoken } from '../language.ts';
import type { sentEn } from '../en/sent.ts';

export const sentEs: Spoken<typeof sentEn> = {
  choose: 'Elegir',
  test: (business) => `Este es un mensaje de prueba de ${business}.`,
};
