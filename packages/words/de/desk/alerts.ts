// German words of sounds and notifications.

import type { alertsEn } from '../../en/desk/alerts.ts';
import type { Words } from '../../language.ts';

export const alertsDe: Words<typeof alertsEn> = {
  title: 'Töne und Benachrichtigungen',
  text: 'Für diesen Browser. Sind mehrere Tabs offen, spielt nur einer Töne ab.',
  open: 'Töne und Benachrichtigungen',
  sound: 'Töne',
  volume: 'Lautstärke',
  try: 'Ausprobieren',
  notify: 'Benachrichtigungen auf dem Bildschirm',
  'notify.hint': 'Nur solange kein Tab der Konsole vorn ist. Ihr Browser fragt um Erlaubnis.',
  'notify.denied': 'Ihr Browser blockiert Benachrichtigungen für diese Website',
  what: 'Ereignis',
  'column.sound': 'Ton',
  'column.notify': 'Benachrichtigung',
  'happening.waits': 'Ein Gespräch wartet',
  'happening.given': 'Ein Gespräch wird Ihnen zugeteilt',
  'happening.ring': 'Ein Gespräch klingelt bei Ihnen',
  'happening.message': 'Einer Ihrer Besucher hat geschrieben',
  'happening.colleague': 'Ein Kollege kam dazu oder hat übernommen',
  'how.sound': 'Ton: {happening}',
  'how.notify': 'Benachrichtigung: {happening}',
  quiet: 'Ruhezeiten',
  'quiet.from': 'Von',
  'quiet.until': 'Bis',
  away: 'Ruhe, solange Sie abwesend oder offline sind',
  'away.hint': 'Gespräche, die bei Ihnen klingeln, werden trotzdem gemeldet.',
};
