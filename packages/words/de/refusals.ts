// What refusals say beyond the sentence of their code, in German, as the server and the checks of
// core write it: {places} stand for names and numbers. The console finds the text that was said among
// these and says it in its own language; `npm run check` finds what is missing here.

import type { refusalsEn } from '../en/refusals.ts';
import type { Words } from '../language.ts';

export const refusalsDe: Words<typeof refusalsEn> = {
  'field.unknown': 'Ein solches Feld gibt es hier nicht.',
  'account.full': 'Das Konto hat {most} davon, mehr sind nicht möglich.',
  'exclusion.span': 'Ein Zeitraum endet nach seinem Beginn.',
  'exclusion.instant': 'Das liegt nach dem letzten Zeitpunkt, den ein Datum haben kann.',
  'exclusion.many': 'Die Kampagne hat {most} Ausschlüsse, mehr sind nicht möglich.',
  'exclusion.does':
    'Was ein Besucher tut, kann sich je nach Arm unterscheiden; schließen Sie nach einem von diesen aus: {facts}.',
  'exclusion.fact':
    '„{fact}“ kann sich ändern, sobald Besucher infrage kommen, und je nach Arm unterscheiden; schließen Sie nach einem von diesen aus: {facts}.',
  'exclusion.burstOperator': '„{op}“ passt nicht zu „{fact}“; nehmen Sie „eq“ oder „ne“.',
  'exclusion.burstValue': '„{fact}“ ist wahr oder falsch.',
  'exclusion.operator': '„{op}“ ist nicht für Ausschlüsse.',
  'account.currency': 'Diese Währung gibt es nicht; geben Sie den Code einer Währung an, etwa EUR.',
  'account.timeZone': 'Diese Zeitzone gibt es nicht; geben Sie eine wie Europe/Berlin an.',
  'mail.password': 'Geben Sie das Passwort ein: Für diesen Server und Benutzer ist keines gesetzt.',
  'mail.private':
    'Dieser Host hat eine Adresse eines privaten Netzes, zu dem der Server keine Verbindung aufbaut.',
  'user.disabled': 'Der Benutzer ist gesperrt.',
  'user.there': 'Ein Benutzer mit dieser Adresse ist schon da.',
  'user.administrator': 'Das Konto braucht einen Administrator.',
  'token.ofPerson': 'Personen erstellen ihre Tokens selbst.',
  'token.scope': 'Die Rolle reicht nicht bis „{scope}“.',
  'user.ofPeople': 'Ein Programm hat keine Adresse und keine andere Rolle.',
  'user.program': 'Ein Programm meldet sich nicht an.',
  'request.again':
    'Diese Anfrage wird gerade ausgeführt oder wurde unterbrochen: Laden Sie neu, was sie ändert, um zu sehen, ob sie wirkte.',
  'origin.form':
    'Geben Sie einen Ursprung wie https://www.example.com an, ohne Pfad; https://*.example.com nimmt alle Subdomains.',
  'site.missing': 'Diese Website gibt es nicht.',
  'site.noOrigin': 'Die Website hat keinen erlaubten Ursprung, der sich öffnen ließe.',
  'site.key':
    'Geben Sie einen öffentlichen Schlüssel als PEM oder JWK an: RSA mit mindestens 2.048 Bit oder die Kurve P-256. Keinen privaten Schlüssel.',
  'goal.missing': 'Dieses Ziel gibt es nicht.',
  'goal.gone': 'Das Ziel ist nicht mehr da.',
  'goal.used':
    'Die Kampagne „{name}“ hat dieses Ziel; geben Sie ihr ein anderes oder archivieren Sie sie.',
  'attribute.there': '„{name}“ ist schon erklärt.',
  'attribute.used':
    'Die Kampagne „{name}“ hat eine Bedingung darauf; ändern Sie diese oder archivieren Sie die Kampagne.',
  'campaign.archived': 'Eine archivierte Kampagne bleibt, wie sie ist.',
  'campaign.pause': 'Nur eine laufende Kampagne lässt sich pausieren.',
  'campaign.resume': 'Nur eine pausierte Kampagne lässt sich fortsetzen.',
  'campaign.publication': 'Es wartet keine Veröffentlichung.',
  'campaign.discard': 'Es gibt keine Live-Fassung, zu der man zurückkehren könnte.',
  'campaign.control.none':
    'Eine Live-Kampagne braucht eine Kontrollgruppe, sonst ist ihr Gewinn nicht zu erkennen.',
  'campaign.control.all': 'Mit allen in der Kontrolle würde sie nie jemand sehen.',
  'campaign.shares': 'Die Anteile der Varianten müssen zusammen 100 % ergeben.',
  'campaign.share':
    'Niemand würde die Variante „{name}“ je sehen: Geben Sie ihr einen Anteil, oder entfernen Sie sie.',
  'campaign.variants': 'Zwei Varianten haben dieselbe ID.',
  'campaign.always.none':
    'Einigen muss es immer angeboten werden, sonst ist nicht zu erkennen, was Optimieren bringt.',
  'campaign.always.all': 'Wird es allen immer angeboten, wird niemand ausgewählt.',
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
    'Das ist kein Ausdruck der RE2-Syntax (die weder Vorausschau noch Rückverweise kennt).',
  'condition.asText': '„{fact}“ wird mit einem Text verglichen.',
  'condition.asNumber': '„{fact}“ wird mit einer Zahl verglichen.',
  'condition.asBoolean': '„{fact}“ wird mit Ja oder Nein verglichen.',
  'condition.oneOf': '„{fact}“ ist eines von {values}.',
  'event.object': 'Ein Aufruf ist ein JSON-Objekt.',
  'event.property': 'Die Eigenschaft hat den falschen Typ.',
  'event.attribute': '„{name}“ ist als {type} erklärt; dieser Wert ist kein Fakt.',
  'event.nameNot': 'Dieser Name ist nicht erlaubt.',
  'event.unicode': 'Ein Name ist kein gültiges Unicode.',
  'event.number': 'Die Zahl ist zu groß.',
  'event.noDate': 'Es hat kein Datum: Importiertes geschah nach dem Beginn von 1970.',
  'event.notTracked':
    'Der Browser bittet darum, nicht verfolgt zu werden, und die Website beachtet das; nichts wurde gespeichert.',
  'event.secretKey':
    'Ein geheimer Schlüssel gehört nicht in eine Seite; widerrufen Sie ihn und nutzen Sie den Schreibschlüssel.',
  'event.token': 'Das Kundentoken gilt nicht ({fault}); das identify zählt als Behauptung.',
  'event.trust': 'Das Ziel „{goal}“ nimmt Ereignisse mit Vertrauen {wanted}; dieses hat {trust}.',
  'event.currency': 'Der Wert des Ziels „{goal}“ ist in {currency}, das Konto zählt in {own}.',
  'event.takesBack':
    '{name} nimmt Wert nur mit signiertem oder Server-Vertrauen zurück; dieses hat Seitenvertrauen.',
  'socket.hello': 'Der erste Rahmen muss ein hello in der beschriebenen Form sein.',
  'socket.again': 'hello wurde schon gesagt.',
  'masking.tooLarge': 'Dieser Ausdruck ist zu groß: Kürzen Sie seine Wiederholungen.',
  'masking.nothing': 'Dieser Ausdruck passt auf den leeren Text.',
  'masking.itself': 'Dieser Ausdruck passt auf das, was an seine Stelle tritt.',
  'answer.there':
    'Es gibt schon einen Textbaustein mit diesem Kürzel für dieselbe Fähigkeit und Sprache.',
  'answer.many.account': 'Mehr als {most} Textbausteine kann ein Konto nicht haben.',
  'answer.many.user': 'Mehr als {most} Textbausteine kann ein Benutzer nicht haben.',
  'answer.variable': 'Die Variable {name} gibt es nicht.',
  'answer.mail':
    'Nur eine Nachricht, die mit einer Adresse hinterlassen wurde, wird per E-Mail beantwortet.',
  'needs.many': 'Das Konto hatte {most} Anliegen, mehr sind nicht möglich.',
  'field.holds': 'Was ein Feld enthält, bleibt; legen Sie ein anderes Feld an.',
  'case.none': 'Das ist kein Fall.',
  'case.otherWords': 'Eine Antwort mit anderen Worten braucht eine eigene ID.',
  'case.sending':
    'Diese Antwort wird gerade gesendet. Falls der Server dabei ausgefallen ist, lässt sie sich nach einer Minute erneut senden.',
  'history.ends': 'Das Ende liegt vor dem Beginn.',
  'history.days': 'Höchstens {most} Tage werden gezeigt.',
  'attachment.types': 'Dateien dieser Art werden nicht angenommen; angenommen werden: {types}.',
  'delivery.answered': 'Es antwortete mit {status}.',
  'delivery.silent': 'Es antwortete nicht innerhalb von {seconds} s.',
  'contact.same': 'Es ist derselbe Kontakt.',
  'contact.all': 'Das sind alle Adressen.',
  'contact.gone': 'Die Adressen sind seitdem anderswo.',
  'contact.part': 'Er ist schon Teil eines anderen Kontakts.',
  'reports.many': 'Höchstens {most} Berichte gehen an einen Benutzer.',
};
