// German words of the account's own panels.

import type { panelsEn } from '../../en/desk/panels.ts';
import type { Words } from '../../language.ts';

export const panelsDe: Words<typeof panelsEn> = {
  title: 'Panels',
  text: 'Ihre eigenen Seiten neben jedem Gespräch: Bestellungen, Tickets oder anderes, was Ihr Unternehmen weiß. Höchstens {n}. Die Anleitung zu Panels erklärt, wie man eines baut.',
  new: 'Neues Panel',
  edit: 'Panel bearbeiten',
  name: 'Name',
  origin: 'Von',
  url: 'Adresse',
  'url.hint': 'Muss https verwenden und darf nicht die Adresse der Konsole sein.',
  'url.own': 'Ein Panel darf nicht die Adresse der Konsole verwenden',
  'url.wrong': 'Geben Sie eine Adresse ein, die mit https:// beginnt',
  shares: 'Geteilt mit dem Panel',
  'shares.hint': 'Nichts anderes wird geteilt. Nachrichten werden nie geteilt.',
  'share.conversation': 'das Gespräch: Kennung, Zustand, Fähigkeit und Thema',
  'share.visitor': 'die Kennung des Besuchers',
  'share.name': 'den Namen',
  'share.email': 'die E-Mail-Adresse',
  'share.place': 'das Land',
  'share.page': 'die Seite, die angesehen wird',
  'share.cart': 'Summe und Artikelzahl des Warenkorbs',
  'share.nothing': 'nichts',
  traits: 'Auch diese Merkmale des Besuchers',
  'traits.hint': 'Namen, wie Ihre Seite sie sendet, einer je Zeile.',
  'empty.title': 'Keine Panels',
  'empty.text':
    'Ein Panel zeigt eine Ihrer Seiten neben dem Gespräch. Es bekommt nur, was Sie ankreuzen.',
  remove: 'Entfernen',
  'remove.title': '{name} entfernen?',
  'remove.text':
    'Es verschwindet aus jedem Gespräch. Daten in Ihrem eigenen System werden nicht gelöscht.',
  removed: '{name} ist entfernt',
  reload: 'Dieses Panel ist neu. Laden Sie die Seite neu, um es zu sehen.',
  'reload.act': 'Neu laden',
  offer: '{name} bietet für Ihre Antwort an:',
  'offer.take': 'In die Antwort übernehmen',
  'offer.leave': 'Nicht übernehmen',
};
