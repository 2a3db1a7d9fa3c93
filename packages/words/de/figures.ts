// What each figure of the reports is called and means, in German: said once, for the pages, the API and
// the documents. The SQL that each comes from stands beside it in packages/server/report/definitions.ts.

import type { figuresEn } from '../en/figures.ts';
import type { Words } from '../language.ts';

export const figuresDe: Words<typeof figuresEn> = {
  'name.eligible': 'qualifiziert',
  'about.eligible':
    'Besucher, deren Moment in dieser Periode kam, in jeder Gruppe. Bei einer optimierenden Kampagne: Besucher, die ihre Zielgruppe aufnahm, ob ihr eigener Moment kam oder nicht, da ihre Strategie sie jederzeit fragen kann. Jeder zählt einmal, am Tag der ersten Entscheidung.',
  'name.exposed': 'angezeigt',
  'about.exposed':
    'Qualifizierte Besucher einer anderen Gruppe als der Kontrolle, deren Browser meldete, dass die Ansprache gezeigt wurde.',
  'name.engaged': 'reagiert',
  'about.engaged':
    'Qualifizierte Besucher einer anderen Gruppe als der Kontrolle, die auf die Ansprache klickten oder aus ihr ein Gespräch begannen.',
  'name.converted': 'konvertiert',
  'about.converted':
    'Qualifizierte Besucher, die das Ziel mit oder nach ihrer ersten Entscheidung und innerhalb des Fensters erreichten, nach der Zeit des Ereignisses. Eine Konversion, die noch einmal gemeldet wird, zählt einmal; eine ganz zurückgenommene ist keine.',
  'name.value': 'Wert',
  'about.value':
    'Die Summe der Konversionen eines Besuchers innerhalb des Fensters, abzüglich dessen, was davon zurückgenommen wurde, bis zur Obergrenze, die zu Beginn der Periode feststand. Ein Wert in einer anderen Währung als der des Kontos bleibt heraus, da keine umgerechnet wird; seine Konversion zählt.',
  'name.taken back': 'zurückgenommen',
  'about.taken back':
    'Bestellungen, von denen Order Refunded oder Order Cancelled etwas zurücknahm, gefunden über den Schlüssel, den das Ziel hatte, als jede kam, und was es wert war. Meldungen mit signiertem oder Server-Vertrauen zählen, jede einmal. Was nach dem Abschluss eines Besuchers eingeht, zeigt sich hier und im bisherigen Stand und bewegt keinen Effekt.',
  'name.closed': 'abgeschlossen',
  'about.closed':
    'Besucher, deren Fenster vorbei ist, plus 24 Stunden für späte Ereignisse, ebenso wie die Fenster aller vor ihnen Aufgenommenen; ein Fenster im selben Besuch endet mit dem Besuch, spätestens einen Tag nach der Entscheidung. Effekte, Intervalle und das Stichprobenverhältnis verwenden nur diese; der Rest steht aus. Ein abgeschlossener Besucher zählt mit dem, was bis zu seinem Abschluss einging: Konversionen und Erstattungen, die später kommen, bewegen keinen Effekt.',
  'name.effect': 'Effekt',
  'about.effect':
    'Rate in der Behandlung minus Rate in der Kontrolle über abgeschlossene Fenster, mit einem Intervall, das bei jedem Hinsehen gilt (95 %). Zurückgehalten unter fünf Konversionen in einer Gruppe. Bei einer optimierenden Kampagne ist die Behandlung hier die Gruppe, die optimiert.',
  'name.incremental': 'zusätzlich',
  'about.incremental':
    'Der Effekt mal die abgeschlossenen Besucher in der Behandlung oder in der optimierenden Gruppe: die Konversionen (oder der Wert), die es ohne die Kampagne nicht gegeben hätte.',
  'name.arms compared': 'Gruppen verglichen',
  'about.arms compared':
    'Unterschiede der Raten über abgeschlossene Fenster zwischen je zwei der drei Gruppen einer optimierenden Kampagne: Optimieren, Immer (Behandlung) und Kontrolle. Besucher werden in alle drei ausgelost, jeder Vergleich ist also einer von Gleichem mit Gleichem. Die drei teilen sich die fünf von hundert: Jedes Intervall ist das von 98,3 %, am engsten, wo seine beiden Gruppen ihren Teil des Horizonts haben. Optimieren und Immer teilen sich dieselben Agenten: Was gezeigt wird, gilt, während beide laufen.',
  'name.adjusted': 'bereinigt',
  'about.adjusted':
    'Der Effekt auf die Rate über abgeschlossene Fenster mit weniger Rauschen: Was jeder Besuch ohnehin wahrscheinlich täte, nach der Chance auf das Ziel, die er bei der letzten Bewertung vor der Entscheidung hatte, wird aus beiden Gruppen gleich herausgenommen (Regression mit Wechselwirkungen, nach Lin). Nichts von nach der Entscheidung steckt darin. Dasselbe Intervall bei jedem Hinsehen; Besuchern ohne Wert wird die übliche Chance zugeschrieben. Er schätzt, was der einfache Effekt schätzt, und steht daneben.',
  'name.agent minutes': 'Agentenminuten',
  'about.agent minutes':
    'Minuten von der ersten Antwort eines Agenten bis zum Ende der Gespräche, die aus der Ansprache begannen, und von jeder Wiederaufnahme bis zum nächsten Ende, über abgeschlossene Fenster, bis zu 60 je Besucher. Minuten je gewonnener Konversion: die mittleren Minuten einer Gruppe durch den Unterschied ihrer Rate zu der der Kontrolle, mit allen Verhältnissen, die beide zulassen (Fiellers Menge mit dem Faktor der Konfidenzfolge, ihre Kovarianz mitgezählt). Zurückgehalten, solange das Intervall dieses Unterschieds die Null erreicht.',
  'name.learnt': 'gelernt',
  'about.learnt':
    'Was die Strategie der neuesten Periode aus abgeschlossenen Besuchern gelernt hat, deren Entscheidung dem Zufall überlassen war. Was die Frage im Mittel bringt, gilt bei jedem Hinsehen; Effekte von Merkmalen und Verzögerungen sind Chancenverhältnisse der Posterior-Verteilung, mit Grenzen, die ebenso bei jedem Hinsehen gelten, für alle Merkmale zusammen und für alle Verzögerungen zusammen, 95 % (Prior-Posterior-Verhältnis). Der Preis einer Stunde ist, was eine Stunde besetzter Agenten zuletzt brachte. Was das Ziel wert ist, ist das Mittel dessen, was es in 90 Tagen brachte, oder seit es durch das erreicht wird, was es jetzt erreicht, abzüglich des Zurückgenommenen. Die Strategie behält es, hier wird es nicht berechnet: Die Abfrage ist die der Entscheidungen, aus denen sie lernt.',
  'name.what if': 'was wäre wenn',
  'about.what if':
    'Rate des Ziels und Wert je Besucher (abzüglich des Zurückgenommenen, höchstens die Obergrenze), hätte eine andere Regel gegolten, minus die der optimierenden Gruppe. Nie, im eigenen Moment der Kampagne und dort ab einer Absicht oder einem Warenkorb, die bekannt waren, als die Zielgruppe den Besucher aufnahm: aus der Auslosung der drei Gruppen. Immer später: aus den Auslosungen der optimierenden Gruppe, wo ihre Strategie zuerst entschied und etwas angeboten werden konnte. Doppelt robust: was von den zuvor Aufgenommenen erwartet wurde, berichtigt um das, was geschah, geteilt durch seine Wahrscheinlichkeit. Das Intervall gilt bei jedem Hinsehen, wie auch immer die Strategie lernte, für eine Frage; es wird zurückgehalten, wo wenige Besucher es entscheiden würden. Es gilt bei der damaligen Auslastung und dem damaligen Preis und für die erste Entscheidung jedes Besuchers.',
  'name.left at once': 'sofort gegangen',
  'about.left at once':
    'Besucher, deren Besuch innerhalb von zehn Sekunden nach ihrer ersten Entscheidung endete: Aus demselben Besuch kam danach keine weitere Seite und später als zehn Sekunden danach kein eigenes Zeichen. In jeder Gruppe gleich gezählt, ab dem Augenblick der Entscheidung, den auch die Kontrolle hat; was zu einer Ansprache oder einem Gespräch gehört (gezeigt, geschlossen, angeklickt, beantwortet), ist kein Zeichen, da nur eine Gruppe es geben kann. Von einem Besucher ist es eine halbe Stunde und zehn Sekunden nach der Entscheidung bekannt, und nur diese zählen. Der Unterschied zur Kontrolle hat ein Intervall, das bei jedem Hinsehen gilt (97,5 %); ein ganzes Intervall über null ist nachgewiesener Schaden am Besuch.',
  'name.competing': 'Konkurrenz',
  'about.competing':
    'Besucher dieser Periode, die sich auch in einer anderen Kampagne qualifizierten, in einer ihrer Perioden, die zur selben Zeit lief; jede der beiden nennt die andere. Dahinter: Die andere Kampagne wurde in derselben Zone und demselben Besuch innerhalb der zehn Minuten vor dieser entschieden und ließ sie so warten; davor: umgekehrt. Besucher, die gingen, bevor die Zone frei war, haben hier keine Entscheidung und werden nicht gezählt; daher stehen Kampagnen, die in derselben Zone laufen und keinen der Besucher trafen, für sich, allein nach ihrer Konfiguration.',
  'name.by hand': 'von Hand',
  'about.by hand':
    'Besucher der Kontrolle, mit denen ein Agent von Hand ein Gespräch begann oder ein beendetes wieder aufnahm, vom Beginn der Periode bis zum Ende ihres Fensters. Sie zählen trotzdem zur Kontrolle, wie sie gezogen wurden: Verglichen werden weiter alle, die gezogen wurden (Intention-to-treat). Was solche Gespräche bringen, kommt zur Kontrolle, sodass der gezeigte Gewinn eher zu klein ist.',
  'name.bursts': 'Häufungen',
  'name.sensitivity analysis': 'Sensitivitätsanalyse',
  'name.visits': 'Besuche',
  'about.bursts':
    'Besucher, die gehäuft kamen: mindestens 20 neue binnen Minuten von einem Adresspräfix und Browser (50 von einem Adresspräfix oder von einem Netz und Browser), fünfmal so viele wie dort üblich und 2 % aller; oder 150 an einem Tag und 5 % aller. Das Merkmal richtet sich allein nach der Ankunft, in jedem Arm gleich, und bleibt; der mit einem Schlüssel gebildete Hash, an dem sie erkannt wurden, ist nach höchstens einem Tag vergessen.',
  'about.sensitivity analysis':
    'Die Ergebnisse noch einmal ohne die ausgeschlossenen Besucher, in jedem Arm gleich: nach dem Zeitraum der ersten Entscheidung oder nach dem, was bekannt war, als deren Besuch begann. Sie zeigt, wie sehr das Ergebnis auf ihnen beruht. Die Ergebnisse selbst bleiben, wie sie sind: Entscheiden Sie nach diesen.',
  'about.visits':
    'Besuche der Website ohne erkannte Bots. Ein Besuch endet nach 30 Minuten ohne Ereignis.',
  'name.visits with a cart': 'Besuche mit Warenkorb',
  'name.server-side visits': 'serverseitige Besuche',
  'about.server-side visits':
    'Besuche von Besuchern, von denen nur Ihr Server berichtet, ohne Lücke von über 30 Minuten zwischen seinen Ereignissen, ohne Bots. Erstattungen und Stornierungen ergeben keinen. Sie zählen nicht zu den Besuchen.',
  'about.visits with a cart':
    'Besuche, in denen ein Produkt hinzugefügt oder ein nicht leerer Warenkorb gemeldet wurde.',
  'name.visits with an order': 'Besuche mit Bestellung',
  'about.visits with an order':
    'Besuche mit einem Ereignis Order Completed, gleich mit welchem Vertrauen.',
  'name.orders': 'Bestellungen',
  'about.orders':
    'Abgeschlossene Bestellungen, jede Bestellnummer einmal, ohne die ganz erstatteten oder stornierten; ihr Wert ist abzüglich des Zurückgenommenen und ohne das, was in einer anderen Währung als der des Kontos ist.',
  'name.holdout': 'Rückhaltegruppe',
  'about.holdout':
    'Besucher in der Rückhaltegruppe des Kontos gegenüber allen anderen, von denen, die zum ersten Mal kamen, seit sie ihren Anteil hat und seit das Ziel durch das erreicht wird, was es jetzt erreicht (sein Ereignis, sein Schlüssel, sein Vertrauen). Jeder bleibt, wohin ihn sein erstes Ereignis brachte, und zählt für das Fenster des Ziels von diesem an (einen Tag, wo das Fenster der Besuch ist). Der Effekt ist über abgeschlossene Fenster, 24 Stunden danach: Was später kommt, bewegt keinen Effekt.',
};
