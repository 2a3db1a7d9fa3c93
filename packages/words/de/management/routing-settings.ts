// German words of the account's routing rules, as managers set them.

import type {
  callbackSettingsEn,
  routingSettingsEn,
} from '../../en/management/routing-settings.ts';
import type { Words } from '../../language.ts';

export const routingSettingsDe: Words<typeof routingSettingsEn> = {
  'settings.title': 'Verteilung',
  'settings.text':
    'Wie Gespräche Ihre Agenten erreichen. Jede Fähigkeit kann unter Fähigkeiten eigene Regeln haben.',
  'settings.mode': 'Wie Agenten wartende Gespräche bekommen',
  'settings.ringS': 'Klingelzeit in Sekunden',
  'settings.ringS.hint':
    'Dann klingelt es beim nächsten Agenten, oder es geht zurück an den, der übergeben hat.',
  'settings.misses': 'Verpasste hintereinander bis abwesend',
  'settings.misses.hint':
    'Ein Agent, der so viele verpasst, wird auf abwesend gesetzt, mit dem Grund „hat nicht reagiert“.',
  'settings.sameAgentDays': 'Tage, an denen ein Besucher wieder zum selben Agenten kommt',
  'settings.sameAgentDays.hint':
    'Der Agent, der zuletzt antwortete, bekommt das Gespräch zuerst, wenn er frei ist. 0 schaltet das ab.',
  'settings.first': 'Wer zuerst bedient wird',
  'settings.first.text':
    'Die längste Wartezeit zuerst, mit Vorsprüngen. Einen Vorsprung von einer Stufe geben eine Prioritätsstufe der Fähigkeit über 3, eine Stufe des Kundenrangs, der volle erwartete Wert des Besuchs und ein Servicelevel, der bald verfehlt wird.',
  'settings.stepS': 'Sekunden, die eine Stufe wert ist',
  'settings.stepS.hint': '0: Wer zuerst kommt, ist zuerst dran.',
  'settings.attribute': 'Attribut mit dem Rang eines Kunden',
  'settings.attribute.hint':
    'Muss von Ihrem Server oder einem signierten Token kommen. Werte von einer Seite werden ignoriert.',
  'settings.tier.values': {
    one: 'Werte, die {n} Stufe wert sind',
    other: 'Werte, die {n} Stufen wert sind',
  },
  'settings.tier.example': 'Gold, Platin',
  'settings.fullValue': 'Erwarteter Wert, der eine ganze Stufe wert ist',
  'settings.fullValue.hint':
    'In Ihrer Währung: der Wert Ihres Hauptziels mal die Chance des Besuchs, es zu erreichen, oder der Warenkorb, solange Besuche nicht bewertet werden. Kleinere Werte zählen anteilig. Leer: wird nicht verwendet.',
  'settings.agentsTakeOver': 'Agenten dürfen von Kollegen übernehmen; Manager dürfen es immer',
  'settings.reasons': 'Gründe für Abwesenheit',
  'settings.reasons.hint': 'Etwa Mittagspause, Schulung. Trennen Sie sie mit Kommas.',
  hours: 'Zeiten',
  'hours.always': 'Immer geöffnet',
  'hours.account': 'Wie im Konto festgelegt',
  'hours.own': 'Zu diesen Zeiten',
  'hours.hint':
    'In der Zeitzone des Kontos. Solange geschlossen ist, wird kein Chat angeboten oder begonnen. Offene Chats gehen weiter.',
  'hours.example': '09:00-12:00, 13:00-17:00',
  'hours.wrong': 'Schreiben Sie Zeiten wie 09:00-17:30, durch Kommas getrennt',
  'hours.closed': 'Geschlossene Tage',
  'hours.closed.hint': 'Etwa 2026-12-25, durch Kommas getrennt. An jedem Wochentag geschlossen.',
  'hours.closed.wrong': 'Schreiben Sie Tage wie 2026-12-25, durch Kommas getrennt',
  'hours.mon': 'Montag',
  'hours.tue': 'Dienstag',
  'hours.wed': 'Mittwoch',
  'hours.thu': 'Donnerstag',
  'hours.fri': 'Freitag',
  'hours.sat': 'Samstag',
  'hours.sun': 'Sonntag',
  level: 'Beantwortet innerhalb von, in Sekunden',
  'level.hint': 'Der Servicelevel. Gespräche, die ihn bald verfehlen, rücken auf. Leer: keiner.',
  'level.share': 'Für wie viel Prozent',
  'mode.automatic': 'Automatisch',
  'mode.automatic.hint': 'Sofort dem nächsten Agenten zugeteilt.',
  'mode.ring': 'Klingeln und annehmen',
  'mode.ring.hint':
    'Klingelt beim nächsten Agenten. Lehnt er ab oder antwortet nicht, klingelt es beim übernächsten.',
  'mode.pick': 'Von Hand genommen',
  'mode.pick.hint': 'Wartet in der Liste, bis ein Agent es annimmt.',
  'mode.account': 'Wie im Konto festgelegt',
  mode: 'Wie Agenten es bekommen',
  same: 'Wieder derselbe Agent für einen Besucher, der zurückkommt',
};

