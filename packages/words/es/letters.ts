// Spanish e-mails to people.
import type { Spoken } from '../language.ts';
import type { lettersEn } from '../en/letters.ts';

export const lettersEs: Spoken<typeof lettersEn> = {
  language: 'es',
  invitation: {
    subject: 'Su invitación a Opportune',
    text: (name, link) =>
      `${name}, ya puede iniciar sesión en Opportune.\n\nElija aquí una contraseña, en un plazo de siete días:\n${link}\n`,
  },
  trial: {
    subject: 'Opportune puede enviar correo',
    text: 'Este correo se envió para probar el servidor de correo. Ha llegado, así que todo está configurado.\n',
  },
  reminder: {
    subject: 'Elija una contraseña nueva para Opportune',
    text: (link) =>
      `Alguien, esperamos que usted, pidió una contraseña nueva.\n\nElíjala aquí, en un plazo de dos horas:\n${link}\n\nSi no fue usted, no tiene que hacer nada.\n`,
  },
  newDevice: {
    subject: 'Nuevo inicio de sesión en Opportune',
    program: 'un programa',
    text: (name, at, client, link) =>
      `${name}, ha iniciado sesión en Opportune en un dispositivo nuevo.\n\nCuándo: ${at}\nCon: ${client}\n\nSi fue usted, no tiene que hacer nada.\n\nSi no fue usted, elija ahora una contraseña nueva: abra ${link}, cierre la sesión si hace falta y pulse «¿Ha olvidado la contraseña?». Así se cierra la sesión en todos los demás dispositivos. Después avise a quien administra su cuenta.\n`,
  },
  webhookPaused: {
    subject: (name) => `El webhook ${name} está en pausa`,
    text: (name, link) =>
      `Durante un día no se pudo enviar nada al webhook ${name}, por lo que Opportune lo puso en pausa.\n\nLos eventos de los últimos tres días esperan. Repare el receptor y reanude el webhook aquí:\n${link}\n`,
  },
  answered: (agent) => `${agent} ha respondido a su mensaje`,
  case: {
    wrote: 'Usted escribió:',
    back: (site) =>
      `Responda a este correo, o lea la respuesta en la ventana de chat de ${site} cuando vuelva.`,
  },
  callback: {
    confirmed: (site) => `Su llamada de ${site}`,
    reminder: (site) => `${site} le llama pronto`,
    soon: 'En cuanto alguien esté libre.',
    inPage: 'Le llamamos en la página, así que déjela abierta a esa hora.',
    byTelephone: (number) => `Le llamamos por teléfono, al ${number}`,
    change: (link) => `Cámbiela o cancélela aquí:\n${link}`,
    title: (site) => `Su llamada de ${site}`,
    other: 'Otra hora',
    move: 'Cambiar a esta hora',
    cancel: 'Cancelar la llamada',
    cancelled: 'La llamada está cancelada.',
    withdrawn: 'Lo sentimos: no podemos llamarle como acordamos. Le contactaremos de otra manera.',
    over: 'La llamada ya terminó.',
    ringing: 'Le estamos llamando ahora.',
    refused: 'No se cambió. Quizá la hora ya esté ocupada.',
  },
  transcript: {
    title: (site, day) => `Su chat con ${site}, ${day}`,
    zone: (timeZone) => `Las horas son de ${timeZone}.`,
    cut: 'Se omiten los mensajes anteriores.',
    you: 'Usted',
    file: (named) => `[Archivo: ${named}, disponible en el chat]`,
  },
};
