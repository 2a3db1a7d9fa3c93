// The words of a conversation that an agent begins by hand or takes up again, in German.
import type { byHandEn } from '../../en/desk/by-hand.ts';
import type { Words } from '../../language.ts';

export const byHandDe: Words<typeof byHandEn> = {
  start: 'Chat beginnen',
  gone: 'Nicht mehr auf der Website',
  title: '{name} zuerst schreiben',
  text: 'Bei {name} öffnet sich das Chatfenster mit dem, was Sie schreiben. Das Gespräch gehört Ihnen und nimmt einen Ihrer Plätze.',
  field: 'Erste Nachricht',

  'blurs.title': 'Das trübt den Nachweis',
  'blurs.control': {
    one: '{name} ist in der Kontrollgruppe der laufenden Kampagne {campaigns}.',
    other: '{name} ist in der Kontrollgruppe von {n} laufenden Kampagnen: {campaigns}.',
  },
  'blurs.some': '{name} ist in der Kontrollgruppe einer laufenden Kampagne.',
  'blurs.holdout':
    '{name} gehört zur Rückhaltegruppe des Kontos, mit der alle Kampagnen zusammen verglichen werden.',
  'blurs.why':
    'Die Kontrollgruppe zeigt, was geschieht, wenn niemand angesprochen wird. {name} zählt weiter dazu: Der Vergleich des Angebots der Kampagne bleibt gültig, aber die Kontrollgruppe ist nicht mehr unberührt, und was hier erreicht wird, macht den gezeigten Gewinn kleiner.',
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
    'Sie zählen weiter zur Kontrollgruppe; der gezeigte Gewinn ist darum eher zu klein als zu groß.',
};
