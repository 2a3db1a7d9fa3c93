// German words of conversations that agents begin by hand or reopen: the dialog, the warning about
// control, the note for agents, and the line in the results.
import type { byHandEn } from '../../en/desk/by-hand.ts';
import type { Words } from '../../language.ts';

export const byHandDe: Words<typeof byHandEn> = {
  start: 'Chat beginnen',
  gone: 'Nicht mehr auf der Website',
  title: '{name} zuerst schreiben',
  text: 'Bei {name} öffnet sich das Chatfenster mit Ihrer Nachricht. Das Gespräch gehört Ihnen und belegt einen Ihrer Plätze.',
  field: 'Erste Nachricht',

  'blurs.title': 'Das trübt den Nachweis',
  'blurs.control': {
    one: '{name} ist in der Kontrollgruppe der laufenden Kampagne {campaigns}.',
    other: '{name} ist in der Kontrollgruppe von {n} laufenden Kampagnen: {campaigns}.',
  },
  'blurs.some': '{name} ist in der Kontrollgruppe einer laufenden Kampagne.',
  'blurs.holdout':
    '{name} gehört zur Rückhaltegruppe des Kontos, der Vergleichsgruppe für alle Kampagnen zusammen.',
  'blurs.why':
    'Die Kontrolle zeigt, was geschieht, wenn niemand angesprochen wird. {name} bleibt in der Kontrolle, der Vergleich bleibt also gültig. Aber ein Verkauf, den Sie hier erreichen, zählt für die Kontrolle und lässt den Gewinn kleiner erscheinen.',
  'blurs.noted': 'Es wird im Gespräch vermerkt und in den Ergebnissen gezählt.',
  'blurs.go': 'Trotzdem schreiben',
  'blurs.reopen': 'Trotzdem wieder öffnen',

  'aside.plain': '{by} hat dieses Gespräch von Hand begonnen',
  'aside.control':
    '{by} hat dieses Gespräch von Hand begonnen, mit einem Besucher in der Kontrollgruppe von {campaigns}',
  'aside.holdout':
    '{by} hat dieses Gespräch von Hand begonnen, mit einem Besucher der Rückhaltegruppe',
  'aside.again.control':
    '{by} hat dieses Gespräch wieder aufgenommen, mit einem Besucher in der Kontrollgruppe von {campaigns}',
  'aside.again.holdout':
    '{by} hat dieses Gespräch wieder aufgenommen, mit einem Besucher der Rückhaltegruppe',

  'results.line': {
    one: '{n} Besucher der Kontrollgruppe wurde von Hand angesprochen.',
    other: '{n} Besucher der Kontrollgruppe wurden von Hand angesprochen.',
  },
  'results.why':
    'Sie zählen weiter zur Kontrolle. Der gezeigte Gewinn kann also zu klein sein, aber nicht zu groß.',
};
