import type { Spoken } from '../language.ts';
import type { sentEn } from '../en/sent.ts';

export const sentEs: Spoken<typeof sentEn> = {
  choose: 'Elegir',
  help: (business) =>
    `${business}: escriba aquí su pregunta y le responderemos. Responda BAJA para no recibir más mensajes.`,
  hello: 'Hola, tengo una pregunta.',
  test: (business) => `Este es un mensaje de prueba de ${business}.`,
};
