// German words of replies, cards, forms and files in messages.
import type { Spoken } from '../language.ts';
import type { messageEn } from '../en/message.ts';

export const messageDe: Spoken<typeof messageEn> = {
  openPicture: (name) => `Bild ${name}, öffnet sich in einem neuen Tab`,
  saveFile: (name) => `${name} speichern`,
  replies: 'Schnellantworten',
  chosen: 'gewählt',
  cards: (count) => `${count} Karten`,
  card: (at, of) => `${at} von ${of}`,
  previous: 'Vorige Karte',
  next: 'Nächste Karte',
  optional: 'Freiwillig',
  chooseOne: 'Bitte wählen',
  submit: 'Senden',
  answered: 'Beantwortet',
  problems: {
    missing: 'Das wird gebraucht',
    email: 'Geben Sie eine ganze Adresse an, etwa name@example.com',
    number: 'Geben Sie eine Zahl ein',
    range: 'Diese Zahl ist zu klein oder zu groß',
    option: 'Wählen Sie eines aus der Liste',
    long: 'Das ist zu lang',
  },
};
