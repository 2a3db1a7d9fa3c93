// Spanish words of the account's routing rules, as managers set them.

import type {
  callbackSettingsEn,
  routingSettingsEn,
} from '../../en/management/routing-settings.ts';
import type { Words } from '../../language.ts';

export const routingSettingsEs: Words<typeof routingSettingsEn> = {
  'settings.title': 'Distribución',
  'settings.text':
    'Cómo llegan las conversaciones a sus agentes. Cada competencia puede tener sus propias reglas en Competencias.',
  'settings.mode': 'Cómo reciben los agentes las conversaciones que esperan',
  'settings.ringS': 'Tiempo de llamada en segundos',
  'settings.ringS.hint':
    'Después suena para el siguiente agente, o vuelve al agente que la transfirió.',
  'settings.misses': 'Perdidas seguidas hasta ausente',
  'settings.misses.hint':
    'Un agente que pierde tantas pasa a ausente, con el motivo «no contestó».',
  'settings.sameAgentDays': 'Días en que un visitante vuelve al mismo agente',
  'settings.sameAgentDays.hint':
    'El agente que respondió por última vez recibe primero la conversación, si está libre. 0 lo desactiva.',
  'settings.first': 'A quién se atiende primero',
  'settings.first.text':
    'La espera más larga primero, con ventajas. Una ventaja de un paso la dan un nivel de prioridad de la competencia por encima de 3, un paso del rango de un cliente, el valor esperado completo de la visita, o un nivel de servicio que está a punto de incumplirse.',
  'settings.stepS': 'Segundos que vale un paso',
  'settings.stepS.hint': '0: quien llegó primero es el primero.',
  'settings.attribute': 'Atributo con el rango de un cliente',
  'settings.attribute.hint':
    'Debe venir de su servidor o de un token firmado. Los valores de una página se ignoran.',
  'settings.tier.values': {
    one: 'Valores que valen {n} paso',
    other: 'Valores que valen {n} pasos',
  },
  'settings.tier.example': 'oro, platino',
  'settings.fullValue': 'Valor esperado que vale un paso entero',
  'settings.fullValue.hint':
    'En su moneda: el valor de su objetivo principal por la probabilidad de que la visita lo alcance, o el carrito mientras las visitas no se puntúan. Los valores menores cuentan en proporción. Vacío: no se usa.',
  'settings.agentsTakeOver':
    'Los agentes pueden hacerse cargo de las de sus compañeros; los responsables siempre pueden',
  'settings.reasons': 'Motivos de ausencia',
  'settings.reasons.hint': 'Como Almuerzo, Formación. Sepárelos con comas.',
  hours: 'Horario',
  'hours.always': 'Siempre abierto',
  'hours.account': 'Como en la cuenta',
  'hours.own': 'En este horario',
  'hours.hint':
    'En la zona horaria de la cuenta. Mientras esté cerrado, no se ofrece ni empieza ningún chat. Los chats abiertos siguen.',
  'hours.example': '09:00-12:00, 13:00-17:00',
  'hours.wrong': 'Escriba horas como 09:00-17:30, separadas por comas',
  'hours.closed': 'Días cerrados',
  'hours.closed.hint':
    'Como 2026-12-25, separados por comas. Cerrado sea cual sea el día de la semana.',
  'hours.closed.wrong': 'Escriba días como 2026-12-25, separados por comas',
  'hours.mon': 'Lunes',
  'hours.tue': 'Martes',
  'hours.wed': 'Miércoles',
  'hours.thu': 'Jueves',
  'hours.fri': 'Viernes',
  'hours.sat': 'Sábado',
  'hours.sun': 'Domingo',
  level: 'Respondidas en, en segundos',
  'level.hint':
    'El nivel de servicio. Las conversaciones que están a punto de incumplirlo suben. Vacío: ninguno.',
  'level.share': 'Para qué porcentaje',
  'mode.automatic': 'Automáticamente',
  'mode.automatic.hint': 'Se asigna al momento al siguiente agente.',
  'mode.ring': 'Sonar, para aceptar',
  'mode.ring.hint':
    'Suena para el siguiente agente. Si la rechaza o no contesta, suena para el que sigue.',
  'mode.pick': 'Elegidas a mano',
  'mode.pick.hint': 'Espera en la lista hasta que un agente la acepta.',
  'mode.account': 'Como en la cuenta',
  mode: 'Cómo la reciben los agentes',
  same: 'El mismo agente de nuevo para un visitante que vuelve',
};

/** Of the settings of call backs, and of the list of promises. */
export const callbackSettingsEs: Words<typeof callbackSettingsEn> = {
  title: 'Llamadas prometidas',
  text: 'Los visitantes para los que nadie está libre pueden pedir que se les llame. Las horas salen de su horario y de quién suele estar.',
  on: 'Llamar a los visitantes',
  'on.hint': 'La ventana de chat lo ofrece cuando nadie está libre y antes de dejar un mensaje.',
  ways: 'Cómo se les llama',
  'ways.hint': 'El teléfono necesita un canal de teléfono que pueda llamar.',
  'ways.browser': 'En la página, con el micrófono de su navegador',
  'ways.telephone': 'Por teléfono',
  'ways.none': 'Elija al menos una forma.',
  all: 'Para todas las competencias',
  'all.hint': 'También para conversaciones sin competencia.',
  skills: 'Competencias',
  'skills.hint': 'Solo se ofrece a conversaciones con una de ellas.',
  'skills.none': 'Todavía no hay competencias.',
  aheadDays: 'Días de antelación',
  'aheadDays.hint': 'Se ofrecen horas durante tantos días, a partir de hoy.',
  perAgent: 'Promesas por agente en media hora',
  'perAgent.hint': 'Por cada agente que suele estar a esa hora.',
  tries: 'Intentos',
  'tries.hint': 'Cuántas veces se llama a quien no contesta. Después es un caso para una persona.',
  'tries.n': { one: '1 intento', other: '{n} intentos' },
  texts: 'Confirmar y recordar por SMS',
  'texts.hint': 'Si hay un canal de SMS conectado, sobre dos llamadas al día por número.',
  withdraws: {
    one: 'Con esto se retira 1 llamada prometida y se avisa al visitante.',
    other: 'Con esto se retiran {n} llamadas prometidas y se avisa a los visitantes.',
  },
  'withdraws.of':
    'De las {listed} próximas de {total} llamadas prometidas, con esto se retiran {n} y se avisa a los visitantes. También las posteriores a las que afecta.',
  waits: 'Minutos entre los intentos',
  wait: 'Tras el intento {n}',
  list: 'Qué promesas',
  'list.over': 'Terminadas',
  'list.open': 'Abiertas',
  figures: 'Los últimos {n} días',
  kept: 'a tiempo',
  late: 'demasiado tarde',
  'shown.over': 'Las {shown} más recientes de {total}',
  'shown.open': 'Las {shown} próximas de {total}',
  'more.over': 'Las {shown} más recientes de {total} o más',
  'more.open': 'Las {shown} próximas de {total} o más',
  'none.over': 'Todavía no ha terminado ninguna',
  'none.open': 'Nadie espera una llamada',
  'none.text': 'Los visitantes la piden cuando nadie está libre o fuera de horario.',
  'column.when': 'Prometida para',
  'column.outcome': 'Resultado',
  'column.tries': 'Intentos',
  'column.way': 'Forma',
  'column.skill': 'Competencia',
};
