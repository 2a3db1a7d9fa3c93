// German words of verifications that agents ask of contacts.
import type { verifyEn } from '../../en/desk/verify.ts';
import type { Words } from '../../language.ts';
export const verifyDe: Words<typeof verifyEn> = {
  'aside.link': 'Hat mit einem Link gezeigt, dass es der auf der Website angemeldete Kunde ist',
  'aside.code': 'Hat mit einem Code gezeigt, dass auch eine andere Adresse zu ihm gehört',
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
