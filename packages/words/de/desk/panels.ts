// The words of the account's own panels in German.

import type { panelsEn } from '../../en/desk/panels.ts';
import type { Words } from '../../language.ts';

export const panelsDe: Words<typeof panelsEn> = {
  title: 'Panels',
  text: 'Eigene Seiten, die neben jedem Gespräch stehen: Bestellungen, Tickets, was Ihr Unternehmen weiß. Höchstens {n}. Wie man einen baut, steht im Dokument über Panels.',
  new: 'Neues Panel',
  edit: 'Panel bearbeiten',
  name: 'Name',
  origin: 'Von',
  url: 'Adresse',
  'url.hint': 'Über https, und nicht von der Konsole selbst.',
  'url.own': 'Das ist die Adresse der Konsole selbst; ein Panel darf sie nicht haben',
  'url.wrong': 'Eine Adresse, die mit https:// beginnt',
  shares: 'Es erfährt',
  'shares.hint': 'Alles andere bleibt hier: Was im Gespräch gesagt wird, erfährt es nie.',
  'share.conversation': 'das Gespräch: Kennung, Zustand, Fähigkeit und Thema',
  'share.visitor': 'die Kennung des Besuchers',
  'share.name': 'den Namen',
  'share.email': 'die E-Mail-Adresse',
  'share.place': 'das Land',
  'share.page': 'die Seite, die angesehen wird',
  'share.cart': 'Summe und Anzahl des Warenkorbs',
  'share.nothing': 'nichts',
  traits: 'Auch Merkmale des Besuchers',
  'traits.hint': 'Namen, wie Ihre Seite sie sendet, einer je Zeile.',
  'empty.title': 'Keine Panels',
  'empty.text':
    'Ein Panel zeigt eine Ihrer Seiten in einem Rahmen neben dem Gespräch. Es erfährt nur, was Sie ankreuzen.',
  remove: 'Entfernen',
  'remove.title': '{name} entfernen?',
  'remove.text': 'Es verschwindet neben allen Gesprächen. Von ihm selbst wird nichts gelöscht.',
  removed: '{name} ist entfernt',
  reload: 'Dieses Panel ist neu. Laden Sie die Seite neu, um es zu sehen.',
  'reload.act': 'Neu laden',
  offer: '{name} bietet für Ihre Antwort an:',
  'offer.take': 'In die Antwort übernehmen',
  'offer.leave': 'Nicht übernehmen',
};
