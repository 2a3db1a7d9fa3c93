// German words of a rehearsal: what the draft would have done over the stored visits.
import type { campaignRehearsalEn } from '../../en/management/campaign-rehearsal.ts';
import type { Words } from '../../language.ts';

export const campaignRehearsalDe: Words<typeof campaignRehearsalEn> = {
  'rehearsal.title': 'Probelauf',
  'rehearsal.waiting': 'Wartet, bis er an der Reihe ist',
  'rehearsal.running': 'Die letzten 30 Tage werden durchgesehen',
  'rehearsal.running.part': 'Die letzten 30 Tage werden durchgesehen: {part}',
  'rehearsal.stale': 'Vom vorherigen Entwurf',
  'rehearsal.stop': 'Anhalten',
  'rehearsal.again': 'Probelauf',
  'rehearsal.span': '{from} bis jetzt',
  'rehearsal.span.past': '{from} bis {until}',
  'rehearsal.empty.title': 'Noch sind keine Besuche gespeichert',
  'rehearsal.empty.text':
    'Sobald es welche gibt, zeigt dies, wie viele davon der Entwurf erreicht hätte, wann im Besuch, und was diese Besucher danach taten. Sie können einen Clickstream, das Protokoll eines Webservers oder Segment-Aufrufe importieren:',
  'rehearsal.empty.command': 'npm run import -- DATEI --key sk_…',
  'rehearsal.failed':
    'Die gespeicherten Besuche konnten nicht gelesen werden. Ihr Entwurf ist sicher.',
  'rehearsal.stopped': 'Angehalten, bevor es eine Antwort gab.',
  'rehearsal.big': {
    one: '{eligible} von {n} Besuch hätte sich qualifiziert',
    other: '{eligible} von {n} Besuchen hätten sich qualifiziert',
  },
  'rehearsal.big.about': 'Etwa {eligible} von {n} Besuchen hätten sich qualifiziert',
  'rehearsal.none': {
    one: 'Der {n} Besuch jener Zeit hätte sich nicht qualifiziert',
    other: 'Keiner von {n} Besuchen hätte sich qualifiziert',
  },
  'rehearsal.none.sample': {
    one: 'Der {n} durchgesehene Besuch hätte sich nicht qualifiziert',
    other: 'Keiner von {n} durchgesehenen Besuchen hätte sich qualifiziert',
  },
  'rehearsal.range':
    'Zwischen {low} und {high} mit 95 % Sicherheit, aus zufälligen {share} der Besucher.',
  'rehearsal.range.growing':
    'Zwischen {low} und {high} mit 95 % Sicherheit, bisher aus zufälligen {share} der Besucher.',
  'rehearsal.interval': '{low} bis {high}',
  'rehearsal.share':
    '{share} der Besuche, {perDay} Besucher am Tag; die Hälfte davon vor {median}.',
  'rehearsal.audience': {
    one: '{n} Besucher in der Zielgruppe, {perDay} am Tag, in {visits} Besuchen. Alle in der Zielgruppe zählen.',
    other:
      '{n} Besucher in der Zielgruppe, {perDay} am Tag, in {visits} Besuchen. Alle in der Zielgruppe zählen.',
  },
  'rehearsal.none.text':
    'Zielgruppe und Moment trafen nie zusammen zu, oder Obergrenzen, der Zeitplan oder fehlende Agenten verhinderten es.',
  'rehearsal.view': 'Was gezeigt wird',
  'rehearsal.when': 'Wann',
  'rehearsal.where': 'Wo',
  'rehearsal.days': 'Nach Tag',
  'rehearsal.table': 'Als Tabelle',
  'rehearsal.chart': 'Als Diagramm',
  'rehearsal.when.title': 'Qualifizierte Besuche nach Minuten im Besuch',
  'rehearsal.when.label':
    'Qualifizierte Besuche nach Minuten im Besuch; die meisten, {share}, in Minute {minute}',
  'rehearsal.when.axis': 'Minuten im Besuch',
  'rehearsal.when.minute': 'Minute',
  'rehearsal.minute.range': '{from} bis {until}',
  'rehearsal.minute.later': '{from} und später',
  'rehearsal.where.title': 'Wo qualifizierte Besuche in dem Moment waren',
  'rehearsal.where.sections': 'Bereiche',
  'rehearsal.where.pages': 'Seiten',
  'rehearsal.where.name': 'Seite oder Bereich',
  'rehearsal.days.title': 'Qualifizierte Besucher nach Tag',
  'rehearsal.days.label':
    'Qualifizierte Besucher nach Tag, {from} bis {until}; höchstens {most} am Tag',
  'rehearsal.days.day': 'Tag',
  'rehearsal.column.visits': 'Besuche',
  'rehearsal.column.eligible': 'Qualifizierte Besuche',
  'rehearsal.column.visitors': 'Qualifizierte Besucher',
  'rehearsal.column.share': 'Anteil',
  'rehearsal.after.title': 'Was sie dann taten',
  'rehearsal.after.what': 'Was',
  'rehearsal.after.eligible': 'Qualifiziert',
  'rehearsal.after.all': 'Alle',
  'rehearsal.after.visitors': 'Besucher, Fenster vorbei',
  'rehearsal.after.rate': 'Erreichten {goal}',
  'rehearsal.after.value': 'Wert je Besucher',
  'rehearsal.after.window.visit': 'Im selben Besuch, ohne diese Kampagne.',
  'rehearsal.after.window.duration': 'Innerhalb von {window}, ohne diese Kampagne.',
  'rehearsal.after.note': 'Das ist kein Effekt: Andere Kampagnen können sie beeinflusst haben.',
  'rehearsal.after.pending': {
    one: '{n} Besucher, dessen Fenster noch offen ist, ist nicht dabei.',
    other: '{n} Besucher, deren Fenster noch offen ist, sind nicht dabei.',
  },
  'rehearsal.after.noGoal': 'Wählen Sie ein Ziel, um zu sehen, was sie dann taten.',
  'rehearsal.after.noneClosed': 'Noch ist niemandes Fenster für {goal} vorbei.',
  'rehearsal.days.window': { one: '{n} Tag', other: '{n} Tagen' },
  'rehearsal.hours.window': { one: '{n} Stunde', other: '{n} Stunden' },
  'rehearsal.minutes.window': { one: '{n} Minute', other: '{n} Minuten' },
  'rehearsal.note.cut':
    'Zwei Minuten reichten nicht für alle Besucher. Die Zahlen sind auf alle hochgerechnet.',
  'rehearsal.note.offers':
    '{live} mit einem freien Agenten, {fallback} mit dem, was stattdessen gezeigt wird.',
  'rehearsal.note.assumed':
    'Keine Aufzeichnung über Agenten. Es wird angenommen, dass jemand frei war.',
  'rehearsal.note.partly':
    'Vor der ersten Aufzeichnung über Agenten wird angenommen, dass jemand frei war.',
  'rehearsal.note.data': 'Gespeicherte Besuche reichen bis {date} zurück.',

  'plan.rehearsed': 'Aus dem Probelauf',
  'plan.basis.rehearsed':
    '{perDay} Besucher am Tag erreichen den Moment; {rate} davon erreichen das Ziel ohne die Kampagne.',
  'plan.basis.rehearsed.noRate':
    '{perDay} Besucher am Tag erreichen den Moment. Angenommen wird, dass {rate} davon das Ziel erreichen: Zu wenige Fenster sind vorbei.',
  'reach.rehearsed': { one: 'über {n} Tag geprobt', other: 'über {n} Tage geprobt' },
};
