// Spanish words of conversations that agents begin by hand or reopen: the dialog, the warning about
// control, the note for agents, and the line in the results.
import type { byHandEn } from '../../en/desk/by-hand.ts';
import type { Words } from '../../language.ts';

export const byHandEs: Words<typeof byHandEn> = {
  start: 'Iniciar chat',
  gone: 'Ya no está en el sitio',
  title: 'Escribir primero a {name}',
  text: 'A {name} se le abre la ventana de chat con su mensaje. La conversación es suya y ocupa una de sus plazas.',
  field: 'Primer mensaje',

  'blurs.title': 'Esto enturbia la prueba',
  'blurs.control': {
    one: '{name} está en el control de la campaña en curso {campaigns}.',
    other: '{name} está en el control de {n} campañas en curso: {campaigns}.',
  },
  'blurs.some': '{name} está en el control de una campaña en curso.',
  'blurs.holdout':
    '{name} está en el grupo de reserva de la cuenta, el grupo de comparación de todas las campañas juntas.',
  'blurs.why':
    'El control muestra qué ocurre cuando no se contacta a nadie. {name} sigue en el control, así que la comparación sigue siendo válida. Pero una venta que usted logre aquí cuenta para el control y hace que la ganancia parezca menor.',
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
    'Siguen contando en el control. La ganancia mostrada puede ser demasiado pequeña, pero no demasiado grande.',
};
