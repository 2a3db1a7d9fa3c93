// The words of a conversation that an agent begins by hand or takes up again, in Spanish.
import type { byHandEn } from '../../en/desk/by-hand.ts';
import type { Words } from '../../language.ts';

export const byHandEs: Words<typeof byHandEn> = {
  start: 'Iniciar chat',
  gone: 'Ya no está en el sitio',
  title: 'Escribir primero a {name}',
  text: 'A {name} se le abre la ventana de chat con lo que usted escriba. La conversación es suya y ocupa uno de sus lugares.',
  field: 'Primer mensaje',

  'blurs.title': 'Esto enturbia la prueba',
  'blurs.control': {
    one: '{name} está en el control de la campaña en curso {campaigns}.',
    other: '{name} está en el control de {n} campañas en curso: {campaigns}.',
  },
  'blurs.some': '{name} está en el control de una campaña en curso.',
  'blurs.holdout':
    '{name} pertenece al grupo de reserva de la cuenta, con el que se comparan todas las campañas juntas.',
  'blurs.why':
    'El control muestra qué ocurre cuando no se habla a nadie. {name} sigue contando allí como antes: la comparación de la oferta de la campaña sigue siendo válida, pero el control ya no está intacto, y lo que se consiga aquí hace menor la ganancia mostrada.',
  'blurs.noted': 'Se anota en la conversación y se cuenta en los resultados.',
  'blurs.go': 'Escribir de todos modos',
  'blurs.reopen': 'Reabrir de todos modos',

  'aside.plain': '{by} inició esta conversación a mano',
  'aside.control':
    '{by} inició esta conversación a mano con un visitante del control de {campaigns}',
  'aside.holdout': '{by} inició esta conversación a mano con un visitante del grupo de reserva',
  'aside.again.control':
    '{by} retomó esta conversación con un visitante del control de {campaigns}',
  'aside.again.holdout': '{by} retomó esta conversación con un visitante del grupo de reserva',

  'results.line': {
    one: 'A {n} visitante del control se le habló a mano.',
    other: 'A {n} visitantes del control se les habló a mano.',
  },
  'results.why':
    'Siguen contando en el control; por eso la ganancia mostrada es más bien demasiado pequeña que demasiado grande.',
};