/** Of the settings of call backs, and of the list of promises. */
export const callbackSettingsDe: Words<typeof callbackSettingsEn> = {
  title: 'Rückrufe',
  text: 'Besucher, für die niemand frei ist, können um einen Rückruf bitten. Die Zeiten folgen aus Ihren Öffnungszeiten und daraus, wer sonst da ist.',
  on: 'Besucher zurückrufen',
  'on.hint':
    'Das Chatfenster bietet es dann an, wo niemand frei ist und bevor eine Nachricht hinterlassen wird.',
  ways: 'Wie Besucher erreicht werden',
  'ways.hint': 'Ein Telefon braucht einen Telefonkanal, der anrufen darf.',
  'ways.browser': 'In der Seite, mit dem Mikrofon ihres Browsers',
  'ways.telephone': 'Per Telefon',
  'ways.none': 'Wählen Sie mindestens einen Weg.',
  all: 'Für alle Fähigkeiten',
  'all.hint': 'Auch für Unterhaltungen ohne Fähigkeit.',
  skills: 'Fähigkeiten',
  'skills.hint': 'Nur Unterhaltungen mit einer davon wird ein Rückruf angeboten.',
  'skills.none': 'Es gibt noch keine Fähigkeiten.',
  aheadDays: 'Tage im Voraus',
  'aheadDays.hint': 'So viele Tage lang, ab heute, werden Zeiten angeboten.',
  perAgent: 'Zusagen je Agent in einer halben Stunde',
  'perAgent.hint': 'Für jeden Agenten, der zu dieser Zeit sonst da ist.',
  tries: 'Versuche',
  'tries.hint':
    'Wie oft jemand angerufen wird, der nicht erreicht wird. Danach ist es ein Fall für einen Menschen.',
  'tries.n': { one: '1 Versuch', other: '{n} Versuche' },
  texts: 'Per SMS bestätigen und erinnern',
  'texts.hint': 'Wenn ein Kanal für SMS verbunden ist, zu zwei Rückrufen am Tag je Nummer.',
  withdraws: {
    one: 'Dadurch wird 1 versprochener Rückruf zurückgezogen, und der Besucher erfährt es.',
    other: 'Dadurch werden {n} versprochene Rückrufe zurückgezogen, und die Besucher erfahren es.',
  },
  'withdraws.of':
    'Von den nächsten {listed} der {total} versprochenen Rückrufe werden dadurch {n} zurückgezogen, und die Besucher erfahren es. Spätere, auf die es zutrifft, ebenso.',
  waits: 'Minuten zwischen den Versuchen',
  wait: 'Nach Versuch {n}',
  list: 'Welche Zusagen',
  'list.over': 'Vorbei',
  'list.open': 'Offen',
  figures: 'Die letzten {n} Tage',
  kept: 'pünktlich',
  late: 'zu spät',
  'shown.over': 'Die neuesten {shown} von {total}',
  'shown.open': 'Die nächsten {shown} von {total}',
  'more.over': 'Die neuesten {shown} von {total} oder mehr',
  'more.open': 'Die nächsten {shown} von {total} oder mehr',
  'none.over': 'Noch kein Rückruf ist vorbei',
  'none.open': 'Niemand wartet auf einen Rückruf',
  'none.text': 'Besucher bitten darum, wo niemand frei ist oder außerhalb Ihrer Zeiten.',
  'column.when': 'Zugesagt für',
  'column.outcome': 'Ergebnis',
  'column.tries': 'Versuche',
  'column.way': 'Weg',
  'column.skill': 'Fähigkeit',
};
