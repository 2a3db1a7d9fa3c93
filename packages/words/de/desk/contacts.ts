// German words of contacts: addresses, merging and separating.
import type { contactsEn } from '../../en/desk/contacts.ts';
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
