// German words of Home for managers: the last seven days, running campaigns, and the value proved.
import type { overviewEn } from '../../en/management/overview.ts';
import type { Words } from '../../language.ts';

export const overviewDe: Words<typeof overviewEn> = {
  'week.title': 'Letzte 7 Tage',
  'week.beside': 'Die Striche zeigen die 7 Tage davor',
  'week.visits': 'Besuche',
  'week.orders': 'Bestellungen',
  'week.orders.many': { one: '{n} Bestellung', other: '{n} Bestellungen' },
  'week.talks': 'Gespräche',
  'week.firstAnswer': 'Erste Antwort, Median',
  'week.before': { one: '{n} in der Woche davor', other: '{n} in der Woche davor' },
  'week.before.time': '{time} in der Woche davor',
  'week.before.none': 'Keine Antwort in der Woche davor',
  'week.slower': '{time} langsamer',
  'week.faster': '{time} schneller',
  'week.chart': '{name} nach Tag, ältester zuerst: {now}. In der Woche davor: {before}.',
  'running.title': 'Laufende Kampagnen',
  'running.of': '{n} von {all}',
  'running.all': 'Alle Kampagnen',
  'running.none': 'Keine Kampagne läuft.',
  'running.first': 'Noch keine Kampagne. Die erste braucht einen Moment und ein paar Worte.',
  'running.unproved': 'nicht bewiesen',
  'proved.title': 'Bisher bewiesener Wert',
  'proved.never': 'Noch nichts. Eine Kampagne mit Kontrollgruppe beweist, was sie bringt.',
  'proved.none': {
    one: 'Noch ist nichts bewiesen. Das Intervall von {n} Zeitraum enthält noch die Null.',
    other: 'Noch ist nichts bewiesen. Die Intervalle von {n} Zeiträumen enthalten noch die Null.',
  },
  'proved.times': 'Mal {name}',
  'proved.between': 'Zwischen {lower} und {upper}.',
  'proved.from': {
    one: 'Aus {n} Kampagne, seit {date}.',
    other: 'Aus {n} Kampagnen, seit {date}.',
  },
  'proved.note':
    'Nur 95-%-Intervalle ohne Null zählen. Ihre Enden werden summiert. Ziele werden nie addiert.',
};
