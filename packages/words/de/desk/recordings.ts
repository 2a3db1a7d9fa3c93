// German words of recorded calls.
import type { recordingsEn } from '../../en/desk/recordings.ts';

export const recordingsDe: Record<keyof typeof recordingsEn, string> = {
  label: 'Aufgezeichneter Anruf, {time}',
  recorded: 'Der Anruf wurde aufgezeichnet · {time}',
  notYours:
    'Der Anruf wurde aufgezeichnet · {time}. Manager und der Agent der Unterhaltung können ihn hören.',
  removed: 'Die Aufzeichnung wurde entfernt · {time}',
  making: 'Die Aufzeichnung des Anrufs wird vorbereitet …',
  play: 'Abspielen',
  pause: 'Anhalten',
  position: 'Stelle in der Aufzeichnung',
  at: '{at} von {time}',
  visitor: 'Besucher',
  team: 'Team',
  more: 'Mehr zu dieser Aufzeichnung',
  failed:
    'Dieser Browser konnte die Aufzeichnung nicht abspielen. Versuchen Sie es erneut oder mit einem anderen Browser.',
  remove: 'Aufzeichnung entfernen',
  'remove.ask': 'Diese Aufzeichnung entfernen?',
  'remove.text': 'Ihr Ton wird für alle gelöscht. Das lässt sich nicht rückgängig machen.',
  'remove.action': 'Entfernen',
  'remove.done': 'Die Aufzeichnung ist entfernt.',
  'settings.title': 'Aufgezeichnete Anrufe',
  'settings.text':
    'Besucher werden vor jedem Anruf gefragt, in ihrer Sprache. Ohne ein Ja wird nichts aufgezeichnet. Manager können Aufzeichnungen hören, der Agent einer Unterhaltung deren eigene.',
  'settings.on': 'Besucher fragen, ob ihr Anruf aufgezeichnet werden darf',
  'settings.keep': 'Aufzeichnungen behalten für',
  'settings.days': '{n} Tage',
};
