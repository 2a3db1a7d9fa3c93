// German words of what an optimising campaign has learnt: how it decides and why, who gains more
// from being asked, whether waiting helps, and what agents' time is worth.

import type { resultsLearntEn } from '../../en/management/results-learnt.ts';
import type { Words } from '../../language.ts';

export const resultsLearntDe: Words<typeof resultsLearntEn> = {
  'learnt.title': 'Was sie gelernt hat',
  'learnt.note': {
    one: 'Aus {n} Ausgang, der dem Zufall überlassen war',
    other: 'Aus {n} Ausgängen, die dem Zufall überlassen waren',
  },
  'learnt.why.few_outcomes':
    'Sie fragt noch wie Immer: Zu wenige dem Zufall überlassene Entscheidungen haben ein Ergebnis.',
  'learnt.why.undecided':
    'Sie fragt noch wie Immer: Dem Zufall überlassene Entscheidungen haben die Gewinne, die sie sieht, weder bestätigt noch widerlegt.',
  'learnt.why.tried':
    'Sie erprobt, was sie gelernt hat, und erwartet {share} der Gewinne, die Antworten zu bringen scheinen. Dem Zufall überlassene Entscheidungen haben sie weder bestätigt noch widerlegt.',
  'learnt.why.confirmed':
    'Sie fragt nach dem, was sie gelernt hat, und erwartet {share} der Gewinne, die Antworten zu bringen scheinen. Dem Zufall überlassene Entscheidungen bestätigen einen Gewinn: Nach ihnen allein ist er {lower} bis {upper} dessen, was er scheint, wie oft Sie auch hinsehen.',
  'learnt.why.refuted':
    'Sie fragt kaum jemanden: Dem Zufall überlassene Entscheidungen zeigen, dass die Frage weniger bringt, als sie kostet.',
  'learnt.gain': 'Die Frage bringt dem Ziel {points} Punkte, {lower} bis {upper}.',
  'learnt.gain.none': 'Was die Frage bringt, ist noch nicht bekannt.',
  'learnt.worth': 'Das Ziel zu erreichen gilt als {sum} wert.',
  'learnt.worth.from': {
    one: 'Das Ziel zu erreichen gilt als {sum} wert: Seit {date} wurde es {n} Mal erreicht.',
    other:
      'Das Ziel zu erreichen gilt als {sum} wert, im Mittel der {n} Male, die es seit {date} erreicht wurde.',
  },

  'learnt.who': 'Wer von der Frage mehr profitiert',
  'learnt.who.visitors': 'Besucher',
  'learnt.who.effect': 'Effekt der Frage',
  'learnt.who.verdict': 'Gewinn',
  'learnt.who.more': 'mehr als andere',
  'learnt.who.less': 'weniger als andere',
  'learnt.who.open': 'noch kein Unterschied bekannt',
  'learnt.who.none':
    'Noch sind keine Unterschiede bekannt. Es wird angenommen, dass alle gleich viel gewinnen.',
  'learnt.who.rest': 'Noch kein Unterschied bekannt nach: {names}.',
  'learnt.times': '× {factor}',
  'learnt.between': '× {lower} bis × {upper}',
  'learnt.scale':
    'Wie die Frage die Chancen auf das Ziel ändert, mit diesem Merkmal verglichen mit ohne. Verwendet nur, was dem Zufall überlassen war. Die 95-%-Grenzen gelten für alle Zeilen zusammen, wann immer Sie hinsehen.',
  'learnt.feature.intent': 'mit einer Absicht von 100 statt 50',
  'learnt.feature.unscored': 'ohne Absichtswert',
  'learnt.feature.pages': 'nach 30 Seiten statt keiner',
  'learnt.feature.dwell': 'nach einer halben Stunde Aufmerksamkeit statt keiner',
  'learnt.feature.pageDwell': 'nach zehn Minuten auf der Seite statt keiner',
  'learnt.feature.scroll': 'am Ende der Seite statt am Anfang',
  'learnt.feature.leaving': 'die die Seite schon verlassen wollten',
  'learnt.feature.cartItems': 'mit 20 Artikeln im Warenkorb statt keinem',
  'learnt.feature.cartTotal': 'mit einem Warenkorb von 1.000 statt keinem',
  'learnt.feature.products': 'mit 50 angesehenen Produkten statt keinem',
  'learnt.feature.productsAgain': 'nach 10 wiederholt angesehenen Produkten statt keinem',
  'learnt.feature.searches': 'nach 10 Suchen statt keiner',
  'learnt.feature.errors': 'mit fünf Fehlern statt keinem',
  'learnt.feature.formStarted': 'die ein Formular begonnen haben',
  'learnt.feature.returning': 'die schon einmal da waren',
  'learnt.feature.verified': 'die als Kunden bekannt sind',
  'learnt.feature.ordered': 'die schon bestellt haben',
  'learnt.feature.phone': 'an einem Telefon',
  'learnt.feature.fromSearch': 'die über eine Suchmaschine kamen',
  'learnt.feature.fromAdvertising': 'die über Werbung, E-Mail oder soziale Medien kamen',

  'learnt.by.intent': 'Absicht',
  'learnt.by.unscored': 'fehlender Wert',
  'learnt.by.pages': 'Seiten',
  'learnt.by.dwell': 'Aufmerksamkeit',
  'learnt.by.pageDwell': 'Zeit auf der Seite',
  'learnt.by.scroll': 'Scrollen',
  'learnt.by.leaving': 'Anzeichen des Verlassens',
  'learnt.by.cartItems': 'Artikel im Warenkorb',
  'learnt.by.cartTotal': 'Warenkorbsumme',
  'learnt.by.products': 'angesehene Produkte',
  'learnt.by.productsAgain': 'wieder angesehene Produkte',
  'learnt.by.searches': 'Suchen',
  'learnt.by.errors': 'Fehler',
  'learnt.by.formStarted': 'begonnene Formulare',
  'learnt.by.returning': 'frühere Besuche',
  'learnt.by.verified': 'Bekanntheit',
  'learnt.by.ordered': 'frühere Bestellungen',
  'learnt.by.phone': 'Telefon',
  'learnt.by.fromSearch': 'Suchmaschinen',
  'learnt.by.fromAdvertising': 'Werbung',

  'learnt.when': 'Wann zu fragen ist',
  'learnt.when.delay': 'Gefragt',
  'learnt.when.now': 'im Moment',
  'learnt.when.later': '{n} s später',
  'learnt.when.accept': 'Antwortrate',
  'learnt.when.goal': 'Zielrate nach Antwort',
  'learnt.when.shown': 'Zielrate',
  'learnt.when.note':
    'Wie oft ein Angebot beantwortet wird, misst allein der Zufall. Aber Besucher, die später antworten, unterscheiden sich von denen, die sofort antworten; ihre Ergebnisse liegen also nicht allein an der Verzögerung. „Was, wenn …“ zeigt, was eine Verzögerung bewirkt.',
  'learnt.when.reference': 'Vergleichswert für die anderen',

  'learnt.time': 'Was die Zeit der Agenten wert ist',
  'learnt.time.skill': 'Fähigkeit',
  'learnt.time.anyone': 'alle',
  'learnt.time.agents': 'Agenten',
  'learnt.time.minutes': 'Minuten je Gespräch',
  'learnt.time.dear': 'Stunde, einer frei',
  'learnt.time.cheap': 'Stunde, alle frei',
  'learnt.time.level': 'Rechtzeitig beantwortet',
  'learnt.time.level.of': { one: '{share} von {n}', other: '{share} von {n}' },
  'learnt.time.level.none': 'kein Gespräch',
  'learnt.time.note':
    'Eine Agentenstunde ist wert, was besetzte Stunden zuletzt brachten, über alle optimierenden Kampagnen: mehr, wenn ein Platz frei ist, weniger, wenn alle frei sind. „Rechtzeitig beantwortet“ bezieht sich auf die letzten zehn Minuten.',
  'learnt.time.guarded': 'Antworten kommen zu spät: Optimieren fragt niemanden',
};
