import type { Spoken } from '../language.ts';
import type { sentEn } from '../en/sent.ts';

export const sentEs: Spoken<typeof sentEn> = {
  choose: 'Elegir',
  help: (business) =>
    `${business}: escriba aquí su pregunta y le responderemos. Responda BAJA para no recibir más mensajes.`,
  hello: 'Hola, tengo una pregunta.',
  verifyLink: (business: string, link: string, minutes: number) =>
    `Para confirmar que es usted, abra este enlace en el navegador en el que ha iniciado sesión en ${business}: ${link} Es válido durante ${minutes} minutos.`,
  verifyCode: (business: string, code: string, minutes: number) =>
    `${code} es su código para ${business}. Escríbalo en la conversación en la que se lo pedimos y no se lo dé a nadie más. Es válido durante ${minutes} minutos.`,
  verifyAsk: {
    headline: (channel: string) => `¿Es usted en ${channel}?`,
    text: (channel: string, who: string) =>
      `Alguien nos escribió por ${channel} como ${who}. Responda que sí solo si fue usted. Así le atenderemos allí como el cliente que es aquí.`,
    yes: 'Sí, soy yo',
  },
  verifySignIn: {
    headline: 'Primero inicie sesión',
    text: 'Inicie sesión en este sitio y vuelva a abrir el enlace del mensaje, en el mismo navegador.',
    yes: 'De acuerdo',
  },
  /** On the page of the link by which somebody unsubscribes. */
  unsubscribe: {
    ask: (business: string, address: string) =>
      `¿No recibir más mensajes de ${business} en ${address}?`,
    act: 'Darse de baja',
    done: (business: string) => `Ya no recibirá mensajes de ${business} en esta dirección.`,
  },
  callGreeting: (business: string) => `Bienvenido a ${business}. Un momento, por favor.`,
  callAway: (business: string) =>
    `Aquí ${business}. Ahora nadie puede atenderle. Por favor, llame más tarde.`,
  callVoicemail: (business: string) =>
    `Aquí ${business}. Ahora nadie puede atenderle. Por favor, deje un mensaje después de la señal.`,
  voicemail: 'Mensaje de voz',
  callPosition: (position: number, mayLeave: boolean) =>
    (position === 1 ? 'Es su turno a continuación.' : `Está en el lugar ${position} de la cola.`) +
    (mayLeave ? ' Para dejar un mensaje, pulse cualquier tecla.' : ''),
  callRecorded:
    'Esta llamada se graba para atenderle bien. Para rechazarlo, pulse ahora cualquier tecla o en cualquier momento la tecla de asterisco.',
  callCode: {
    proved: 'Gracias. Vemos la página en la que está.',
    sent: 'Gracias. Este código es correcto.',
    wrong: 'Este código no es válido. Por favor, léalo otra vez.',
    spent: 'Ahora no se pueden comprobar códigos. Por favor, permanezca a la espera.',
  },
  verifyCallCode: (business: string, code: string, minutes: number) =>
    `${code} es su código para ${business}. Márquelo en su teléfono o dígalo en la llamada en la que se lo pedimos y no se lo dé a nadie más. Es válido durante ${minutes} minutos.`,
  test: (business) => `Este es un mensaje de prueba de ${business}.`,
};
