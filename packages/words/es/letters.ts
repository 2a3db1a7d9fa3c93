// The letters that people get by e-mail, in Spanish.
import type { Spoken } from '../language.ts';
import type { lettersEn } from '../letters-en.ts';

export const lettersEs: Spoken<typeof lettersEn> = {
  language: 'es',
  invitation: {
    subject: 'Su invitación a Opportune',
    text: (name, link) =>
      `${name}, ya puede iniciar sesión en Opportune.\n\nElija aquí una contraseña, en un plazo de siete días:\n${link}\n`,
  },
  reminder: {
    subject: 'Elija una contraseña nueva para Opportune',
    text: (link) =>
      `Alguien, esperamos que usted, pidió una contraseña nueva.\n\nElíjala aquí, en un plazo de dos horas:\n${link}\n\nSi no fue usted, no tiene que hacer nada.\n`,
  },
  answered: (agent) => `${agent} ha respondido a su mensaje`,
  case: {
    wrote: 'Usted escribió:',
    back: (site) =>
      `Responda a este correo, o lea la respuesta en la ventana de chat de ${site} cuando vuelva.`,
  },
  transcript: {
    title: (site, day) => `Su chat con ${site}, ${day}`,
    zone: (timeZone) => `Las horas son de ${timeZone}.`,
    cut: 'Se omiten los mensajes anteriores.',
    you: 'Usted',
    file: (named) => `[Archivo: ${named}, disponible en el chat]`,
  },
};
