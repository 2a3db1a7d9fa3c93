// German sentences of refusals that are more specific than the error table, as the server and core
// write them. {places} stand for names and numbers. The console finds the received text here and
// shows it in its own language. `npm run check` reports what is missing.

import type { refusalsEn } from '../en/refusals.ts';
import type { Words } from '../language.ts';

export const refusalsDe: Words<typeof refusalsEn> = {
  'field.unknown': 'Ein solches Feld gibt es hier nicht.',
  'account.full': 'Das Konto hat davon schon {most}, die Höchstzahl.',
  'exclusion.span': 'Das Ende muss nach dem Beginn liegen.',
  'exclusion.instant': 'Dieses Datum liegt zu weit in der Zukunft.',
  'exclusion.many': 'Die Kampagne hat schon {most} Ausschlüsse, die Höchstzahl.',
  'exclusion.does':
    'Das Verhalten eines Besuchers kann sich je nach Gruppe unterscheiden. Schließen Sie nach einem von diesen aus: {facts}.',
  'exclusion.fact':
    '„{fact}“ kann sich ändern, nachdem Besucher sich qualifiziert haben, und sich je nach Gruppe unterscheiden. Schließen Sie nach einem von diesen aus: {facts}.',
  'exclusion.burstOperator': '„{op}“ passt nicht zu „{fact}“; nehmen Sie „eq“ oder „ne“.',
  'exclusion.burstValue': '„{fact}“ ist wahr oder falsch.',
  'exclusion.operator': '„{op}“ ist in Ausschlüssen nicht erlaubt.',
  'account.currency': 'Diese Währung gibt es nicht. Verwenden Sie einen Code wie EUR.',
  'account.timeZone': 'Diese Zeitzone gibt es nicht. Verwenden Sie eine wie Europe/Berlin.',
  'mail.password': 'Geben Sie das Passwort ein: Für diesen Server und Benutzer ist keines gesetzt.',
  'mail.private':
    'Dieser Host hat eine Adresse eines privaten Netzes, zu dem der Server keine Verbindung aufbaut.',
  'user.disabled': 'Der Benutzer ist gesperrt.',
  'user.there': 'Einen Benutzer mit dieser Adresse gibt es schon.',
  'user.administrator': 'Das Konto braucht einen Administrator.',
  'token.ofPerson': 'Personen erstellen ihre Tokens selbst.',
  'token.scope': 'Die Rolle erlaubt den Bereich „{scope}“ nicht.',
  'user.ofPeople':
    'Ein Programm hat keine E-Mail-Adresse, und seine Rolle lässt sich nicht ändern.',
  'user.program': 'Ein Programm meldet sich nicht an.',
  'request.again':
    'Diese Anfrage läuft noch oder wurde unterbrochen. Lesen Sie die Ressource, um zu sehen, ob sie gewirkt hat.',
  'origin.form':
    'Geben Sie einen Ursprung wie https://www.example.com an, ohne Pfad; https://*.example.com nimmt alle Subdomains.',
  'site.missing': 'Diese Website gibt es nicht.',
  'site.noOrigin': 'Die Website hat keinen erlaubten Ursprung, der sich öffnen ließe.',
  'site.key':
    'Geben Sie einen öffentlichen Schlüssel als PEM oder JWK an: RSA mit mindestens 2.048 Bit oder die Kurve P-256. Keinen privaten Schlüssel.',
  'picture.body': 'Geben Sie das Bild als application/octet-stream.',
  'picture.logo': 'Geben Sie ein PNG-, JPEG- oder WebP-Bild mit höchstens 1.024 Punkten je Seite.',
  'picture.photo':
    'Geben Sie ein quadratisches PNG-, JPEG- oder WebP-Bild mit höchstens 256 Punkten je Seite.',
  'goal.missing': 'Dieses Ziel gibt es nicht.',
  'goal.gone': 'Das Ziel ist nicht mehr da.',
  'goal.used':
    'Die Kampagne „{name}“ verwendet dieses Ziel. Geben Sie ihr ein anderes oder archivieren Sie sie.',
  'attribute.there': '„{name}“ ist schon erklärt.',
  'attribute.used':
    'Die Kampagne „{name}“ hat eine Bedingung darauf. Ändern Sie die Bedingung oder archivieren Sie die Kampagne.',
  'campaign.archived': 'Eine archivierte Kampagne lässt sich nicht ändern.',
  'campaign.pause': 'Nur eine laufende Kampagne lässt sich pausieren.',
  'campaign.resume': 'Nur eine pausierte Kampagne lässt sich fortsetzen.',
  'campaign.publication': 'Es wartet keine Veröffentlichung.',
  'campaign.discard': 'Es gibt keine Live-Fassung, zu der man zurückkehren könnte.',
  'campaign.control.none':
    'Eine Live-Kampagne braucht eine Kontrollgruppe. Ohne sie lässt sich ihr Gewinn nicht messen.',
  'campaign.control.all': 'Sind alle in der Kontrolle, würde niemand sie sehen.',
  'campaign.shares': 'Die Anteile der Varianten müssen zusammen 100 % ergeben.',
  'campaign.share':
    'Niemand würde die Variante „{name}“ je sehen: Geben Sie ihr einen Anteil, oder entfernen Sie sie.',
  'campaign.variants': 'Zwei Varianten haben dieselbe ID.',
  'campaign.always.none':
    'Einige Besucher müssen das Angebot immer bekommen. Sonst lässt sich der Gewinn des Optimierens nicht messen.',
  'campaign.always.all': 'Bekommen alle immer das Angebot, gibt es nichts zu optimieren.',
  'campaign.button': 'Die Schaltfläche, die den Chat öffnet, braucht eine Beschriftung.',
  'campaign.text': 'Es braucht eine Überschrift oder einen Text.',
  'campaign.slot': 'Eine eingebettete Ansprache braucht die Stelle der Seite, an die sie kommt.',
  'campaign.zone': 'Dieses Format belegt die Zone „{zone}“, nicht „{other}“.',
  'campaign.link': 'Die Schaltfläche braucht eine Adresse, zu der sie führt.',
  'campaign.linkButton': 'Der Link braucht eine beschriftete Schaltfläche.',
  'campaign.until': 'Das Ende muss nach dem Beginn liegen.',
  'campaign.hours': 'Die Stunden dürfen nicht leer sein.',
  'condition.any': 'Nennen Sie mindestens einen Teil; so ist dies nie wahr.',
  'condition.fact': 'Den Fakt „{fact}“ gibt es nicht.',
  'condition.operator': '„{operator}“ passt nicht zu „{fact}“.',
  'condition.property': '„{operator}“ ist für Fakten; Eigenschaften haben keine Zeitpunkte.',
  'condition.level': '„{fact}“ ist kein Wert, der steigt und fällt.',
  'condition.falls': 'Er muss tiefer fallen, als er steigt.',
  'condition.noValue': 'Hier gehört kein Wert hin.',
  'condition.list': 'Nennen Sie eine Liste mit mindestens einem Wert.',
  'condition.pair': 'Nennen Sie zwei Zahlen, die kleinere zuerst.',
  'condition.text': 'Nennen Sie einen Text.',
  'condition.seconds': 'Nennen Sie eine Zahl von Sekunden.',
  'condition.date': 'Nennen Sie ein Datum wie 2026-03-01 oder eine Zeit in UTC.',
  'condition.compare': 'Nennen Sie einen Vergleichswert.',
  'condition.one': 'Nennen Sie einen Wert.',
  'condition.expression': 'Nennen Sie einen Ausdruck.',
  'condition.noExpression':
    'Das ist kein gültiger RE2-Ausdruck. RE2 kennt weder Vorausschau noch Rückverweise.',
  'condition.asText': '„{fact}“ wird mit einem Text verglichen.',
  'condition.asNumber': '„{fact}“ wird mit einer Zahl verglichen.',
  'condition.asBoolean': '„{fact}“ wird mit Ja oder Nein verglichen.',
  'condition.oneOf': '„{fact}“ ist eines von {values}.',
  'event.object': 'Ein Aufruf ist ein JSON-Objekt.',
  'event.property': 'Die Eigenschaft hat den falschen Typ.',
  'event.attribute': '„{name}“ ist als {type} deklariert; dieser Wert wird ignoriert.',
  'event.nameNot': 'Dieser Name ist nicht erlaubt.',
  'event.unicode': 'Ein Name ist kein gültiges Unicode.',
  'event.number': 'Die Zahl ist zu groß.',
  'event.noDate': 'Es hat kein Datum. Importierte Ereignisse brauchen ein Datum nach dem 1.1.1970.',
  'event.notTracked':
    'Der Browser bittet darum, nicht verfolgt zu werden, und die Website beachtet das. Nichts wurde gespeichert.',
  'event.secretKey':
    'Ein geheimer Schlüssel gehört nicht in eine Seite. Widerrufen Sie ihn und verwenden Sie den Schreibschlüssel.',
  'event.token':
    'Das Kundentoken ist nicht gültig ({fault}). Der identify-Aufruf zählt als Behauptung.',
  'event.trust': 'Das Ziel „{goal}“ nimmt Ereignisse mit Vertrauen {wanted}; dieses hat {trust}.',
  'event.currency': 'Der Wert des Ziels „{goal}“ ist in {currency}, das Konto zählt in {own}.',
  'event.takesBack':
    '{name} nimmt Wert nur mit signiertem oder Server-Vertrauen zurück; dieses hat Seitenvertrauen.',
  'socket.hello': 'Der erste Rahmen muss ein hello in der beschriebenen Form sein.',
  'socket.again': 'hello wurde schon gesendet.',
  'masking.tooLarge': 'Dieser Ausdruck ist zu groß: Kürzen Sie seine Wiederholungen.',
  'masking.nothing': 'Dieser Ausdruck passt auf den leeren Text.',
  'masking.itself': 'Dieser Ausdruck passt auf seinen eigenen Ersatz.',
  'answer.there':
    'Es gibt schon einen Textbaustein mit diesem Kürzel für dieselbe Fähigkeit und Sprache.',
  'answer.many.account': 'Ein Konto kann höchstens {most} Textbausteine haben.',
  'answer.many.user': 'Ein Benutzer kann höchstens {most} Textbausteine haben.',
  'answer.variable': 'Die Variable {name} gibt es nicht.',
  'answer.mail':
    'Nur eine Nachricht, die mit einer Adresse hinterlassen wurde, wird per E-Mail beantwortet.',
  'needs.many': 'Das Konto hatte schon {most} Anliegen, die Höchstzahl.',
  'field.holds': 'Der Typ eines Felds lässt sich nicht ändern. Legen Sie ein anderes Feld an.',
  'case.none': 'Dieses Gespräch ist kein Fall.',
  'case.otherWords': 'Eine Antwort mit anderen Worten braucht eine eigene ID.',
  'case.sending':
    'Diese Antwort wird gerade gesendet. Falls der Server inzwischen ausgefallen ist, kann sie eine Minute später erneut gesendet werden.',
  'history.ends': 'Das Ende liegt vor dem Beginn.',
  'history.days': 'Höchstens {most} Tage werden gezeigt.',
  'attachment.types': 'Dateien dieser Art werden nicht angenommen. Erlaubte Arten: {types}.',
  'channel.noNumber': 'Dieses Konto hat keine Nummer {number}.',
  'delivery.answered': 'Es antwortete mit {status}.',
  'delivery.silent': 'Es antwortete nicht innerhalb von {seconds} s.',
  'delivery.unanswered': 'Es kam keine Antwort.',
  'sample.busy':
    'Gerade entsteht ein anderer Beispielshop. Versuchen Sie es in einer Minute erneut.',
  'sample.itself': 'Ein Beispielshop hat keinen Beispielshop.',
  'webhook.waits': 'Das Ereignis wartet schon.',
  'webhook.full': 'Zu viele Ereignisse dieses Webhooks warten.',
  'contact.same': 'Es ist derselbe Kontakt.',
  'contact.all': 'Das sind alle Adressen.',
  'contact.gone': 'Seine Adressen wurden inzwischen verschoben.',
  'contact.part': 'Er ist schon Teil eines anderen Kontakts.',
  'reports.many': 'Ein Benutzer kann höchstens {most} Berichte haben.',
  'translation.unknown': 'Einen solchen Text gibt es hier nicht.',
  'translation.repeated': 'Die Datei enthält diesen Text zweimal.',
  'translation.stale': 'Das Original hat sich geändert, seit die Datei erstellt wurde.',
  'translation.long': 'Die Übersetzung ist zu lang für ihren Platz.',
  'translation.placeholders': 'Die Übersetzung muss die Stellen in Klammern behalten.',
  'translation.markup': 'Der Text enthält Auszeichnungen, die hier nicht angezeigt werden.',
  'translation.address': 'Die Übersetzung einer Adresse muss eine Adresse sein.',
  'translation.for': 'Die Datei ist für „{found}“, nicht für „{expected}“.',
};
