// German words of the history: figures, queues and reports by e-mail.
import type { historyEn } from '../../en/management/history.ts';
import type { Words } from '../../language.ts';

export const historyDe: Words<typeof historyEn> = {
  'figure.begun': 'Gespräche',
  'figure.begun.about': 'Gespräche, die in diesen Tagen begannen, wie auch immer sie endeten.',
  'figure.begun.formula': 'Zahl der Gespräche nach dem Zeitpunkt ihres Beginns.',
  'figure.begun.without':
    'Nichts. Offene Gespräche und hinterlassene Nachrichten zählen mit. Ein wieder geöffnetes Gespräch zählt nur an seinem ersten Tag.',
  'figure.invited': 'Aus Ansprachen',
  'figure.invited.about': 'Gespräche, die aus der Ansprache einer Kampagne entstanden.',
  'figure.invited.formula': 'Gespräche mit einer Entscheidung.',
  'figure.invited.without': 'Gespräche, die Besucher von sich aus begannen.',
  'figure.own': 'Von sich aus',
  'figure.own.about':
    'Gespräche, die Besucher über die Schaltfläche für Kontakt begannen, und solche, die ein Agent begann.',
  'figure.own.formula': 'Gespräche ohne die aus Ansprachen.',
  'figure.own.without': 'Gespräche aus Ansprachen.',
  'figure.messages': 'Hinterlassene Nachrichten',
  'figure.messages.about':
    'Gespräche, die zu einer Nachricht mit Adresse wurden, weil niemand da war, der Besucher nicht warten wollte oder die Schlange verließ.',
  'figure.messages.formula':
    'Gespräche, die ein Fall sind, offen, beantwortet oder geschlossen, und die zuvor kein Agent live beantwortet hat.',
  'figure.messages.without':
    'Nichts. Da sie per E-Mail beantwortet werden, stehen sie in keiner anderen Kennzahl außer der Zahl der Gespräche und ihrer Herkunft.',
  'figure.answered': 'Beantwortet',
  'figure.answered.about': 'Gespräche, in denen ein Agent dem Besucher schrieb.',
  'figure.answered.formula': 'Gespräche mit einer ersten Nachricht eines Agenten.',
  'figure.answered.without':
    'Hinterlassene Nachrichten, Gespräche, die ein Agent annahm, ohne zu schreiben, und Gespräche, die ein Agent begann.',
  'figure.abandoned': 'Ohne Antwort',
  'figure.abandoned.about':
    'Gespräche, die endeten, bevor ein Agent schrieb: Der Besucher beendete sie oder war zu lange fort, oder ein Agent beendete sie, ohne zu schreiben.',
  'figure.abandoned.formula':
    'Gespräche, die vorbei oder in Nacharbeit sind und nie beantwortet wurden.',
  'figure.abandoned.without': 'Hinterlassene Nachrichten und Besucher, die noch warten.',
  'figure.abandonment': 'Abbruchquote',
  'figure.abandonment.about': 'Der Anteil der Gespräche, die ohne Antwort endeten.',
  'figure.abandonment.formula': 'Ohne Antwort, geteilt durch beantwortet und ohne Antwort.',
  'figure.abandonment.without':
    'Hinterlassene Nachrichten und Gespräche, deren Antwort noch aussteht.',
  'figure.wait-median': 'Wartezeit, Median',
  'figure.wait-median.about':
    'Wie lange Besucher warteten, bis ein Agent das Gespräch hatte. Die Hälfte wartete länger.',
  'figure.wait-median.formula':
    'Median der Zeit vom Beginn bis zum ersten Agenten, der das Gespräch hatte.',
  'figure.wait-median.without':
    'Hinterlassene Nachrichten, Gespräche, die ein Agent begann, und Gespräche, die kein Agent hatte, weil der Besucher aufgab oder noch wartet.',
  'figure.wait-p90': 'Wartezeit, neun von zehn',
  'figure.wait-p90.about':
    'Neun von zehn Besuchern warteten nicht länger, bis ein Agent das Gespräch hatte.',
  'figure.wait-p90.formula':
    '90. Perzentil der Zeit vom Beginn bis zum ersten Agenten, interpoliert.',
  'figure.wait-p90.without': 'Wie beim Median.',
  'figure.first-answer': 'Erste Antwort, Median',
  'figure.first-answer.about':
    'Wie lange es dauerte, bis ein Agent dem Besucher schrieb. Die Hälfte der Besucher wartete länger.',
  'figure.first-answer.formula':
    'Median der Zeit vom Beginn bis zur ersten Nachricht eines Agenten.',
  'figure.first-answer.without': 'Hinterlassene Nachrichten und bisher unbeantwortete Gespräche.',
  'figure.service-level': 'Servicelevel',
  'figure.service-level.about':
    'Der Anteil der Gespräche, die innerhalb der Zielzeit ihrer Fähigkeit beantwortet wurden.',
  'figure.service-level.formula':
    'Beantwortet innerhalb des Ziels, das die Fähigkeit jetzt hat, geteilt durch: beantwortet, ohne Antwort vorbei oder schon länger wartend als das Ziel.',
  'figure.service-level.without':
    'Gespräche von Fähigkeiten ohne Ziel, hinterlassene Nachrichten, Gespräche, die ein Agent begann, und Besucher, die noch rechtzeitig warten.',
  'figure.handle-time': 'Bearbeitungszeit, Mittel',
  'figure.handle-time.about':
    'Wie lange Agenten ein Gespräch hatten, Nacharbeit eingeschlossen. Mehrere zugleich zählen jedes voll.',
  'figure.handle-time.formula':
    'Mittel über die Gespräche der gesamten Zeit, in der Agenten jedes hatten. Zeit, in der der Server aus war, zählt wie die Zeit unmittelbar davor.',
  'figure.handle-time.without':
    'Gespräche, die noch nicht beendet sind (Nachbearbeitung eingeschlossen), Gespräche, die kein Agent hatte, und hinterlassene Nachrichten.',
  'figure.transfers': 'Weitergaben',
  'figure.transfers.about':
    'Wie oft ein Gespräch direkt von einem Agenten zum anderen ging, durch Weitergabe oder Übernahme.',
  'figure.transfers.formula':
    'Zahl solcher Wechsel in den Gesprächen, die in diesen Tagen begannen.',
  'figure.transfers.without': 'Gespräche, die zuerst in die Warteschlange zurückgingen.',
  'figure.calls': 'Anrufe',
  'figure.calls.about':
    'Anrufe in Konversationen, die in der Zeitspanne begannen, gleich wer sie vorschlug.',
  'figure.calls.formula': 'Zahl der Anrufe dieser Konversationen.',
  'figure.calls.without': 'Nichts. Auch Anrufe, die niemand annahm, zählen.',
  'figure.calls-answered': 'Angenommene Anrufe',
  'figure.calls-answered.about': 'Anrufe, in denen beide Seiten einander hörten.',
  'figure.calls-answered.formula': 'Anrufe, die zustande kamen.',
  'figure.calls-answered.without': 'Abgelehnte und zurückgenommene Anrufe und solche ohne Ton.',
  'figure.calls-abandoned': 'Aufgegebene Anrufe',
  'figure.calls-abandoned.about':
    'Anrufe von Besuchern, die auf ein Gespräch warteten und auflegten, bevor ein Agent annahm.',
  'figure.calls-abandoned.formula':
    'Anrufe aus der Warteschlange, die vorbei sind und nie angenommen wurden.',
  'figure.calls-abandoned.without': 'Anrufe, die ein Agent vorschlug, und solche, die noch warten.',
  'figure.call-speed': 'Annahme von Anrufen, Mittel',
  'figure.call-speed.about': 'Wie lange Besucher auf ein Gespräch warteten, bis ein Agent annahm.',
  'figure.call-speed.formula': 'Mittel der Zeit vom Wunsch bis zur Annahme.',
  'figure.call-speed.without': 'Anrufe, die ein Agent vorschlug, und solche, die niemand annahm.',
  'figure.talk-time': 'Gesprächszeit, Mittel',
  'figure.talk-time.about': 'Wie lange beide Seiten in einem Anruf sprachen.',
  'figure.talk-time.formula':
    'Zeit, in der beide Seiten im Anruf waren, ohne die Zeit in der Warteschleife, geteilt durch die angenommenen Anrufe.',
  'figure.talk-time.without':
    'Laufende Anrufe und solche, die ein Neustart beendete, tragen keine Zeit bei.',
  'figure.hold-time': 'Haltezeit, Mittel',
  'figure.hold-time.about':
    'Wie lange der Kunde in einem Anruf gehalten wurde, auch während Agenten unter sich sprachen.',
  'figure.hold-time.formula': 'Gehaltene Zeit, geteilt durch die angenommenen Anrufe.',
  'figure.hold-time.without':
    'Anrufe aus der Zeit, bevor das Halten erfasst wurde, tragen keine Zeit bei.',
  'figure.wrap-up-time': 'Nacharbeit nach Anrufen, Mittel',
  'figure.wrap-up-time.about':
    'Wie lange Agenten eine Konversation mit Anruf nach ihrem Ende behielten.',
  'figure.wrap-up-time.formula':
    'Mittel der Zeit vom Ende der Konversation, bis ihr Agent sie weglegte.',
  'figure.wrap-up-time.without':
    'Konversationen ohne angenommenen Anruf und solche, die nicht vorbei sind.',
  'figure.callbacks': 'Zugesagte Rückrufe',
  'figure.callbacks.about':
    'Zusagen, einen Besucher zurückzurufen, in Konversationen, die in der Zeitspanne begannen.',
  'figure.callbacks.formula': 'Zahl der Zusagen.',
  'figure.callbacks.without': 'Stornierte Zusagen.',
  'figure.callbacks-kept': 'Gehaltene Rückrufe',
  'figure.callbacks-kept.about':
    'Der Anteil der Zusagen, bei denen es innerhalb von fünf Minuten nach der vereinbarten Zeit zum ersten Mal klingelte.',
  'figure.callbacks-kept.formula':
    'Zusagen mit erstem Klingeln in der Zeit, geteilt durch Zusagen mit einem Klingeln oder Ende.',
  'figure.callbacks-kept.without': 'Stornierte Zusagen und solche, deren Zeit noch kommt.',
  'figure.callbacks-missed': 'Verpasste Rückrufe',
  'figure.callbacks-missed.about': 'Zusagen, bei denen es zu spät oder nie klingelte.',
  'figure.callbacks-missed.formula': 'Zusagen mit einem Klingeln oder Ende, ohne die gehaltenen.',
  'figure.callbacks-missed.without': 'Stornierte Zusagen und solche, deren Zeit noch kommt.',
  'figure.callbacks-reached': 'Erreichte Rückrufe',
  'figure.callbacks-reached.about':
    'Der Anteil der Zusagen, in denen beide Seiten einander am Ende hörten.',
  'figure.callbacks-reached.formula':
    'Zusagen, die den Besucher erreichten, geteilt durch Zusagen, die vorbei sind.',
  'figure.callbacks-reached.without': 'Stornierte Zusagen und solche, die noch laufen.',
  'figure.concurrency': 'Gleichzeitigkeit',
  'figure.concurrency.about':
    'Wie viele Gespräche ein Agent im Mittel zugleich hatte, während er welche hatte.',
  'figure.concurrency.formula':
    'Die gesamte Zeit aller Gespräche, geteilt durch die Zeit mit mindestens einem, für alle Agenten zusammen. Nur Zeit in diesen Tagen zählt, wann immer das Gespräch begann. Offene Gespräche zählen bis jetzt. Zeit, in der der Server aus war, zählt wie die Zeit unmittelbar davor.',
  'figure.concurrency.without':
    'Zeit ohne Gespräch. Die Zahl misst die Zeit der Agenten und lässt sich darum nicht nach Fähigkeit, Kanal oder Kampagne teilen oder auf einen Kanal begrenzen.',
  'figure.occupancy': 'Auslastung',
  'figure.occupancy.about':
    'Der Anteil der Online-Zeit von Agenten, in der sie ein Gespräch hatten.',
  'figure.occupancy.formula':
    'Zeit online mit mindestens einem Gespräch, geteilt durch die Zeit online, für alle Agenten zusammen, in diesen Tagen und bis jetzt. Zeit, in der der Server aus war, zählt wie die Zeit unmittelbar davor.',
  'figure.occupancy.without':
    'Zeit in jedem anderen Zustand, auch mit Gesprächen. Die Zahl misst die Zeit der Agenten und lässt sich darum nicht nach Fähigkeit, Kanal oder Kampagne teilen oder auf einen Kanal begrenzen.',
  'figure.csat': 'Zufrieden (CSAT)',
  'figure.csat.about':
    'Der Anteil der Besucher, die das Gespräch danach mit 4 oder 5 von 5 bewerteten.',
  'figure.csat.formula': 'Bewertungen mit 4 und 5, geteilt durch alle Bewertungen.',
  'figure.csat.without':
    'Hinterlassene Nachrichten und Gespräche ohne Bewertung. Es antworten oft nur wenige Besucher, achten Sie also auf die Zahl.',
  'figure.nps': 'Weiterempfehlung (NPS)',
  'figure.nps.about': 'Um wie viele von 100 Antwortenden mehr Sie empfehlen würden als nicht.',
  'figure.nps.formula': 'Prozent der 9 und 10 minus Prozent der 0 bis 6.',
  'figure.nps.without': 'Hinterlassene Nachrichten; Gespräche ohne diese Antwort.',
  'figure.resolved': 'Gelöst',
  'figure.resolved.about': 'Der Anteil der Besucher, die sagten, dass ihre Frage gelöst ist.',
  'figure.resolved.formula': 'Ja, geteilt durch Ja und Nein.',
  'figure.resolved.without': 'Hinterlassene Nachrichten; Gespräche ohne diese Antwort.',

  'of.conversations': { one: 'von {n} Gespräch', other: 'von {n} Gesprächen' },
  'of.answers': { one: 'von {n} Antwort', other: 'von {n} Antworten' },
  'of.busy': 'über {time} mit Gesprächen',
  'of.online': 'von {time} online',
  about: 'Über {figure}',
  'about.formula': 'Wie es gezählt wird',
  'about.without': 'Was nicht dabei ist',
  'about.close': 'Schließen',

  tabs: 'Team',
  'tab.now': 'Jetzt',
  'tab.history': 'Verlauf',
  'tab.callbacks': 'Rückrufe',
  'tab.reports': 'Per E-Mail',

  span: 'Tage',
  'span.today': 'Heute',
  'span.yesterday': 'Gestern',
  'span.7': '7 Tage',
  'span.28': '28 Tage',
  'span.own': 'Von, bis',
  'span.from': 'Erster Tag',
  'span.until': 'Letzter Tag',
  by: 'Nach',
  'by.hour': 'Stunde',
  'by.day': 'Tag',
  'by.skill': 'Fähigkeit',
  'by.agent': 'Agent',
  'by.kind': 'Art des Agenten',
  'by.channel': 'Kanal',
  'by.campaign': 'Kampagne',
  'part.hour': 'Stunde',
  'part.day': 'Tag',
  'part.skill': 'Fähigkeit',
  'part.agent': 'Agent, der es zuletzt hatte',
  'part.kind': 'Agenten, die es zuletzt hatten',
  'part.channel': 'Kanal',
  'part.campaign': 'Kampagne',
  'none.skill': 'Keine Fähigkeit',
  'none.agent': 'Kein Agent',
  'none.kind': 'Kein Agent',
  'none.campaign': 'Von sich aus',
  'kind.person': 'Menschen',
  'kind.program': 'Programme',
  channel: 'Kanal',
  'channel.all': 'Alle Kanäle',
  csv: 'CSV',
  'csv.from': 'von',
  'csv.until': 'bis',
  'csv.of': '{figure}: beruht auf',
  asOf: 'Stand {time}, Tage von {zone}',
  before: 'davor: {value}',
  'before.title': 'Verglichen mit {from} bis {until}',
  'before.day': 'Verglichen mit {from}',
  'before.sofar': 'bis zur gleichen Tageszeit',
  chart: '{figure} nach {by}',
  table: 'In Zahlen',
  more: { one: '{n} weiterer fehlt', other: '{n} weitere fehlen' },
  'empty.title': 'Kein Gespräch an diesen Tagen',
  'empty.text': 'Wählen Sie andere Tage. Jedes Gespräch zählt an dem Tag, an dem es begann.',
  'too.long': 'Nach Stunden werden höchstens {n} Tage gezeigt.',

  'reports.text':
    'Berichte per E-Mail über den Vortag oder die sieben Tage davor, in der Zeitzone des Kontos.',
  'reports.none.title': 'Sie bekommen keinen Bericht',
  'reports.none.text':
    'Wählen Sie, wie oft, wann und welche Kennzahlen. Die E-Mail zeigt sie als Tabelle, mit einer CSV-Datei.',
  'reports.noMail':
    'Es ist kein Mailserver eingerichtet, also wird nichts gesendet. Bitten Sie Ihren Administrator, einen einzurichten.',
  'reports.new': 'Neuer Bericht',
  'reports.edit': 'Bericht ändern',
  'reports.every': 'Wie oft',
  'reports.every.day': 'Jeden Tag',
  'reports.every.week': 'Jede Woche',
  'reports.weekday': 'Am',
  'reports.hour': 'Um',
  'reports.figures': 'Kennzahlen',
  'reports.figures.needed': 'Wählen Sie mindestens eine Kennzahl.',
  'reports.by': 'Datei, nach',
  'reports.by.none': 'Nur das Ganze',
  'reports.when.day': 'Jeden Tag um {hour}',
  'reports.when.week': '{weekday} um {hour}',
  'reports.next': 'Nächster',
  'reports.last': 'Letzter Versuch',
  'reports.last.none': 'noch keiner',
  'reports.last.sent': 'gesendet {at}',
  'reports.last.failed': 'der Mailserver nahm ihn nicht an',
  'reports.last.unknown': 'nicht bekannt: Der Server hielt beim Senden an',
  'reports.to': 'Geht an {address}',
  'reports.count': { one: '{n} Kennzahl', other: '{n} Kennzahlen' },
  'reports.remove': 'Nicht mehr senden',
  'reports.removed': 'Der Bericht wird nicht mehr gesendet',
  'reports.saved': 'Gespeichert',
  'reports.change': 'Ändern',
  'reports.save': 'Speichern',

  'letter.subject.day': 'Gespräche vom {day}',
  'letter.subject.week': 'Gespräche, {from} bis {until}',
  'letter.about': '{account}. Tage sind die von {zone}. Stand {time}.',
  'letter.before.day': 'Der Tag davor',
  'letter.before.week': 'Die sieben Tage davor',
  'letter.figure': 'Kennzahl',
  'letter.value': 'Wert',
  'letter.foot':
    'Sie bekommen diesen Bericht, weil Sie ihn eingerichtet haben. Ändern oder beenden: {link}',

  'queues.title': 'Schlangen',
  'queues.hint': 'nach Fähigkeit, längste Wartezeit zuerst',
  'queues.skill': 'Fähigkeit',
  'queues.waiting': 'Warten',
  'queues.longest': 'Längste Wartezeit',
  'queues.free': 'Freie Plätze',
  'queues.free.none': 'keine',
  'queues.expected': 'Erwartete Wartezeit',
  'queues.median': 'Wartezeit heute, Median',
  'queues.level': 'Servicelevel heute',
  'queues.target': 'Ziel {share} in {time}',
  'queues.none': 'kein Ziel',
  'queues.goal': 'Ziel',
  'table.acts': 'Aktionen',
  'queues.late': { one: '{n} zu spät', other: '{n} zu spät' },
  'waits.title': 'Warten',
  'waits.hint': 'wer bald zu lange wartet, zuerst',
  'waits.visitor': 'Besucher',
  'waits.since': 'Wartet',
  'waits.left': 'Zeit zum Antworten',
  'waits.late': '{time} zu spät',
  'waits.rings': 'klingelt bei {name}',
  'waits.assign': 'Einem Agenten geben',
  'waits.assigned': '{name} hat es',
  'waits.more': { one: '{n} weiterer wartet', other: '{n} weitere warten' },
  'now.level': 'Servicelevel heute',
  'now.level.of': 'rechtzeitig, {n} von {of}',
  'now.abandonment': 'Heute ohne Antwort gegangen',
  'now.abandoned': { one: '{n} Besucher', other: '{n} Besucher' },
  'agents.has': 'Hat jetzt',
  'agents.answered': 'Heute beantwortet',
  'agents.firstAnswer': 'Erste Antwort, Median',
  'agents.open': 'Was {name} jetzt hat',
  'agents.open.none': '{name} hat jetzt kein Gespräch.',
  'agents.close': 'Schließen',
  'talk.read': 'Mitlesen',
  'talk.hand': 'Weitergeben an',
  'talk.takeOver': 'Übernehmen',
  'talk.takenOver': 'Es gehört jetzt Ihnen',
  'talk.since': 'seit {time}',
  'hand.room': '{n} von {room}',
  'hand.nobody': 'Sonst ist niemand online.',
  'hand.offered': '{name} angeboten',
};
