// Spanish words of Home for managers: the last seven days, running campaigns, and the value proved.
import type { overviewEn } from '../../en/management/overview.ts';
import type { Words } from '../../language.ts';

export const overviewEs: Words<typeof overviewEn> = {
  'week.title': 'Últimos 7 días',
  'week.beside': 'Las líneas muestran los 7 días anteriores',
  'week.visits': 'Visitas',
  'week.orders': 'Pedidos',
  'week.orders.many': { one: '{n} pedido', other: '{n} pedidos' },
  'week.talks': 'Conversaciones',
  'week.firstAnswer': 'Primera respuesta, mediana',
  'week.before': { one: '{n} la semana anterior', other: '{n} la semana anterior' },
  'week.before.time': '{time} la semana anterior',
  'week.before.none': 'Ninguna respuesta la semana anterior',
  'week.slower': '{time} más lenta',
  'week.faster': '{time} más rápida',
  'week.chart': '{name} por día, el más antiguo primero: {now}. La semana anterior: {before}.',
  'running.title': 'Campañas activas',
  'running.of': '{n} de {all}',
  'running.all': 'Todas las campañas',
  'running.none': 'Ninguna campaña está activa.',
  'running.first': 'Todavía no hay campañas. La primera necesita un momento y unas palabras.',
  'running.unproved': 'no demostrado',
  'proved.title': 'Valor demostrado hasta ahora',
  'proved.never': 'Todavía nada. Una campaña con grupo de control demuestra lo que aporta.',
  'proved.none': {
    one: 'Todavía no hay nada demostrado. El intervalo de {n} periodo aún incluye el cero.',
    other: 'Todavía no hay nada demostrado. Los intervalos de {n} periodos aún incluyen el cero.',
  },
  'proved.times': 'veces {name}',
  'proved.between': 'Entre {lower} y {upper}.',
  'proved.from': {
    one: 'De {n} campaña, desde el {date}.',
    other: 'De {n} campañas, desde el {date}.',
  },
  'proved.note':
    'Solo cuentan los intervalos del 95 % sin el cero. Se suman sus extremos. Los objetivos nunca se suman.',
};
