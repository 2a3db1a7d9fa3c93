// German words of an optimising campaign's results: its three arms compared, agents' time per gain,
// and the estimate of another rule.

import type { resultsOptimiseEn } from '../../en/management/results-optimise.ts';
import type { Words } from '../../language.ts';

export const resultsOptimiseDe: Words<typeof resultsOptimiseEn> = {
  'head.between.of.optimise': {
    one: '{lower} bis {upper}, von {n} in Optimieren',
    other: '{lower} bis {upper}, von {n} in Optimieren',
  },
  'three.title': 'Gruppen im Vergleich',
  'three.note': {
    one: 'Nur abgeschlossene Fenster',
    other: 'Nur abgeschlossene Fenster; Intervalle für {n} Vergleiche erweitert',
  },
  'three.between': 'Vergleich',
  'three.optimise.control': 'Optimieren gegenüber Kontrolle',
  'three.optimise.treatment': 'Optimieren gegenüber Immer',
  'three.treatment.control': 'Immer gegenüber Kontrolle',
  'three.points': 'Effekt, Punkte',
  'three.interval': 'Intervall',
  'three.gain': 'Gewinn',
  'three.conversions': 'Zusätzliche Konversionen',
  'three.value': 'Zusätzlicher Wert',
  'three.bar': 'Intervall, Null markiert',

  'chart.against': 'Verglichen mit',
  'chart.against.optimise.control': 'Kontrolle',
  'chart.against.optimise.treatment': 'Immer',
  'chart.title.optimise': 'Effekt von Optimieren auf die Rate von {goal}, in Punkten',

  'adjusted.title': 'Um die Absicht bereinigt',
  'adjusted.note':
    'Nach dem, was jeder Besuch vor der Entscheidung wahrscheinlich täte; {share} hatten einen Wert',
  'adjusted.treatment.control': 'Behandlung gegenüber Kontrolle',
  'adjusted.worth': 'Als wären es',
  'adjusted.more': '{share} mehr Besucher',
  'adjusted.text':
    'Derselbe Effekt mit weniger Rauschen, wenn die Absicht gut vorhersagt. Er ist eine zweite Sicht auf die Zahlen oben, kein anderes Experiment. Entscheiden Sie nach den Zahlen oben.',

  'time.title': 'Zeit der Agenten',
  'time.note': 'Gespräche, die aus der Ansprache begannen, über abgeschlossene Fenster',
  'time.arm': 'Gruppe',
  'time.talked': 'Gesprochen',
  'time.minutes': 'Minuten',
  'time.each': 'Minuten je Besucher',
  'time.gain': 'Minuten je gewonnener Konversion',
  'time.interval': 'Intervall',
  'time.gain-open': 'der Gewinn kann noch null sein',
  'time.loss': 'es gibt einen Verlust, keinen Gewinn',
  'time.few-talks': 'weniger als fünf haben gesprochen',
  'time.few-conversions': 'weniger als fünf Konversionen in einer Gruppe',
  'time.no-control': 'noch niemand in der Kontrolle',
  'time.no-closed-windows': 'noch ist kein Fenster abgeschlossen',
  'time.cap':
    'Von der ersten Antwort eines Agenten bis zum Ende, höchstens {most} Minuten je Besucher. Die Gruppen teilen sich dieselben Agenten: Eine Gruppe, die sie beschäftigt, lässt den anderen weniger Zeit.',

  'if.title': 'Was, wenn stattdessen diese Regel gegolten hätte?',
  'if.rule': 'Regel',
  'if.never': 'Nie fragen',
  'if.now': 'Immer im Moment',
  'if.after': 'Immer später',
  'if.intent': 'Ab einer Absicht von',
  'if.cart': 'Ab einem Warenkorb von',
  'if.at.after': 'Später um',
  'if.at.intent': 'Absicht, 0 bis 100',
  'if.at.cart': 'Warenkorbsumme',
  'if.delay': '{n} s',
  'if.delay.none': 'Noch wurde keine Verzögerung ausprobiert, also lässt sich keine vergleichen.',
  'if.rate': '{rate} der Besucher hätten das Ziel erreicht, statt {logged}',
  'if.difference': '{points} Punkte, {lower} bis {upper}',
  'if.part.rate': 'Rate des Ziels',
  'if.part.value': 'Wert je Besucher',
  'if.part.value.capped': 'Wert je Besucher, höchstens {cap}',
  'if.value': '{value} je Besucher, statt {logged}',
  'if.value.difference': '{value} je Besucher, {lower} bis {upper}',
  'if.value.verdict.gain': 'Die Regel hätte mehr gebracht als Optimieren.',
  'if.value.verdict.loss': 'Die Regel hätte weniger gebracht als Optimieren.',
  'if.value.verdict.open': 'Noch ist nicht zu unterscheiden, was sie bringen.',
  'if.value.few-carry-it':
    'Der Wert wird zurückgehalten, weil wenige große Bestellungen ihn entscheiden würden. Eine Obergrenze des Ziels macht ihn sicherer.',
  'if.verdict.gain': 'Die Regel wäre besser gewesen als Optimieren.',
  'if.verdict.loss': 'Die Regel wäre schlechter gewesen als Optimieren.',
  'if.verdict.open': 'Noch sind Regel und Optimieren nicht zu unterscheiden.',
  'if.invited': 'Sie hätte {rule} der Besucher gefragt; Optimieren fragt {logged}.',
  'if.rests': {
    one: 'Beruht auf der ersten Entscheidung von {n} Besucher.',
    other: 'Beruht auf den ersten Entscheidungen von {n} Besuchern.',
  },
  'if.withheld.not-optimising':
    'Diese Periode hat nicht optimiert, also gibt es nichts zu vergleichen.',
  'if.withheld.no-closed-windows': 'Wird gezeigt, sobald die ersten Fenster abgeschlossen sind.',
  'if.withheld.no-such-delay': 'Nach dieser Verzögerung wurde noch niemand gefragt.',
  'if.asking': 'Wird berechnet …',
  'if.withheld.few-decisions':
    'Noch zu wenige erste Entscheidungen: Mindestens 200 werden gebraucht.',
  'if.withheld.few-carry-it':
    'Zurückgehalten: Zu wenige Entscheidungen entsprachen dieser Regel, sodass eine Handvoll Besucher die Antwort entscheiden würde.',
  'if.holds':
    'Eine Schätzung aus Entscheidungen, die dem Zufall überlassen waren, über abgeschlossene Fenster, nach Erstattungen. Sie gilt für Auslastung und Preise jener Tage und für die erste Entscheidung jedes Besuchers. Mit einer anderen Regel wären Agenten mehr oder weniger beschäftigt gewesen.',
};
