// The words of the account's rules of routing in Spanish, as managers set them.

import type { routingSettingsEn } from '../../en/management/routing-settings.ts';
import type { Words } from '../../language.ts';

export const routingSettingsEs: Words<typeof routingSettingsEn> = {
  'settings.title': 'Distribución',
  'settings.text':
    'Cómo llegan las conversaciones a sus agentes. Una competencia puede decir otra cosa para las suyas en Competencias.',
  'settings.mode': 'Cómo reciben los agentes lo que espera',
  'settings.ringS': 'Segundos que suena',
  'settings.ringS.hint': 'Después pasa al siguiente agente, o vuelve a quien la transfiere.',
  'settings.misses': 'Sin contestar seguidas hasta ausente',
  'settings.misses.hint':
    'Quien deja tantas sin contestar pasa a ausente, con «no contestó» como motivo.',
  'settings.sameAgentDays': 'Días en que un visitante vuelve al mismo agente',
  'settings.sameAgentDays.hint':
    'Quien le respondió por última vez lo recibe primero, si está libre. 0: nadie.',
  'settings.first': 'A quién se atiende primero',
  'settings.first.text':
    'La espera más larga primero, contando las ventajas. Un paso es un nivel de la prioridad de una competencia por encima de 3, un paso del rango de un cliente, el valor esperado completo de la visita o estar a punto de incumplir el nivel de servicio de la competencia.',
  'settings.stepS': 'Segundos que vale un paso',
  'settings.stepS.hint': '0: quien llegó primero es el primero.',
  'settings.attribute': 'Atributo que indica el rango de un cliente',
  'settings.attribute.hint':
    'Tal como lo nombra su servidor o un token firmado; lo que afirma una página no cuenta.',
  'settings.tier.values': {
    one: 'Valores que valen {n} paso',
    other: 'Valores que valen {n} pasos',
  },
  'settings.tier.example': 'oro, platino',
  'settings.fullValue': 'Valor esperado que vale un paso entero',
  'settings.fullValue.hint':
    'En su moneda: el valor de su objetivo principal por la probabilidad de que la visita lo alcance; el carrito, mientras las visitas no se puntúan. Los menores valen su parte. Vacío: no cuenta.',
  'settings.agentsTakeOver':
    'Los agentes pueden hacerse cargo de las de sus compañeros; los responsables siempre pueden',
  'settings.reasons': 'Motivos de ausencia',
  'settings.reasons.hint': 'Como Almuerzo, Formación, separados por comas.',
  hours: 'Horario',
  'hours.always': 'Siempre abierto',
  'hours.account': 'Como diga la cuenta',
  'hours.own': 'En este horario',
  'hours.hint':
    'En la zona horaria de la cuenta. Mientras esté cerrado no se ofrece ni empieza ningún chat; los que están en curso siguen.',
  'hours.example': '09:00-12:00, 13:00-17:00',
  'hours.wrong': 'Escriba intervalos como 09:00-17:30, separados por comas',
  'hours.closed': 'Días cerrados',
  'hours.closed.hint':
    'Como 2026-12-25, separados por comas. Están cerrados sea cual sea el día de la semana.',
  'hours.closed.wrong': 'Escriba días como 2026-12-25, separados por comas',
  'hours.mon': 'Lunes',
  'hours.tue': 'Martes',
  'hours.wed': 'Miércoles',
  'hours.thu': 'Jueves',
  'hours.fri': 'Viernes',
  'hours.sat': 'Sábado',
  'hours.sun': 'Domingo',
  level: 'Respondidas en, en segundos',
  'level.hint': 'El nivel de servicio. Quien está a punto de incumplirlo sube. Vacío: no hay.',
  'level.share': 'Cuántas de cada cien',
  'mode.automatic': 'Automáticamente',
  'mode.automatic.hint': 'Se dan al momento al agente al que le toca.',
  'mode.ring': 'Sonar, para aceptar',
  'mode.ring.hint':
    'Suena en el agente al que le toca; si se rechaza o no se contesta, en el siguiente.',
  'mode.pick': 'Elegidas a mano',
  'mode.pick.hint': 'Espera en la lista hasta que alguien la acepta.',
  'mode.account': 'Como diga la cuenta',
  mode: 'Cómo la reciben los agentes',
  same: 'El mismo agente de nuevo para un visitante que vuelve',
};
