// What visitors read in Spanish where they are asked something within and after a chat.
import type { askedEn } from '../en/asked.ts';
import type { Spoken } from '../language.ts';

export const askedEs: Spoken<typeof askedEn> = {
  ask: {
    title: 'Una pregunta privada',
    why: (agent) =>
      `Solo ${agent || 'el agente'} ve la respuesta. No pasa a formar parte del chat y se borra a los diez minutos.`,
    give: 'Enviar en privado',
    decline: 'Prefiero no decirlo',
    missing: 'Primero escriba la respuesta',
  },
  survey: {
    title: '¿Qué tal este chat?',
    satisfaction: '¿Cuál es su grado de satisfacción con nuestra ayuda?',
    satisfactionEnds: ['Ninguna', 'Mucha'],
    recommend: '¿Qué probabilidad hay de que nos recomiende?',
    recommendEnds: ['Poca', 'Mucha'],
    resolved: '¿Se ha resuelto su pregunta?',
    yes: 'Sí',
    no: 'No',
    text: '¿Quiere añadir algo?',
    send: 'Enviar las respuestas',
    missing: 'Responda primero al menos a una pregunta',
    thanks: 'Gracias por sus respuestas',
    change: 'Cambiarlas',
  },
  transcript: {
    ask: 'Enviarme este chat por correo',
    title: 'Este chat por correo',
    send: 'Enviar',
    cancel: 'Cancelar',
    sent: 'El chat va de camino a su correo',
  },
};
