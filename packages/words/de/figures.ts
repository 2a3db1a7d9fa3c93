// The name and definition of each figure of the reports, in German, for pages, API and documents.
// The SQL of each figure is beside it in packages/server/report/definitions.ts.

import type { figuresEn } from '../en/figures.ts';
import type { Words } from '../language.ts';

export const figuresDe: Words<typeof figuresEn> = {
  'name.eligible': 'qualifiziert',
  'about.eligible':
    'Besucher, deren Moment in dieser Periode kam, in jeder Gruppe. Bei einer optimierenden Kampagne: Besucher, die in ihre Zielgruppe kamen, denn ihre Strategie kann sie jederzeit fragen. Jeder Besucher zählt einmal, am Tag der ersten Entscheidung.',
  'name.exposed': 'angezeigt',
  'about.exposed':
    'Qualifizierte Besucher einer anderen Gruppe als der Kontrolle, deren Browser meldete, dass die Ansprache gezeigt wurde.',
  'name.engaged': 'reagiert',
  'about.engaged':
    'Qualifizierte Besucher einer anderen Gruppe als der Kontrolle, die auf die Ansprache klickten oder aus ihr ein Gespräch begannen.',
  'name.converted': 'konvertiert',
  'about.converted':
    'Qualifizierte Besucher, die das Ziel mit oder nach ihrer ersten Entscheidung und innerhalb des Fensters erreichten. Es gilt die Zeit des Ereignisses. Eine doppelt gemeldete Konversion zählt einmal. Eine vollständig erstattete oder stornierte Konversion zählt nicht.',
  'name.value': 'Wert',
  'about.value':
    'Die Summe der Konversionen eines Besuchers innerhalb des Fensters, abzüglich Erstattungen und Stornierungen. Sie beträgt höchstens die Obergrenze, die zu Beginn der Periode feststand. Währungen werden nicht umgerechnet: Eine Konversion in einer anderen Währung als der des Kontos zählt, ihr Wert aber nicht.',
  'name.taken back': 'zurückgenommen',
  'about.taken back':
    'Bestellungen, die Order Refunded oder Order Cancelled ganz oder teilweise zurücknahm, und der Betrag. Eine Bestellung wird über den Schlüssel gefunden, den das Ziel bei ihrer Meldung hatte. Nur Meldungen mit signiertem oder Server-Vertrauen zählen, jede einmal. Meldungen nach dem Abschluss eines Besuchers stehen hier und im bisherigen Stand, ändern aber keinen Effekt.',
  'name.closed': 'abgeschlossen',
  'about.closed':
    'Besucher, deren Fenster vorbei ist, plus 24 Stunden für späte Ereignisse. Auch die Fenster aller vor ihnen aufgenommenen Besucher müssen vorbei sein. Ein Fenster im selben Besuch endet mit dem Besuch, spätestens einen Tag nach der Entscheidung. Effekte, Intervalle und das Stichprobenverhältnis verwenden nur abgeschlossene Besucher; alle anderen stehen aus. Ein abgeschlossener Besucher zählt mit dem, was vor seinem Abschluss einging. Spätere Konversionen und Erstattungen ändern keinen Effekt.',
  'name.effect': 'Effekt',
  'about.effect':
    'Die Rate in der Behandlung minus die Rate in der Kontrolle, über abgeschlossene Fenster. Das Intervall (95 %) gilt bei jedem Hinsehen. Es wird zurückgehalten, wenn eine Gruppe weniger als fünf Konversionen hat. Bei einer optimierenden Kampagne ist die Behandlung hier die Gruppe, die optimiert.',
  'name.incremental': 'zusätzlich',
  'about.incremental':
    'Der Effekt mal die Zahl der abgeschlossenen Besucher in der Behandlung oder in der optimierenden Gruppe. Ohne die Kampagne hätte es diese Konversionen (oder diesen Wert) nicht gegeben.',
  'name.arms compared': 'Gruppen verglichen',
  'about.arms compared':
    'Unterschiede der Raten über abgeschlossene Fenster zwischen je zwei der drei Gruppen einer optimierenden Kampagne: Optimieren, Immer (Behandlung) und Kontrolle. Der Zufall teilt Besucher allen drei Gruppen zu, jeder Vergleich ist also einer von Gleichem mit Gleichem. Die drei Vergleiche teilen sich einen Fehler von 5 %, jedes Intervall ist daher eines von 98,3 %. Es ist am engsten, wenn seine beiden Gruppen ihren Teil des Horizonts erreichen. Optimieren und Immer teilen sich dieselben Agenten, der Vergleich gilt also, während beide laufen.',
  'name.adjusted': 'bereinigt',
  'about.adjusted':
    'Der Effekt auf die Rate über abgeschlossene Fenster, mit weniger Rauschen. Was jeder Besuch ohnehin wahrscheinlich getan hätte, wird aus beiden Gruppen gleich herausgerechnet (Regression mit Wechselwirkungen, nach Lin). Grundlage ist die Chance auf das Ziel, die der Besuch bei der letzten Bewertung vor der Entscheidung hatte. Nichts nach der Entscheidung wird verwendet. Besucher ohne Bewertung erhalten die übliche Chance. Das Intervall gilt bei jedem Hinsehen. Der bereinigte Effekt schätzt dasselbe wie der einfache und steht daneben.',
  'name.agent minutes': 'Agentenminuten',
  'about.agent minutes':
    'Minuten der Gespräche, die aus der Ansprache begannen, von der ersten Antwort eines Agenten bis zum Ende. Nach jeder Wiederaufnahme zählen sie wieder bis zum nächsten Ende. Nur abgeschlossene Fenster zählen, und höchstens 60 Minuten je Besucher. Minuten je gewonnener Konversion: die mittleren Minuten einer Gruppe, geteilt durch den Unterschied zwischen ihrer Rate und der der Kontrolle. Das Intervall enthält alle Verhältnisse, die beide zulassen (Fiellers Menge mit dem Faktor der Konfidenzfolge und ihrer Kovarianz). Es wird zurückgehalten, solange das Intervall des Unterschieds die Null erreicht.',
  'name.learnt': 'gelernt',
  'about.learnt':
    'Was die Strategie der neuesten Periode aus abgeschlossenen Besuchern gelernt hat, deren Entscheidung dem Zufall überlassen war. Der mittlere Gewinn durch die Frage gilt bei jedem Hinsehen. Effekte von Merkmalen und Verzögerungen sind Chancenverhältnisse der Posterior-Verteilung. Ihre Grenzen (95 %) gelten bei jedem Hinsehen, für alle Merkmale zusammen und für alle Verzögerungen zusammen (Prior-Posterior-Verhältnis). Der Preis einer Stunde ist, was eine Stunde besetzter Agenten zuletzt brachte. Der Wert des Ziels ist das Mittel dessen, was es in 90 Tagen brachte, abzüglich Erstattungen und Stornierungen. Wurde das Ziel in dieser Zeit neu festgelegt, beginnt das Mittel dort. Die Strategie behält diese Größen, sie werden hier nicht berechnet. Die Abfrage zeigt die Entscheidungen, aus denen die Strategie lernt.',
  'name.what if': 'was wäre wenn',
  'about.what if':
    'Die Rate des Ziels und der Wert je Besucher mit einer anderen Regel, minus die der optimierenden Gruppe. Der Wert ist nach Erstattungen und höchstens die Obergrenze. Einige Regeln werden aus der Auslosung der drei Gruppen geschätzt: nie, im eigenen Moment der Kampagne, und in diesem Moment ab einer bekannten Absicht oder einem bekannten Warenkorb. Absicht und Warenkorb sind die beim Eintritt in die Zielgruppe. Die Regel „immer später“ wird aus den Auslosungen der optimierenden Gruppe geschätzt, wo ihre Strategie zuerst entschied und etwas anbieten konnte. Die Schätzung ist doppelt robust: was von früheren Besuchern erwartet wurde, berichtigt um das, was geschah, geteilt durch seine Wahrscheinlichkeit. Das Intervall gilt bei jedem Hinsehen, wie auch immer die Strategie lernte, für eine Frage. Es wird zurückgehalten, wenn wenige Besucher es entscheiden würden. Die Schätzung gilt für die aufgezeichnete Auslastung und den aufgezeichneten Preis und für die erste Entscheidung jedes Besuchers.',
  'name.left at once': 'sofort gegangen',
  'about.left at once':
    'Besucher, deren Besuch innerhalb von zehn Sekunden nach der ersten Entscheidung endete. Bei einer optimierenden Kampagne ist das die erste, die etwas entschied, nicht die Aufnahme in die Zielgruppe. Ein solcher Besuch hatte keine weitere Seite und mehr als zehn Sekunden nach der Entscheidung keine Handlung des Besuchers. Alle Gruppen werden gleich gezählt, denn auch die Kontrolle hat den Augenblick der Entscheidung. Reaktionen auf eine Ansprache oder ein Gespräch (gezeigt, geschlossen, angeklickt, beantwortet) sind keine solchen Handlungen, da nur eine Gruppe sie haben kann. Die Zahl ist eine halbe Stunde und zehn Sekunden nach der Entscheidung bekannt, und nur Besucher, für die sie bekannt ist, zählen. Bei einer optimierenden Kampagne wird jede Gruppe mit dem Teil der Kontrolle verglichen, dessen Auslosung demselben folgt. Das Intervall des Unterschieds zur Kontrolle gilt bei jedem Hinsehen (97,5 %). Liegt das ganze Intervall über null, ist ein Schaden am Besuch nachgewiesen.',
  'name.competing': 'Konkurrenz',
  'about.competing':
    'Besucher dieser Periode, die sich auch in einer anderen Kampagne qualifizierten, in einer Periode, die zur selben Zeit lief. Jede der beiden Kampagnen nennt die andere. Dahinter: Die andere Kampagne wurde in derselben Zone und demselben Besuch innerhalb der zehn Minuten vor dieser entschieden und ließ sie warten. Davor: umgekehrt. Besucher, die gingen, bevor die Zone frei war, haben hier keine Entscheidung und werden nicht gezählt. Kampagnen derselben Zone, die mit dieser keinen Besucher teilten, stehen daher für sich, allein nach ihrer Konfiguration.',
  'name.by channel': 'nach Kanal',
  'about.by channel':
    'Besucher, die über einen Kanal gesprochen haben, in einem Gespräch, das mit dem Angebot begann, und wie viele von ihnen bisher das Ziel erreicht haben, mit dem Wert. Wer über zwei Kanäle gesprochen hat, zählt bei beiden. Die Kontrollgruppe sieht kein Angebot. Besucher wählen ihren Kanal. Darum vergleichen diese Zahlen nicht Gleiches mit Gleichem und beweisen keine Wirkung. Das tun die Gruppen.',
  'name.by call': 'Anrufe',
  'about.by call':
    'Besucher, denen ein Anruf angeboten wurde, die anriefen, deren Anruf ein Agent annahm und die mit ihm sprachen, mit den Minuten, in denen beide Seiten im Anruf waren. Jeder Besucher zählt einmal je Spalte. Die Kontrollgruppe sieht kein Angebot. Besucher entscheiden sich selbst für einen Anruf. Darum beweisen diese Zahlen keine Wirkung. Das tun die Gruppen.',
  'name.by hand': 'von Hand',
  'about.by hand':
    'Besucher der Kontrolle, mit denen ein Agent von Hand ein Gespräch begann oder wieder aufnahm, vom Beginn der Periode bis zum Ende ihres Fensters. Sie zählen trotzdem zur Kontrolle, wie sie gezogen wurden (Intention-to-treat). Was solche Gespräche bringen, kommt zur Kontrolle, der gezeigte Gewinn kann also zu klein sein.',
  'name.bursts': 'Häufungen',
  'about.bursts':
    'Besucher, die gehäuft kamen. Eine Häufung hat mindestens 20 neue Besucher binnen Minuten von einem Adresspräfix und Browser, oder 50 von einem Adresspräfix oder von einem Netz und Browser. Es sind zugleich fünfmal so viele wie dort üblich und 2 % aller. Auch 150 neue Besucher an einem Tag von einem Adresspräfix und Browser sind eine Häufung, wenn sie 5 % aller sind. Das Merkmal hängt allein von der Ankunft ab, ist in jeder Gruppe gleich und bleibt. Der mit einem Schlüssel gebildete Hash, an dem die Häufung erkannt wurde, wird binnen eines Tages gelöscht.',
  'name.sensitivity analysis': 'Sensitivitätsanalyse',
  'about.sensitivity analysis':
    'Die Ergebnisse noch einmal ohne die ausgeschlossenen Besucher, in jeder Gruppe gleich. Besucher werden als Häufung ausgeschlossen, nach der Zeit ihrer ersten Entscheidung oder nach dem, was bei Beginn dieses Besuchs bekannt war. Die Analyse zeigt, wie sehr das Ergebnis von ihnen abhängt. Die Ergebnisse selbst ändern sich nicht: Entscheiden Sie nach diesen.',
  'name.visits': 'Besuche',
  'about.visits':
    'Besuche der Website ohne erkannte Bots. Ein Besuch endet nach 30 Minuten ohne Ereignis.',
  'name.server-side visits': 'serverseitige Besuche',
  'about.server-side visits':
    'Besuche von Besuchern, die nur Ihr Server meldet, ohne Bots. Nach einer Lücke von über 30 Minuten zwischen Ereignissen beginnt ein neuer Besuch. Erstattungen und Stornierungen beginnen keinen. Serverseitige Besuche sind in den Besuchen nicht enthalten.',
  'name.visits with a cart': 'Besuche mit Warenkorb',
  'about.visits with a cart':
    'Besuche, in denen ein Produkt hinzugefügt oder ein Warenkorb mit Produkten gemeldet wurde.',
  'name.visits with an order': 'Besuche mit Bestellung',
  'about.visits with an order':
    'Besuche mit einem Ereignis Order Completed, gleich mit welchem Vertrauen.',
  'name.orders': 'Bestellungen',
  'about.orders':
    'Abgeschlossene Bestellungen, jede Bestellnummer einmal. Vollständig erstattete oder stornierte Bestellungen zählen nicht. Ihr Wert ist nach Erstattungen und enthält keine Beträge in einer anderen Währung als der des Kontos.',
  'name.holdout': 'Rückhaltegruppe',
  'about.holdout':
    'Besucher in der Rückhaltegruppe des Kontos, verglichen mit allen anderen. Besucher zählen, wenn sie zum ersten Mal kamen, nachdem die Rückhaltegruppe ihren Anteil und das Ziel seine Festlegung (Ereignis, Schlüssel und Vertrauen) erhielt. Sie bleiben, wohin ihr erstes Ereignis sie brachte, und zählen ab diesem Ereignis für das Fenster des Ziels. Bei einem Fenster im selben Besuch ist das ein Tag. Der Effekt ist über abgeschlossene Fenster, 24 Stunden nach ihrem Ende. Was später kommt, ändert keinen Effekt.',
};
