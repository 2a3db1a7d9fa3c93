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
  speak: 'Sprechen Sie gleich hier mit uns',
  busy: (minutes) =>
    minutes > 0
      ? `Alle sind im Gespräch. Sie warten etwa ${minutes} Min.`
      : 'Alle sind im Gespräch. Wer als Nächstes frei ist, spricht mit Ihnen.',
  callBack: 'Rückruf vereinbaren',
  chooseTime: 'Zu einer Zeit Ihrer Wahl',
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
