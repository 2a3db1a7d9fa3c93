// What visitors read in German on the home of the chat window.
import type { homeEn } from '../en/home.ts';
import type { Spoken } from '../language.ts';

export const homeDe: Spoken<typeof homeEn> = {
  hello: 'Hallo.',
  greeting: 'Wie können wir helfen?',
  here: (names) => `Jetzt da: ${names}`,
  start: 'Unterhaltung beginnen',
  leave: 'Nachricht hinterlassen',
  call: 'Anrufen',
  speak: 'Sprechen Sie mit uns von dieser Seite aus',
  busy: (minutes: number) =>
    minutes > 0
      ? `Gerade sind alle im Gespräch. Die Wartezeit beträgt etwa ${minutes} Min.`
      : 'Gerade sind alle im Gespräch. Sie sprechen mit der nächsten freien Person.',
  callBack: 'Rückruf vereinbaren',
  chooseTime: 'Wählen Sie eine Zeit',
  underMinute: 'Wir antworten meist in unter einer Minute',
  minutes: (count) => `Wir antworten meist in ${count === 1 ? '1 Minute' : `${count} Minuten`}`,
  hours: (count) => `Wir antworten meist in ${count === 1 ? '1 Stunde' : `${count} Stunden`}`,
  openUntil: (time) => `Wir sind bis ${time} da`,
  back: (day, time) => `Wir sind ${day} um ${time} wieder da`,
  today: 'heute',
  tomorrow: 'morgen',
  onDay: (weekday) => `am ${weekday}`,
  later: 'Wir antworten, sobald wir wieder da sind',
  earlier: 'Frühere Unterhaltungen',
  you: (text) => `Sie: ${text}`,
  unread: 'Neu',
  answers: 'Antworten und Links',
  find: 'Antwort suchen',
  none: 'Nichts gefunden. Fragen Sie uns in einer Unterhaltung.',
  found: (count) => `${count} gefunden`,
  newTab: 'öffnet sich in einem neuen Tab',
};
