// Spanish words of surveys and transcripts after a conversation: the settings page, and a visitor's
// answers beside the conversation.

import type { afterEn } from '../../en/desk/after.ts';
import type { Words } from '../../language.ts';

export const afterEs: Words<typeof afterEn> = {
  title: 'Después del chat',
  text: 'Lo que se pregunta y se ofrece a los visitantes después de una conversación con un agente.',
  'survey.on': 'Preguntar después de cada conversación',
  'survey.on.hint':
    'En la ventana de chat, durante un día. Nunca mientras haya otra conversación abierta.',
  'questions.title': 'Preguntas',
  'questions.none': 'No hay ninguna pregunta elegida, así que no se pregunta nada.',
  'question.satisfaction': '¿Cuál es su grado de satisfacción con nuestra ayuda?',
  'question.satisfaction.hint': 'De 1 a 5 (CSAT)',
  'question.recommend': '¿Qué probabilidad hay de que nos recomiende?',
  'question.recommend.hint': 'De 0 a 10 (NPS)',
  'question.resolved': '¿Se ha resuelto su pregunta?',
  'question.resolved.hint': 'Sí o no',
  'question.text': '¿Quiere añadir algo?',
  'question.text.hint': 'Hasta 1000 caracteres; los números de tarjeta se enmascaran',

  'transcript.title': 'Por correo electrónico',
  'transcript.on': 'Enviar el chat por correo',
  'transcript.on.hint':
    'Los visitantes pueden pedirlo una vez por conversación. Los agentes pueden enviarlo a la dirección conocida del visitante. Nunca incluye notas.',
  'transcript.noMail':
    'No hay servidor de correo configurado, así que no se envía nada. Pida a su administrador que configure uno.',
  'transcript.send': 'Enviar a {address}',
  'transcript.sent.visitor': 'Enviado a {address} para el visitante, {at}',
  'transcript.sent.agent': 'Enviado a {address} por un agente, {at}',
  'transcript.done': 'Enviado por correo',

  'answers.title': 'Después del chat',
  'answers.satisfaction': 'Satisfacción',
  'answers.recommend': 'Recomendación',
  'answers.of': '{value} de {most}',
  'answers.resolved': 'Resuelta',
  'answers.yes': 'Sí',
  'answers.no': 'No',
  'answers.changed': 'cambiado {at}',
};
