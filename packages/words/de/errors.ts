// German sentences of the error table, by code. The console shows them for refusals.
import type { ErrorCode } from '@opportune/protocol/errors.ts';

export const errorsDe: Readonly<Record<ErrorCode, string>> = {
  'request.malformed': 'Die Anfrage ist kein gültiges JSON oder nicht von der beschriebenen Form.',
  'request.invalid': 'Ein Feld hat einen Wert, der nicht erlaubt ist.',
  'request.too_large': 'Die Anfrage ist größer als erlaubt.',
  'request.too_slow': 'Die Anfrage kam zu langsam an.',
  'request.not_found': 'Hier ist nichts, oder Sie dürfen es nicht sehen.',
  'request.method': 'Diese Adresse nimmt die Methode nicht an; siehe Allow.',
  'request.conflict': 'Jemand anderes hat dies inzwischen geändert; laden Sie es neu.',
  'request.key_reused': 'Dieser Idempotenzschlüssel wurde für eine andere Anfrage verwendet.',
  'request.under_way':
    'Eine Anfrage mit diesem Idempotenzschlüssel wird gerade ausgeführt; fragen Sie gleich noch einmal nach ihrer Antwort.',
  'request.outcome_unknown':
    'Die Anfrage mit diesem Idempotenzschlüssel wurde unterbrochen und kann gewirkt haben. Sehen Sie nach, und senden Sie sie dann mit einem anderen Schlüssel noch einmal.',
  'channel.kept': 'Chatfenster und E-Mail eines Kontos lassen sich anhalten, aber nicht entfernen.',
  'channel.unread':
    'Der Anbieter des Kanals hat nicht geantwortet oder abgelehnt; prüfen Sie den Kanal.',
  'brand.unreachable':
    'Die Website antwortet unter ihrer ersten Adresse nicht oder darf nicht aufgerufen werden.',
  'brand.no_origin':
    'Die Website hat keine Adresse, die gelesen werden kann; tragen Sie zuerst eine ein.',
  'brand.elsewhere':
    'Die erste Adresse der Website führt zu einem anderen Host; tragen Sie diesen als ersten ein.',
  'brand.not_a_page': 'Die erste Adresse der Website antwortet nicht mit einer Webseite.',
  'brand.no_colours': 'Auf der Seite wurden keine Farben gefunden: nur Schwarz, Weiß und Grau.',
  'account.full': 'Das Konto hat die Höchstzahl davon erreicht.',
  'user.accounts_full':
    'Diese E-Mail-Adresse gehört schon zu Benutzern der höchsten erlaubten Zahl von Konten.',
  'auth.required': 'Melden Sie sich zuerst an.',
  'channel.signature': 'Die Signatur der Anfrage gilt für diesen Kanal nicht.',
  'channel.replayed': 'Die Zeit der Signatur weicht mehr als fünf Minuten von der des Servers ab.',
  'auth.wrong': 'Die E-Mail-Adresse oder das Passwort ist falsch.',
  'auth.forbidden': 'Ihre Rolle erlaubt das nicht.',
  'auth.scope': 'Das API-Token hat dafür keine Berechtigung.',
  'auth.expired': 'Die Sitzung oder der Link ist abgelaufen; melden Sie sich wieder an.',
  'auth.link_used': 'Dieser Link wurde schon benutzt oder ist abgelaufen.',
  'auth.weak_password':
    'Das Passwort braucht mindestens 12 Zeichen, und mehr als gängige Wörter, Jahreszahlen und eigene Namen. Vier zufällige Wörter sind gut.',
  'auth.password_required':
    'Sie haben sich über einen einmaligen Link angemeldet: Wählen Sie zuerst ein Passwort.',
  'auth.cross_site': 'Die Anfrage kam von einer anderen Website.',
  'key.unknown': 'Der Schreibschlüssel oder geheime Schlüssel ist nicht bekannt.',
  'key.revoked': 'Der geheime Schlüssel wurde widerrufen.',
  'key.trust_too_low':
    'Dieser Aufruf braucht einen geheimen Schlüssel; ein Schreibschlüssel ist öffentlich.',
  'origin.not_allowed': 'Der Ursprung der Seite gehört nicht zu den erlaubten der Website.',
  'consent.missing':
    'Die Website nimmt nichts an, bevor der Besucher einwilligt. Nichts wurde gespeichert.',
  'visitor.token_invalid': 'Das Besuchertoken gehört nicht zu diesem Besucher.',
  'visitor.blocked': 'Dieser Besucher wurde für Gespräche gesperrt.',
  'visitor.gone': 'Der Besucher ist nicht mehr auf der Website.',
  'visitor.bot': 'Der Besucher wurde als Bot erkannt.',
  'visitor.muted': 'Der Besucher möchte nicht angesprochen werden.',
  'visitor.in_conversation': 'Der Besucher hat schon ein Gespräch.',
  'contact.file_unreadable':
    'Die Datei ist nicht lesbar: Sie muss CSV in UTF-8 mit einer Kopfzeile und Zeilen darunter sein.',
  'contact.address_closed':
    'Unter dieser Adresse kann dem Kontakt jetzt nicht geschrieben werden: Der Kanal ist nicht verbunden, oder die Zeit zum Antworten ist vorbei.',
  'contact.not_verified':
    'In einem Telefonat geht ein Code nur an eine bestätigte Adresse des Kontakts.',
  'visitor.in_control':
    'Der Besucher ist in einer Kontrollgruppe, und ein Gespräch trübt den Nachweis. Bestätigen Sie das, um eines zu beginnen oder wieder zu öffnen.',
  'rate.visitor': 'Zu viele Ereignisse von diesem Besucher; versuchen Sie es gleich noch einmal.',
  'rate.address': 'Zu viele Anfragen von dieser Adresse; versuchen Sie es gleich noch einmal.',
  'rate.key': 'Zu viel auf einmal mit diesem Schlüssel; versuchen Sie es gleich noch einmal.',
  'rate.account': 'Zu viel auf einmal für dieses Konto; versuchen Sie es gleich noch einmal.',
  'rate.sign_in': 'Zu viele Anmeldeversuche; warten Sie ein wenig.',
  'rate.messages': 'Zu viele Nachrichten auf einmal; warten Sie einige Sekunden.',
  'rate.calls': 'Zu viele Anrufe oder Verbindungen von hier; warten Sie einen Moment.',
  'rate.mail': 'Zu viele E-Mails wurden versucht; versuchen Sie es später wieder.',
  'rate.transcripts':
    'Zu viele Gespräche wurden per E-Mail gesendet; versuchen Sie es später noch einmal.',
  'rate.files': 'Es sind zu viele Dateien zugleich unterwegs; versuchen Sie es gleich noch einmal.',
  'rate.chats':
    'Von hier kommen gerade zu viele Gespräche oder Nachrichten. Bitte versuchen Sie es später noch einmal.',
  'proof.required':
    'Hier beginnen gerade viele Gespräche, deshalb muss der Browser zuerst die Aufgabe lösen.',
  'message.no_room':
    'Im Moment kann keine weitere Nachricht hinterlassen werden, weil zu viele auf Antwort warten.',
  'queue.full': 'Die Warteschlange ist voll; hinterlassen Sie stattdessen eine Nachricht.',
  'server.accounts_full': 'Dieser Server hat so viele Konten, wie er haben darf.',
  'server.overloaded': 'Der Server ist an seiner Grenze; versuchen Sie es gleich noch einmal.',
  'server.stopping': 'Der Server startet neu; versuchen Sie es gleich noch einmal.',
  'server.storage_full': 'Die Festplatte ist voll; nichts wird angenommen, bis wieder Platz ist.',
  'server.failed': 'Bei uns ist etwas fehlgeschlagen; das Protokoll hat die Einzelheiten.',
  'socket.too_slow': 'Der Leser ist zu weit zurückgefallen; er setzt ab der letzten Nummer fort.',
  'socket.silent': 'Es kam zu lange nichts an.',
  'trial.over':
    'Der Versuch in diesem Browser ist vorbei; nach einer neuen Verbindung zeigt er, was veröffentlicht ist.',
  'event.invalid': 'Das Ereignis ist nicht von der beschriebenen Form.',
  'event.name_missing': 'Ein track-Aufruf braucht einen Ereignisnamen.',
  'event.id_missing': 'Das Ereignis braucht eine Client-ID und eine Besucher- oder Benutzer-ID.',
  'event.too_large': 'Das Ereignis ist größer als erlaubt.',
  'event.too_deep': 'Die Eigenschaften sind tiefer verschachtelt als erlaubt.',
  'event.too_many_properties': 'Das Ereignis hat mehr Eigenschaften als erlaubt.',
  'event.too_old':
    'Das Ereignis liegt für die Live-Annahme zu lange zurück; senden Sie Historie an /v1/history.',
  'event.property_type': 'Eine Eigenschaft eines Standardereignisses hat den falschen Typ.',
  'batch.too_long': 'Der Stapel enthält mehr Ereignisse als erlaubt.',
  'event.repeat': 'Dieses Ereignis kam schon einmal an und zählt nur einmal.',
  'event.late':
    'Das Ereignis ist älter als eine Minute: Es aktualisiert Fakten, löst aber nichts aus.',
  'event.token_invalid': 'Das Kundentoken gilt nicht; das identify zählt als Behauptung.',
  'event.attribute_undeclared':
    'Das eigene Attribut ist nicht deklariert: Es wird gespeichert, aber keine Bedingung liest es.',
  'event.attribute_type':
    'Ein eigenes Attribut hat einen anderen Typ als deklariert: Es wird gespeichert, ist aber kein Fakt.',
  'event.bot':
    'Der Absender wurde als Bot erkannt und bleibt aus Entscheidungen und Ergebnissen heraus.',
  'goal.trust_too_low':
    'Das Ereignis ist gespeichert, aber das Ziel nimmt nur Ereignisse mit höherem Vertrauen.',
  'goal.other_currency':
    'Das Ziel ist erreicht, aber sein Wert zählt nicht, weil seine Währung nicht die des Kontos ist.',
  'condition.invalid': 'Die Bedingung ist nicht von der beschriebenen Grammatik.',
  'condition.unknown_fact': 'Diesen Fakt gibt es nicht.',
  'condition.operator': 'Dieser Vergleich passt nicht zum Typ des Fakts.',
  'condition.value': 'Der Wert passt nicht zum Vergleich.',
  'condition.too_deep': 'Die Bedingung ist zu tief verschachtelt oder hat zu viele Teile.',
  'exclusion.too_late':
    'Besucher lassen sich nur nach dem ausschließen, was bekannt war, bevor sie sich qualifizierten.',
  'campaign.no_channel': 'Die Kampagne bietet Kanäle an, und keiner davon ist verbunden.',
  'campaign.incomplete': 'Die Kampagne kann noch nicht live gehen; es fehlt etwas.',
  'translation.unreadable': 'Die Datei ist keine lesbare XLIFF-Datei.',
  'translation.other': 'Die Datei gehört zu etwas anderem oder ist in einer anderen Sprache.',
  'translation.unit':
    'Manche Übersetzungen lassen sich nicht übernehmen; jede ist mit ihrem Text aufgeführt.',
  'translation.unset':
    'Wählen Sie zuerst in den Einstellungen des Kontos, in welcher Sprache Sie schreiben.',
  'campaign.approval_required':
    'Hier gibt jemand anderes einen Entwurf frei, bevor er live geht. Bitten Sie um Freigabe; ein anderer Manager veröffentlicht ihn dann.',
  'campaign.state': 'Die Kampagne ist nicht in einem Stand, der das erlaubt.',
  'conversation.ended':
    'Das Gespräch ist beendet; beginnen oder öffnen Sie es wieder, um zu schreiben.',
  'conversation.disposition_missing':
    'Sagen Sie, wie das Gespräch ausgegangen ist, bevor es abgelegt wird.',
  'conversation.closed': 'Das Gespräch endete vor zu langer Zeit, um es wieder zu öffnen.',
  'conversation.merged':
    'Das Gespräch gehört zu einem anderen; schreiben Sie dort oder trennen Sie die beiden.',
  'conversation.not_mergeable':
    'Nur ein beendetes Gespräch lässt sich zusammenführen, mit einem anderen desselben Kontakts.',
  'callback.slot':
    'Jemand anderes hat diese Zeit genommen, oder dann ist niemand da; wählen Sie eine andere.',
  'callback.promised': 'Ein Rückruf ist schon zugesagt; verschieben oder stornieren Sie ihn.',
  'callback.over': 'Der Rückruf ist vorbei, oder es klingelt schon.',
  'contact.opted_out': 'Der Kontakt möchte an diese Adresse keine Nachrichten.',
  'conversation.not_yours': 'Das Gespräch gehört einem anderen Agenten.',
  'message.too_long': 'Die Nachricht ist länger als erlaubt.',
  'message.empty': 'Die Nachricht hat keinen Text.',
  'message.not_answerable': 'Die Nachricht bietet diese Antwort nicht an.',
  'message.answered': 'Die Nachricht wurde schon beantwortet; die erste Antwort gilt.',
  'message.answer_invalid': 'Ein Feld des Formulars fehlt oder ist ungültig.',
  'call.emergency':
    'Notruf- und andere Kurznummern können von hier nicht angerufen werden; nehmen Sie ein Telefon.',
  'call.number':
    'Diese Nummer kann nicht angerufen werden: Sie ist unterdrückt oder keine Nummer mit Landesvorwahl.',
  'call.country': 'Nummern dieses Landes sind nicht erlaubt; ein Administrator kann sie erlauben.',
  'call.quiet_hours': 'Angerufen wird von 8 bis 21 Uhr; rufen Sie morgen wieder an.',
  'call.spent': 'Die heutigen Anrufe haben die Minuten dieser Nummer verbraucht.',
  'call.voices':
    'In diesem Anruf sprechen schon vier; erst muss jemand gehen oder ein Vorgesetzter nur zuhören.',
  'call.carrier':
    'Der Anbieter hat den Anruf nicht angenommen; versuchen Sie es erneut, oder prüfen Sie den Kanal.',
  'callback.off': 'Hier wird niemand zurückgerufen.',
  'callback.way': 'Hier wird niemand per Telefon zurückgerufen; wählen Sie einen anderen Weg.',
  'call.off': 'Anrufe werden hier nicht angeboten.',
  'call.no_sound':
    'Der Medien-Host nimmt diese Verbindung nicht an; versuchen Sie es gleich wieder.',
  'attachment.off': 'Hier werden keine Dateien angenommen.',
  'attachment.type': 'Dateien dieser Art werden nicht angenommen.',
  'attachment.too_large': 'Die Datei ist größer als erlaubt.',
  'attachment.too_many': 'Zu viele Dateien an einem Tag; versuchen Sie es später noch einmal.',
  'attachment.too_slow':
    'Die Datei kam zu langsam an; versuchen Sie es mit einer schnelleren Verbindung noch einmal.',
  'attachment.missing': 'Die Datei ist nicht da; wählen Sie sie noch einmal.',
  'attachment.unreachable':
    'Der Dateispeicher antwortet nicht; versuchen Sie es gleich noch einmal.',
  'callback.full':
    'Im Augenblick warten zu viele auf einen Rückruf; hinterlassen Sie eine Nachricht.',
  'agent.no_room': 'Der Agent hat keinen Platz oder ist nicht online.',
  'agent.absent': 'Der Agent ist nicht da: Er hat keine Konsole offen.',
  'mail.not_configured':
    'Es ist kein Mailserver eingerichtet, also lässt sich keine Antwort per E-Mail senden.',
  'mail.failed':
    'Der Mailserver hat die E-Mail nicht angenommen; versuchen Sie es später noch einmal.',
  'transcript.sent': 'Das Gespräch wurde schon per E-Mail gesendet.',
  'transcript.not_offered': 'Dieses Gespräch wird nicht per E-Mail gesendet.',
  'start.port_taken': 'Der Port ist von einem anderen Programm belegt.',
  'start.folder_in_use': 'Ein anderer Server nutzt diesen Datenordner.',
  'start.split_data':
    'Diese Mischung von Datenbanken würde die Daten teilen; siehe die Konfigurationsreferenz.',
  'start.engine_missing':
    'Die mitgelieferte Datenbank gibt es für diese Maschine nicht; geben Sie die URL Ihrer eigenen an.',
  'start.engine_unusable':
    'Ihre eigene Datenbank kann nicht benutzt werden; die Meldung nennt die Option und den Grund.',
  'start.engine_failed': 'Eine Datenbank ist nicht gestartet; das Protokoll sagt, warum.',
  'start.folder_closed':
    'Der Prozess, der in den Datenordner schreiben muss, hat keinen Zugriff darauf.',
  'start.migration_changed':
    'Eine schon angewandte Migration hat sich seitdem geändert; stellen Sie ihre Datei wieder her.',
  'start.option_invalid': 'Eine Startoption hat einen Wert, der nicht erlaubt ist.',
  'engine.unavailable': 'Die Datenbank startet gerade neu; versuchen Sie es gleich noch einmal.',
  'facts.failed':
    'Der Speicher der Fakten hat die Abfrage oder die Zeilen abgelehnt; das Protokoll hat die Einzelheiten.',
  'facts.unscoped': 'Ein Bericht nennt eine Faktentabelle ohne ihr Konto.',
};
