// Spanish words of replies, cards, forms and files in messages.
import type { Spoken } from '../language.ts';
import type { messageEn } from '../en/message.ts';

export const messageEs: Spoken<typeof messageEn> = {
  openPicture: (name) => `Imagen ${name}, se abre en otra pestaña`,
  saveFile: (name) => `Guardar ${name}`,
  replies: 'Respuestas rápidas',
  chosen: 'elegida',
  cards: (count) => `${count} tarjetas`,
  card: (at, of) => `${at} de ${of}`,
  previous: 'Tarjeta anterior',
  next: 'Tarjeta siguiente',
  optional: 'Opcional',
  chooseOne: 'Elija una',
  submit: 'Enviar',
  answered: 'Respondido',
  problems: {
    missing: 'Esto es necesario',
    email: 'Escriba una dirección completa, como name@example.com',
    number: 'Escriba un número',
    range: 'Este número es demasiado bajo o demasiado alto',
    option: 'Elija una de la lista',
    long: 'Es demasiado largo',
  },
};
