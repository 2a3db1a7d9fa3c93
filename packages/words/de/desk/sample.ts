// German words of the sample shop: its entry on Home, its progress, and the stripe on every page.
import type { sampleEn } from '../../en/desk/sample.ts';
import type { Words } from '../../language.ts';

export const sampleDe: Words<typeof sampleEn> = {
  'card.title': 'Mit sechs Wochen Daten ansehen',
  'card.text':
    'Ein Beispielshop mit Besuchen, Kampagnen, Ergebnissen und Gesprächen, in einem eigenen Konto. Er ist in etwa einer Minute da und mit einem Klick wieder weg.',
  'card.make': 'Beispielshop anlegen',
  'card.failed': 'Der Beispielshop konnte nicht angelegt werden. Nichts davon wurde behalten.',
  'card.again': 'Erneut versuchen',
  'card.ready': 'Der Beispielshop ist bereit',
  'card.ready.text': 'Er hat ein eigenes Konto. Was Sie dort tun, ändert hier nichts.',
  'card.enter': 'Zum Beispielshop',
  making: 'Der Beispielshop wird angelegt',
  'step.account': 'Website, Ziele und Team werden eingerichtet',
  'step.visits': 'Sechs Wochen Besuche und Gespräche',
  'step.results': 'Ergebnisse',
  cancel: 'Abbrechen',
  stripe: 'Sie sehen den Beispielshop',
  'stripe.text': 'Alles darin ist erfunden und liegt in einem eigenen Konto.',
  'stripe.leave': 'Zu {name}',
  remove: 'Beispielshop entfernen',
  'remove.title': 'Beispielshop entfernen?',
  'remove.text':
    'Alle Besuche, Kampagnen, Gespräche und Ergebnisse darin werden für alle entfernt, auch was Sie darin geändert haben. Ihr eigenes Konto bleibt, wie es ist.',
  removed: 'Der Beispielshop ist entfernt.',
};
