// The words of results in German: the index, one campaign's period, the site's funnel, the holdout
// and the definitions. `withheld.…` says why there is no interval.
import type { resultsEn } from '../console-results-en.ts';
import type { Words } from '../language.ts';
import { resultsLearntDe } from './console-results-learnt.ts';
import { resultsOptimiseDe } from './console-results-optimise.ts';

export const resultsDe: Words<typeof resultsEn> = {
  back: 'Ergebnisse',
  tabs: 'Ergebnisse',
  'tab.campaigns': 'Kampagnen',
  'tab.funnel': 'Trichter der Website',
  'tab.intent': 'Absicht',
  'tab.holdout': 'Rückhaltegruppe',
  'tab.definitions': 'Definitionen',

  'index.caption': 'Ergebnisse aller Kampagnen',
  'index.column.gain': 'Gewinn',
  'index.column.interval': 'Intervall, Null markiert',
  'index.column.period': 'Periode',
  'index.empty.title': 'Noch keine Ergebnisse',
  'index.empty.text':
    'Sobald eine Kampagne live ist, erscheinen ihre Zahlen hier innerhalb von zwei Sekunden und ihr Effekt, wenn die ersten Fenster abgeschlossen sind.',
  'index.empty.action': 'Zu den Kampagnen',
  'index.note':
    'Jede Kampagne nach ihrem eigenen Ziel und ihrer neuesten Periode; Effekte verschiedener Ziele werden nicht addiert.',

  'period.choose': 'Periode',
  'period.number': 'Periode {n}',
  'period.span': ', {from} bis {until}',
  'period.since': ', seit {from}',
  'period.note':
    'Perioden werden nie zusammengelegt: Jede hat ihren eigenen Anteil, ihre Zielgruppe, ihren Moment, Inhalt oder ihr Ziel.',
  csv: 'CSV',
  'csv.label': 'Diese Periode als CSV herunterladen',
  edit: 'Bearbeiten',
  view: 'Ansicht',
  'view.chart': 'Diagramm',
  'view.table': 'Tabelle',
  asOf: 'Stand {time}',

  'head.conversions': 'Zusätzliche Konversionen',
  'head.value': 'Zusätzlicher Wert',
  'head.ratio': 'Stichprobenverhältnis',
  'head.pending': 'Ausstehend',
  'head.between': '{lower} bis {upper}',
  'head.between.of.treatment': {
    one: '{lower} bis {upper}, von {n} in der Behandlung',
    other: '{lower} bis {upper}, von {n} in der Behandlung',
  },
  'head.gain': 'ein Gewinn von {gain}, {lower} bis {upper}',
  'head.loss': 'gegenüber der Kontrolle {gain}, {lower} bis {upper}',
  'head.gain.withheld': 'kein Gewinn in Prozent: {reason}',
  'head.capped': 'jeder Besucher bis {cap} gezählt',
  'head.uncapped': 'Werte sind nicht begrenzt: Kein Schaden daran wird behauptet',
  'head.noValue': 'Das Ziel hatte in dieser Periode keinen Wert',
  'head.withheld': 'Noch nicht',
  'withheld.few-conversions': 'weniger als fünf Konversionen in einer Gruppe',
  'withheld.no-value': 'noch trug keine Konversion einen Wert',
  'withheld.no-control': 'noch niemand in der Kontrolle',
  'withheld.no-closed-windows': 'noch ist kein Fenster abgeschlossen',
  'withheld.sentence.few-conversions': 'Wird gezeigt, sobald in jeder Gruppe fünf konvertiert sind',
  'withheld.sentence.no-value': 'Wird gezeigt, sobald eine Konversion einen Wert trägt',
  'withheld.sentence.no-control': 'Wird gezeigt, sobald jemand in der Kontrolle ist',
  'withheld.sentence.no-closed-windows':
    'Wird gezeigt, sobald die ersten Fenster abgeschlossen sind',
  'ratio.as-planned': 'Wie geplant',
  'ratio.watch': 'Im Auge behalten',
  'ratio.alarm': 'Nicht wie geplant',
  'ratio.counts': '{counts} für {shares}',
  'ratio.arms': 'in dieser Reihenfolge: {names}',
  'ratio.none': 'noch kein abgeschlossenes Fenster',
  'ratio.evidence': 'Evidenz {evidence}, Alarm bei 1.000',
  'ratio.alarm.text':
    'Die Gruppen haben nicht die geplanten Anteile, also ist dem Effekt nicht zu trauen. Etwas behandelt die Gruppen verschieden, bevor sie gezählt werden: eine Weiterleitung, ein Cache, ein Bot-Filter.',
  'pending.visitors': { one: '{n} Besucher', other: '{n} Besucher' },
  'pending.none': 'Niemand',
  'pending.text': 'Fenster offen, nicht im Effekt',
  'pending.none.text': 'jedes Fenster ist abgeschlossen',
  'pending.nobody': 'noch niemand war qualifiziert',
  'pending.last': 'das letzte schließt {date}',

  'harm.title': 'Nachgewiesener Schaden',
  'harm.rate':
    'Nachgewiesener Schaden: {arm} erreicht das Ziel seltener als die Kontrolle, um {estimate} Punkte ({lower} bis {upper}). Pausieren oder ändern Sie sie.',
  'harm.value':
    'Nachgewiesener Schaden: {arm} bringt weniger Wert als die Kontrolle, um {estimate} je Besucher ({lower} bis {upper}). Pausieren oder ändern Sie sie.',
  'harm.leaving':
    'Nachgewiesener Schaden am Besuch: {arm} vertreibt mehr Besucher sofort als die Kontrolle, um {estimate} Punkte ({lower} bis {upper}). Pausieren oder ändern Sie sie.',
  'harm.arm.treatment': 'Behandlung',
  'harm.arm.always': 'Immer',
  'harm.arm.optimise': 'Optimieren',
  'stop.rate':
    'Sie pausierte sich am {date} selbst: {arm} erreichte das Ziel seltener als die Kontrolle, um {estimate} Punkte ({lower} bis {upper}; {treatment} Besucher in {arm}, {control} in Kontrolle).',
  'stop.value':
    'Sie pausierte sich am {date} selbst: {arm} brachte weniger Wert als die Kontrolle, um {estimate} je Besucher ({lower} bis {upper}; {treatment} Besucher in {arm}, {control} in Kontrolle).',
  'stop.leaving':
    'Sie pausierte sich am {date} selbst: {arm} vertrieb mehr Besucher sofort als die Kontrolle, um {estimate} Punkte ({lower} bis {upper}; {treatment} Besucher in {arm}, {control} in Kontrolle).',
  'guard.label': 'Bei nachgewiesenem Schaden sich selbst pausieren',
  'guard.hint':
    'Einmal je Minute geprüft, über abgeschlossene Fenster: weniger Konversionen als die Kontrolle oder, wo Werte begrenzt sind, weniger Wert. Einmal je Periode; wer fortsetzt, entscheidet.',
  'guard.leaving.label': 'Sich selbst pausieren, wenn sie Besucher vertreibt',
  'guard.leaving.hint':
    'Wenn nachgewiesen ist, dass mehr Besucher sofort gehen als in der Kontrolle, was immer sie für das Ziel bewirkt.',

  'leaving.title': 'Sofort gegangen',
  'leaving.note': {
    one: 'innerhalb von {seconds} s nach der Entscheidung, {n} Besucher noch nicht bekannt',
    other: 'innerhalb von {seconds} s nach der Entscheidung, {n} Besucher noch nicht bekannt',
  },
  'leaving.note.all': 'innerhalb von {seconds} s nach der Entscheidung',
  'leaving.arm': 'Gruppe',
  'leaving.beside.optimise': 'Kontrolle, wo die Strategie entscheidet',
  'leaving.beside.treatment': 'Kontrolle, wo Ihre Regel entscheidet',
  'leaving.visitors': 'Besucher',
  'leaving.left': 'Sofort gegangen',
  'leaving.share': 'Anteil',
  'leaving.difference': 'Gegenüber der Kontrolle',
  'leaving.drawn': 'Gegenüber der Kontrolle, gezeichnet',
  'leaving.few': 'noch zu wenige',

  'chart.title': 'Effekt auf die Rate von {goal}, in Punkten',
  'chart.note': '95 % zu jedem Zeitpunkt, in der Reihenfolge der Aufnahme',
  'chart.label': 'Effekt nach Tag: jetzt {estimate} Punkte, zwischen {lower} und {upper}',
  'chart.control': 'Kontrolle',
  'chart.points': '{value} Punkte',
  'chart.none.title': 'Noch kein Intervall',
  'chart.none':
    'Die Linie beginnt, wenn Fenster abgeschlossen sind und in jeder Gruppe fünf Besucher konvertiert sind. Bis dahin sind die Zahlen rechts alles, was bekannt ist.',
  'path.caption': 'Der Effekt am Ende jedes Tages',
  'path.day': 'Aufgenommen bis',
  'path.enrolled': 'Besucher',
  'path.estimate': 'Effekt, Punkte',
  'path.lower': 'Von',
  'path.upper': 'Bis',

  'funnel.title': 'Trichter nach Gruppe, bisher',
  'funnel.eligible': 'Qualifiziert',
  'funnel.audience': 'In der Zielgruppe',
  'funnel.exposed': 'Angezeigt',
  'funnel.engaged': 'Reagiert',
  'funnel.converted': 'Konvertiert',
  'funnel.none': 'keine',
  'funnel.nothing': 'Nichts gezeigt',
  'funnel.note':
    'Die Zahlen enthalten ausstehende Besucher, also lässt sich kein Effekt daraus ablesen. Ein Besucher in der Kontrolle sieht die Ansprache nie.',
  'offers.caption': 'Was angeboten werden konnte, als sie sich qualifizierten',
  'offers.head': 'Angebot bei Qualifizierung',
  'offers.live': 'Live, ein Agent hatte Platz',
  'offers.fallback': 'Ersatz, niemand frei',
  'offers.content': 'Inhalt',

  'variants.title': 'Nach Variante',
  'variants.title.one': 'Nach Gruppe',
  'variants.note': 'Nur abgeschlossene Fenster',
  'variants.note.widened': {
    one: 'Nur abgeschlossene Fenster',
    other: 'Nur abgeschlossene Fenster; Intervalle für {n} Varianten erweitert',
  },
  'variants.note.optimise': {
    one: 'Nur abgeschlossene Fenster; die Varianten sind Teile von Immer',
    other:
      'Nur abgeschlossene Fenster; die Varianten sind Teile von Immer; Intervalle für {n} Vergleiche erweitert',
  },
  'variants.arm': 'Gruppe',
  'variants.part': 'Teil von Immer',
  'variants.eligible': 'Qualifiziert',
  'variants.engaged': 'Reagiert bisher',
  'variants.converted': 'Konvertiert',
  'variants.rate': 'Rate',
  'variants.effect': 'Effekt auf Rate, Punkte',
  'variants.valueEffect': 'Effekt auf Wert',
  'variants.value': 'Wert je Besucher',
  'variants.against': 'Rate gegenüber der Kontrolle',
  'variants.against.label': '{effect} Punkte, zwischen {lower} und {upper}',
  'variants.between': '{lower} bis {upper}',
  'variants.together': 'Alle Varianten zusammen',
  'variants.reference': 'womit die anderen verglichen werden',

  'competing.title': 'Kampagnen für dieselben Besucher',
  'competing.note': 'In beiden qualifiziert, in Perioden, die zur selben Zeit liefen',
  'competing.more': '{n} weitere zeigen',
  'competing.campaign': 'Kampagne',
  'competing.visitors': 'Besucher in beiden',
  'competing.share': 'Von dieser',
  'competing.behind': 'Jene kam zuerst',
  'competing.ahead': 'Diese kam zuerst',
  'competing.unmet':
    'In derselben Zone, ohne einen Besucher, der sich für beide qualifizierte. Entweder wollen sie andere Leute, oder eine hält die andere ganz fern: Wer geht, ehe die Zone frei ist, zählt nur bei einer.',
  'competing.unmet.before': 'geht dieser vor',
  'competing.unmet.same': 'von derselben Priorität',
  'competing.unmet.after': 'kommt nach dieser',
  'competing.text':
    'Zuerst: in derselben Zone der Seite, innerhalb der zehn Minuten davor, sodass die andere warten musste; wer inzwischen ging, wird nicht gezählt. Gruppen werden je Kampagne getrennt ausgelost, also stimmt dieser Effekt so: der Effekt, während auch die andere läuft.',

  'back.title': 'Zurückgenommen',
  'back.note': 'Erstattungen und Stornierungen, die Ihr Server gemeldet hat, nach Bestellung',
  'back.arm': 'Gruppe',
  'back.orders': 'Bestellungen',
  'back.value': 'Wert',
  'back.later.orders': 'Später, Bestellungen',
  'back.later.value': 'Später, Wert',
  'back.later.note':
    'Später: nach dem Abschluss des Besuchers empfangen. Es senkt den bisherigen Stand und bewegt keinen Effekt.',
  'back.conversions': {
    one: '{n} Konversion wurde nach dem Abschluss ihres Besuchers empfangen: Sie zählt zum bisherigen Stand und in keinem Effekt.',
    other:
      '{n} Konversionen wurden nach dem Abschluss ihrer Besucher empfangen: Sie zählen zum bisherigen Stand und in keinem Effekt.',
  },

  'days.title': 'Nach Tag',
  'days.note': 'Tag der ersten Entscheidung nach Qualifizierung, {zone}; bisher',
  'days.day': 'Tag',
  'days.value': 'Wert',
  'days.empty': 'In dieser Periode war noch niemand qualifiziert.',

  'site.span': 'Tage',
  'site.span.7': '7 Tage',
  'site.span.28': '28 Tage',
  'site.span.90': '90 Tage',
  'site.visits': 'Besuche',
  'site.visitors': { one: 'von {n} Besucher', other: 'von {n} Besuchern' },
  'site.withCart': 'Mit Warenkorb',
  'site.withOrder': 'Mit Bestellung',
  'site.orders': { one: '{n} Bestellung', other: '{n} Bestellungen' },
  'site.value': 'Wert der Bestellungen',
  'site.ofVisits': '{share} der Besuche',
  'site.ofCarts': '{share} der Warenkörbe',
  'site.bots': {
    one: '{n} Besuch eines Bots ausgelassen',
    other: '{n} Besuche von Bots ausgelassen',
  },
  'site.each': 'je {value}',
  'site.days': 'Nach Tag',
  'site.none.title': 'Noch keine Website',
  'site.none.text':
    'Der Trichter zählt die Besuche einer Website. Legen Sie eine in den Einstellungen an.',
  'site.none.action': 'Zu den Einstellungen',
  'site.empty.title': 'Kein Besuch in diesen Tagen',
  'site.empty.text': 'Besuche werden ab der ersten Seite gezählt, innerhalb von zwei Sekunden.',

  'holdout.title': 'Alle anderen gegenüber der Rückhaltegruppe',
  'holdout.text':
    'Die Rückhaltegruppe ist {share} aller Besucher; keine Kampagne berührt sie. Was alle anderen öfter tun, haben alle Kampagnen zusammen bewirkt. Am {date} begann sie mit diesem Anteil neu: Es zählen Besucher, die seitdem zum ersten Mal kamen; bei einem Ziel, das später geändert wurde, seit dieser Änderung. Der Effekt ist der von Besuchern, deren Fenster vorbei ist.',
  'holdout.none.title': 'Das Konto hat keine Rückhaltegruppe',
  'holdout.none.text':
    'Mit einer Rückhaltegruppe von wenigen Prozent wird erkennbar, was alle Kampagnen zusammen bewirken.',
  'holdout.none.action': 'In den Einstellungen festlegen',
  'holdout.goal': 'Ziel',
  'holdout.goal.since': 'seit {date}',
  'holdout.others': 'Alle anderen, bisher',
  'holdout.holdout': 'Rückhaltegruppe, bisher',
  'holdout.pending': 'Ausstehend',
  'holdout.effect': 'Effekt, Punkte',
  'holdout.interval': 'Intervall',
  'holdout.converted': '{n} von {of}',
  'holdout.goals.none': 'Noch kein Ziel.',

  'definitions.text':
    'Jede Zahl einmal, in Worten und als die Abfrage, die sie aus den gespeicherten Fakten berechnet.',
  'definitions.sql': 'Die Abfrage',
  'definitions.close': 'Schließen',
  'definitions.about': 'Was „{figure}“ bedeutet',
  'definitions.failed': 'Die Definition konnte nicht gelesen werden.',

  ...resultsOptimiseDe,
  ...resultsLearntDe,
};
