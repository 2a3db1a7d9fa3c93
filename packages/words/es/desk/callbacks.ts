// Spanish words of call backs, for agents.
import type { callbacksEn } from '../../en/desk/callbacks.ts';

export const callbacksEs: Readonly<Record<keyof typeof callbacksEn, string>> = {
  title: 'Llamadas prometidas',
  empty:
    'Nadie espera una llamada. Los visitantes la piden cuando nadie está libre o fuera de horario.',
  soon: 'en cuanto alguien esté libre',
  'by.browser': 'En la página',
  'by.telephone': 'Por teléfono, {number}',
  'state.promised': 'Prometida',
  'state.offered': 'Suena a los agentes',
  'state.ringing': 'Suena al cliente',
  'state.reached': 'Hablada',
  'state.missed': 'Sin respuesta',
  'state.cancelled': 'Cancelada',
  tries: 'Intento {n}',
  call: 'Llamar ahora',
  move: 'Cambiar',
  cancel: 'Cancelar la llamada',
  cancelled: 'La llamada está cancelada',
  moveTo: 'Cambiar a',
  noSlots: 'No hay horas libres en siete días. El horario y los agentes determinan las horas.',
  'note.promised': 'Se prometió una llamada: {when}',
  'note.moved': 'La llamada se cambió: {when}',
  'note.again': 'No se pudo hablar. Próximo intento: {when}',
  'note.missed': 'No se pudo hablar. Nadie volverá a llamar por sí solo.',
  'note.cancelled': 'La llamada está cancelada',
};
