// The words of the account's rules of routing in German, as managers set them.

import type { routingSettingsEn } from '../../en/management/routing-settings.ts';
import type { Words } from '../../language.ts';

export const routingSettingsDe: Words<typeof routingSettingsEn> = {
  'settings.title': 'Verteilung',
  'settings.text':
    'Wie Gespräche Ihre Agenten erreichen. Eine Fähigkeit kann unter Fähigkeiten für ihre eigenen etwas anderes sagen.',
  'settings.mode': 'Wie Agenten bekommen, was wartet',
  'settings.ringS': 'Sekunden, die es klingelt',
  'settings.ringS.hint': 'Dann geht es an den nächsten Agenten oder zurück an den, der übergibt.',
  'settings.misses': 'Unbeantwortet hintereinander bis abwesend',
  'settings.misses.hint':
    'Wer so viele unbeantwortet lässt, wird auf abwesend gesetzt, mit „hat nicht reagiert“ als Grund.',
  'settings.sameAgentDays': 'Tage, an denen ein Besucher wieder zum selben Agenten kommt',
  'settings.sameAgentDays.hint':
    'Wer zuletzt antwortete, bekommt ihn zuerst, solange frei. 0: niemand.',
  'settings.first': 'Wer zuerst bedient wird',
  'settings.first.text':
    'Längste Wartezeit zuerst, Vorsprünge eingerechnet. Eine Stufe ist eine Prioritätsstufe der Fähigkeit über 3, eine Stufe des Kundenrangs, der volle erwartete Wert des Besuchs oder das drohende Verfehlen des Servicelevels der Fähigkeit.',
  'settings.stepS': 'Sekunden, die eine Stufe wert ist',
  'settings.stepS.hint': '0: Wer zuerst kam, ist zuerst dran.',
  'settings.attribute': 'Attribut, das den Rang eines Kunden nennt',
  'settings.attribute.hint':
    'Wie Ihr Server oder ein signiertes Token es nennt; was eine Seite behauptet, zählt nicht.',
  'settings.tier.values': {
    one: 'Werte, die {n} Stufe wert sind',
    other: 'Werte, die {n} Stufen wert sind',
  },
  'settings.tier.example': 'Gold, Platin',
  'settings.fullValue': 'Erwarteter Wert, der eine ganze Stufe wert ist',
  'settings.fullValue.hint':
    'In Ihrer Währung: der Wert Ihres Hauptziels mal der Chance des Besuchs, es zu erreichen; der Warenkorb, solange Besuche nicht bewertet werden. Kleinere sind ihren Anteil wert. Leer: Er zählt nicht.',
  'settings.agentsTakeOver': 'Agenten dürfen von Kollegen übernehmen; Manager dürfen es immer',
  'settings.reasons': 'Gründe für Abwesenheit',
  'settings.reasons.hint': 'Etwa Mittagspause, Schulung, mit Kommas dazwischen.',
  hours: 'Zeiten',
  'hours.always': 'Immer geöffnet',
  'hours.account': 'Wie im Konto festgelegt',
  'hours.own': 'Zu diesen Zeiten',
  'hours.hint':
    'In der Zeitzone des Kontos. Solange geschlossen ist, wird kein Chat angeboten und keiner beginnt; laufende gehen weiter.',
  'hours.example': '09:00-12:00, 13:00-17:00',
  'hours.wrong': 'Schreiben Sie Zeitspannen wie 09:00-17:30, mit Kommas dazwischen',
  'hours.closed': 'Geschlossene Tage',
  'hours.closed.hint':
    'Etwa 2026-12-25, mit Kommas dazwischen. An ihnen ist geschlossen, gleich an welchem Wochentag.',
  'hours.closed.wrong': 'Schreiben Sie Tage wie 2026-12-25, mit Kommas dazwischen',
  'hours.mon': 'Montag',
  'hours.tue': 'Dienstag',
  'hours.wed': 'Mittwoch',
  'hours.thu': 'Donnerstag',
  'hours.fri': 'Freitag',
  'hours.sat': 'Samstag',
  'hours.sun': 'Sonntag',
  level: 'Beantwortet innerhalb von, in Sekunden',
  'level.hint': 'Der Servicelevel. Wer ihn zu verfehlen droht, rückt auf. Leer: keiner.',
  'level.share': 'Wie viele von hundert',
  'mode.automatic': 'Automatisch',
  'mode.automatic.hint': 'Sofort an den Agenten, der an der Reihe ist.',
  'mode.ring': 'Klingeln und annehmen',
  'mode.ring.hint':
    'Es klingelt bei dem Agenten, der an der Reihe ist; abgelehnt oder nicht beantwortet, beim nächsten.',
  'mode.pick': 'Von Hand genommen',
  'mode.pick.hint': 'Es wartet in der Liste, bis jemand es annimmt.',
  'mode.account': 'Wie im Konto festgelegt',
  mode: 'Wie Agenten es bekommen',
  same: 'Wieder derselbe Agent für einen Besucher, der zurückkommt',
};
