// Spanish words of a rehearsal: what the draft would have done over the stored visits.
import type { campaignRehearsalEn } from '../../en/management/campaign-rehearsal.ts';
import type { Words } from '../../language.ts';

export const campaignRehearsalEs: Words<typeof campaignRehearsalEn> = {
  'rehearsal.title': 'Ensayo',
  'rehearsal.waiting': 'Espera su turno',
  'rehearsal.running': 'Mirando los últimos 30 días',
  'rehearsal.running.part': 'Mirando los últimos 30 días: {part}',
  'rehearsal.stale': 'Del borrador anterior',
  'rehearsal.stop': 'Detener',
  'rehearsal.again': 'Ensayar',
  'rehearsal.span': '{from} hasta ahora',
  'rehearsal.span.past': '{from} a {until}',
  'rehearsal.empty.title': 'Aún no hay visitas guardadas',
  'rehearsal.empty.text':
    'En cuanto haya algunas, esto muestra a cuántas habría llegado el borrador, cuándo en la visita y qué hicieron después esos visitantes. Puede importar un clickstream, el registro de un servidor web o llamadas de Segment:',
  'rehearsal.empty.command': 'npm run import -- ARCHIVO --key sk_…',
  'rehearsal.failed': 'No se pudieron leer las visitas guardadas. Su borrador está a salvo.',
  'rehearsal.stopped': 'Se detuvo antes de tener respuesta.',
  'rehearsal.big': {
    one: '{eligible} de {n} visita habría sido elegible',
    other: '{eligible} de {n} visitas habrían sido elegibles',
  },
  'rehearsal.big.about': 'Unas {eligible} de {n} visitas habrían sido elegibles',
  'rehearsal.none': {
    one: 'La {n} visita de ese tiempo no habría sido elegible',
    other: 'Ninguna de {n} visitas habría sido elegible',
  },
  'rehearsal.none.sample': {
    one: 'La {n} visita mirada no habría sido elegible',
    other: 'Ninguna de {n} visitas miradas habría sido elegible',
  },
  'rehearsal.range':
    'Entre {low} y {high} con un 95 % de confianza, según {share} de los visitantes, elegidos al azar.',
  'rehearsal.range.growing':
    'Entre {low} y {high} con un 95 % de confianza, según {share} de los visitantes hasta ahora, elegidos al azar.',
  'rehearsal.interval': '{low} a {high}',
  'rehearsal.share':
    '{share} de las visitas, {perDay} visitantes al día; la mitad antes de {median}.',
  'rehearsal.audience': {
    one: '{n} visitante en la audiencia, {perDay} al día, en {visits} visitas. Cuentan todos los de la audiencia.',
    other:
      '{n} visitantes en la audiencia, {perDay} al día, en {visits} visitas. Cuentan todos los de la audiencia.',
  },
  'rehearsal.none.text':
    'Audiencia y momento nunca se cumplieron a la vez, o los límites, el calendario o la falta de agentes lo impidieron.',
  'rehearsal.view': 'Qué se muestra',
  'rehearsal.when': 'Cuándo',
  'rehearsal.where': 'Dónde',
  'rehearsal.days': 'Por día',
  'rehearsal.table': 'Como tabla',
  'rehearsal.chart': 'Como gráfico',
  'rehearsal.when.title': 'Visitas elegibles por minutos de visita',
  'rehearsal.when.label':
    'Visitas elegibles por minutos de visita; la mayoría, {share}, en el minuto {minute}',
  'rehearsal.when.axis': 'minutos de visita',
  'rehearsal.when.minute': 'Minuto',
  'rehearsal.minute.range': '{from} a {until}',
  'rehearsal.minute.later': '{from} y después',
  'rehearsal.where.title': 'Dónde estaban las visitas elegibles en ese momento',
  'rehearsal.where.sections': 'Secciones',
  'rehearsal.where.pages': 'Páginas',
  'rehearsal.where.name': 'Página o sección',
  'rehearsal.days.title': 'Visitantes elegibles por día',
  'rehearsal.days.label':
    'Visitantes elegibles por día, {from} a {until}; como máximo {most} al día',
  'rehearsal.days.day': 'Día',
  'rehearsal.column.visits': 'Visitas',
  'rehearsal.column.eligible': 'Visitas elegibles',
  'rehearsal.column.visitors': 'Visitantes elegibles',
  'rehearsal.column.share': 'Proporción',
  'rehearsal.after.title': 'Qué hicieron después',
  'rehearsal.after.what': 'Qué',
  'rehearsal.after.eligible': 'Elegibles',
  'rehearsal.after.all': 'Todos',
  'rehearsal.after.visitors': 'Visitantes, ventana terminada',
  'rehearsal.after.rate': 'Alcanzaron {goal}',
  'rehearsal.after.value': 'Valor por visitante',
  'rehearsal.after.window.visit': 'En la misma visita, sin esta campaña.',
  'rehearsal.after.window.duration': 'En {window}, sin esta campaña.',
  'rehearsal.after.note': 'No es un efecto: otras campañas pueden haber influido en ellos.',
  'rehearsal.after.pending': {
    one: 'Se omite {n} visitante cuya ventana sigue abierta.',
    other: 'Se omiten {n} visitantes cuya ventana sigue abierta.',
  },
  'rehearsal.after.noGoal': 'Elija un objetivo para ver qué hicieron después.',
  'rehearsal.after.noneClosed': 'Aún no ha terminado la ventana de nadie para {goal}.',
  'rehearsal.days.window': { one: '{n} día', other: '{n} días' },
  'rehearsal.hours.window': { one: '{n} hora', other: '{n} horas' },
  'rehearsal.minutes.window': { one: '{n} minuto', other: '{n} minutos' },
  'rehearsal.note.cut':
    'Dos minutos no bastaron para todos los visitantes. Los recuentos se extrapolan a todos.',
  'rehearsal.note.offers':
    '{live} con un agente libre, {fallback} con lo que se muestra en su lugar.',
  'rehearsal.note.assumed': 'Sin registro de agentes. Se supone que alguien estaba libre.',
  'rehearsal.note.partly':
    'Antes del primer registro de agentes se supone que alguien estaba libre.',
  'rehearsal.note.data': 'Las visitas guardadas llegan hasta el {date}.',

  'plan.rehearsed': 'Del ensayo',
  'plan.basis.rehearsed':
    '{perDay} visitantes al día llegan al momento; {rate} de ellos alcanza el objetivo sin la campaña.',
  'plan.basis.rehearsed.noRate':
    '{perDay} visitantes al día llegan al momento. Supone que {rate} de ellos alcanza el objetivo: han terminado muy pocas ventanas.',
  'reach.rehearsed': { one: 'ensayado con {n} día', other: 'ensayado con {n} días' },
};
