// What visitors read in Spanish on the home of the chat window.
import type { homeEn } from '../en/home.ts';
import type { Spoken } from '../language.ts';

export const homeEs: Spoken<typeof homeEn> = {
  hello: 'Hola.',
  greeting: '¿En qué podemos ayudarle?',
  here: (names) => `Ahora están: ${names}`,
  start: 'Iniciar una conversación',
  leave: 'Dejar un mensaje',
  call: 'Llámenos',
  speak: 'Hable con nosotros desde esta página',
  busy: (minutes) =>
    minutes > 0
      ? `Todos están ocupados. La espera es de unos ${minutes} min.`
      : 'Todos están ocupados. Hablará con usted quien quede libre.',
  callBack: 'Pedir que le llamemos',
  chooseTime: 'Elija una hora',
  underMinute: 'Solemos responder en menos de un minuto',
  minutes: (count) => `Solemos responder en ${count === 1 ? '1 minuto' : `${count} minutos`}`,
  hours: (count) => `Solemos responder en ${count === 1 ? '1 hora' : `${count} horas`}`,
  openUntil: (time) => `Estamos aquí hasta las ${time}`,
  back: (day, time) => `Volvemos ${day} a las ${time}`,
  today: 'hoy',
  tomorrow: 'mañana',
  onDay: (weekday) => `el ${weekday}`,
  later: 'Responderemos en cuanto volvamos',
  earlier: 'Conversaciones anteriores',
  you: (text) => `Usted: ${text}`,
  unread: 'Nuevo',
  answers: 'Respuestas y enlaces',
  find: 'Buscar una respuesta',
  none: 'No se ha encontrado nada. Pregúntenos en una conversación.',
  found: (count) => `${count} ${count === 1 ? 'resultado' : 'resultados'}`,
  newTab: 'se abre en una pestaña nueva',
};
