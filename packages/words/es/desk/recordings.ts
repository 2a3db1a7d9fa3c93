// Spanish words of recorded calls.
import type { recordingsEn } from '../../en/desk/recordings.ts';

export const recordingsEs: Record<keyof typeof recordingsEn, string> = {
  label: 'Llamada grabada, {time}',
  recorded: 'La llamada se grabó · {time}',
  notYours:
    'La llamada se grabó · {time}. Pueden oírla los responsables y el agente de la conversación.',
  removed: 'La grabación se eliminó · {time}',
  making: 'Se prepara la grabación de la llamada …',
  play: 'Reproducir',
  pause: 'Pausar',
  position: 'Posición en la grabación',
  at: '{at} de {time}',
  visitor: 'Visitante',
  team: 'Equipo',
  more: 'Más sobre esta grabación',
  failed:
    'Este navegador no pudo reproducir la grabación. Inténtelo de nuevo o con otro navegador.',
  remove: 'Eliminar la grabación',
  'remove.ask': '¿Eliminar esta grabación?',
  'remove.text': 'Su sonido se borra para todos. No se puede deshacer.',
  'remove.action': 'Eliminar',
  'remove.done': 'La grabación se ha eliminado.',
  'settings.title': 'Llamadas grabadas',
  'settings.text':
    'Se pregunta a los visitantes antes de cada llamada, en su idioma. Sin un sí, no se graba nada. Los responsables pueden oír las grabaciones, y el agente de una conversación las suyas.',
  'settings.on': 'Preguntar a los visitantes si su llamada puede grabarse',
  'settings.keep': 'Conservar las grabaciones durante',
  'settings.days': '{n} días',
};
