// German words of contacts: addresses, merging and separating, and verifications that agents ask for.
import type { contactsEn, verifyEn } from '../../en/desk/contacts.ts';
import type { Words } from '../../language.ts';

export const contactsDe: Words<typeof contactsEn> = {
  title: 'Kontakt',
  addresses: 'Adressen',
  customer: 'Kunde {id}',
  'customer.what': 'Bestätigter Kunde',
  verified: 'Bestätigt',
  nobody: 'Kontakt ohne Namen',
  more: 'Mehr zu {address}',
  open: 'Kontakt öffnen',
  merge: 'Zusammenführen…',
  'merge.title': '{name} zusammenführen mit…',
  'merge.ask': 'Diese beiden Kontakte zusammenführen?',
  'merge.text':
    'Ihre Adressen und Gespräche gehören dann zu einem Kontakt. Das lässt sich jederzeit rückgängig machen.',
  'merge.back': 'Anderen wählen',
  'merge.action': 'Zusammenführen',
  merged: 'Zusammengeführt mit {name}',
  search: 'Name oder Adresse',
  'search.none': 'Kein anderer Kontakt hat diesen Namen oder diese Adresse.',
  separate: 'Trennen',
  separated: '{address} ist jetzt ein eigener Kontakt',
  undone: 'Rückgängig gemacht',
  'moves.all': { one: '{n} ältere Änderung zeigen', other: '{n} ältere Änderungen zeigen' },
  'move.merged': 'Mit {name} zusammengeführt von {agent}',
  'move.verified': 'Mit {name} verbunden, als derselbe Kunde bestätigt',
  'move.separated': '{address} getrennt von {agent}',
  'move.separatedFrom': 'Von {name} getrennt durch {agent}',
  'move.shared': '{address} getrennt, weil sich dort mehrere Kunden anmelden',
  'others.none': 'Hier erscheinen andere Gespräche dieses Kontakts, über jeden Kanal.',
};

export const verifyDe: Words<typeof verifyEn> = {
  'aside.link': 'Hat mit einem Link gezeigt, dass es der auf der Website angemeldete Kunde ist',
  'aside.code': 'Hat mit einem Code gezeigt, dass auch eine andere Adresse zu ihm gehört',
  'aside.caller.page':
    'Der Code der Seite wurde am Telefon eingegeben: durch Code nachgewiesen, wer anruft',
  'aside.caller.sent': 'Der gesendete Code wurde genannt: durch Code nachgewiesen, wer anruft',
  'aside.caller.wrong': 'Es wurde ein Code genannt, der nicht gilt',
  'aside.caller.spent': 'Zuletzt waren zu viele Codes falsch, darum wurde dieser nicht geprüft',
  'caller.title': 'Wer ruft an?',
  'caller.number': 'Die angezeigte Nummer beweist nichts: Jeder kann sie fälschen.',
  'caller.how':
    'Auf Ihrer Website zeigt das Chatfenster jedem, der anruft, einen Code. Er wird am Telefon eingetippt oder Ihnen genannt.',
  'caller.proved': 'Durch Code nachgewiesen',
  'caller.code': 'Genannter Code',
  'caller.enter': 'Eingeben',
  'caller.wrong': 'Dieser Code gilt nicht.',
  'caller.spent': 'Zu viele Codes waren falsch. Versuchen Sie es in einer Stunde wieder.',
  title: 'Bestätigung',
  link: 'Link senden',
  code: 'Code senden …',
  'link.hint': 'Der Kontakt öffnet ihn dort, wo er auf der Website angemeldet ist.',
  'state.asked.link': 'Link gesendet, noch nicht beantwortet',
  'state.asked.code': 'Code an {address} gesendet, noch nicht beantwortet',
  'state.verified': 'Bestätigt',
  'state.declined': 'Vom Kontakt nicht bestätigt',
  'state.failed': 'Nicht bestätigt',
  'state.expired': 'Ohne Antwort abgelaufen',
  'code.title': 'Code an eine andere Adresse senden',
  'code.channel': 'Kanal',
  'code.address': 'Adresse',
  'code.text':
    'Dort kommen sechs Ziffern an, die der Kontakt in dieses Gespräch schreibt. Beide Adressen gehören dann zu einem Kontakt.',
  'code.send': 'Code senden',
};
