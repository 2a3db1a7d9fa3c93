// Spanish words of routing for agents: transfers, ringing, taking over, and states.

import type { routingEn } from '../../en/desk/routing.ts';
import type { Words } from '../../language.ts';

export const routingEs: Words<typeof routingEn> = {
  'group.ringing': 'Sonando',
  'transfer.skills': 'Competencias',
  'transfer.skill': { one: '{n} libre', other: '{n} libres' },
  'transfer.skill.queue': 'Nadie libre: pasa a la cola',
  'transfer.skill.none': 'Nadie libre',
  'transfer.skill.wait': '{free}, {wait}',
  'transfer.noWait': 'sin espera',
  'transfer.full': 'Sin cupo, {n} de {room}',
  'transfer.offered': 'Suena en {name}. La conserva hasta que se acepte',
  'transfer.queued': 'En la cola de {name}',
  'transfer.seen': 'Primero suena allí. {name} solo ve que otra persona se hace cargo',

  'ring.from': '{by} le pide que se haga cargo. Quedan {s} s',
  'ring.from.skill': '{by} pide {skill}. Quedan {s} s',
  'ring.to': 'Suena en {name}. La conserva hasta que se acepte. Quedan {s} s',
  'ring.accept': 'Aceptar',
  'ring.acceptOf': 'Aceptar a {name}',
  'ring.decline': 'Rechazar',
  'ring.recall': 'Conservarla',
  'ring.waits': 'Suena para usted, luego para el siguiente agente. Quedan {s} s',
  'ring.alert.waits': 'Suena {name}',
  'ring.missed.waits': '{name} sonó aquí y no se contestó',
  'ring.alert': '{by} le pide que se haga cargo de {name}',
  'ring.ended.accepted': '{agent} se hizo cargo de {name}',
  'ring.ended.declined': '{agent} rechazó a {name}. Es suya',
  'ring.ended.timed-out': '{agent} no contestó por {name}. Es suya',
  'ring.ended.gone': '{agent} ya no está. {name} es suya',
  'ring.ended.no-room': '{agent} ya no tiene cupo. {name} es suya',
  'ring.missed': '{name} sonó aquí y no se contestó. {by} la tiene de nuevo',
  'ring.recalled': '{by} conserva a {name}',

  weight: 'Ocupa',
  'weight.places': { one: '{n} plaza', other: '{n} plazas' },

  'act.takeOver': 'Hacerse cargo',
  'alert.takenOver': '{agent} se hizo cargo de {name}',

  'aside.offered': '{by} pide a {agent} que se haga cargo',
  'aside.not-taken.declined': '{agent} rechazó',
  'aside.not-taken.timed-out': '{agent} no contestó',
  'aside.not-taken.gone': '{agent} no estaba',
  'aside.not-taken.no-room': '{agent} ya no tenía cupo',
  'away.no-answer': 'Está ausente: lo que sonó aquí no se contestó',
  'away.because': 'Ausente: {reason}',
  'reason.no-answer': 'no contestó',
  'team.because': '{state}: {reason}',
  'team.set': 'Indicar el estado de {name}',
  'team.room': { one: 'Cupo para {n} a la vez', other: 'Cupo para {n} a la vez' },
  'team.room.more': 'Una más',
  'team.room.fewer': 'Una menos',
  'team.set.done': '{name} está {state}',
  'aside.title': 'Solo visible para agentes',
};
