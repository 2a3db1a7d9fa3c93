// Spanish words of the time before an agent answers: the expected wait, forms before the chat, and
// cases.
import type { beforeEn } from '../../en/desk/before.ts';
import type { Words } from '../../language.ts';

export const beforeEs: Words<typeof beforeEn> = {
  'wait.minutes': { one: 'cerca de 1 min', other: 'cerca de {n} min' },
  'wait.hour': 'una hora o más',
  'wait.new': 'Los visitantes nuevos esperan {wait}',
  'wait.ofSkill': '{skill}: {wait}',
  'wait.hint':
    'Estimado según la cola, los agentes que pueden atender y lo que duraron los últimos chats.',

  'before.title': 'Antes del chat',
  'before.says': 'Antes del chat se pregunta:',
  'before.button': 'Antes del chat se pregunta:',
  'before.nothing': 'nada',
  'before.count': { one: '{n} pregunta', other: '{n} preguntas' },
  'before.open': '{words}: cambiar lo que se pregunta antes del chat',
  'before.hint':
    'Se pregunta en la ventana antes de que empiece el chat, o con el mensaje si no hay nadie libre. Las respuestas abren la conversación y pueden elegir su competencia.',
  'before.text': 'Texto encima, opcional',
  'before.field': 'Campo {n}',
  'before.add': 'Añadir un campo',
  'before.question': 'Pedir la pregunta debajo de los campos',
  'before.when': 'Se muestra',
  'before.when.always': 'Siempre',
  'before.when.is': 'Si «{field}» es {value}',
  'before.when.yes': 'marcado',
  'before.when.no': 'no marcado',
  'before.fact': 'Se rellena con',
  'before.fact.none': 'Nada',
  'before.fact.name': 'El nombre del visitante',
  'before.fact.email': 'El correo del visitante',
  'before.fact.order': 'Su último pedido',
  'before.fact.page': 'La página en la que está',
  'before.into': 'Va al campo',
  'before.into.none': 'Ninguno, solo al chat',
  'before.skill': '{option} requiere',
  'before.skill.none': 'Ninguna competencia',
  'before.preview': 'Como lo ve el visitante. Pruébelo aquí',
  'before.wrong': {
    one: 'Falta {n} punto por completar',
    other: 'Faltan {n} puntos por completar',
  },
  'before.remove': 'No preguntar nada',
  'before.save': 'Usar este formulario',

  'case.label': 'Caso',
  'case.open': 'Abierto',
  'case.answered': 'Respondido',
  'case.closed': 'Cerrado',
  'case.agent': 'A cargo de',
  'case.nobody': 'Nadie',
  'case.close': 'Cerrar el caso',
  'case.reopen': 'Abrirlo de nuevo',
  'case.noMail': 'No hay servidor de correo configurado, así que no se pueden enviar respuestas.',
  'case.noMail.open': 'Configurar el correo',
  'case.noMail.ask': 'Su administrador lo configura.',
  'case.not-mailed': 'El servidor de correo no aceptó la respuesta de {by}, así que no se envió',
};
