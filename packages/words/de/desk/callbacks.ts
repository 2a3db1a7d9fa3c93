// German words of call backs, for agents.
import type { callbacksEn } from '../../en/desk/callbacks.ts';

export const callbacksDe: Readonly<Record<keyof typeof callbacksEn, string>> = {
  title: 'Rückrufe',
  empty:
    'Niemand wartet auf einen Rückruf. Besucher bitten darum, wo niemand frei ist oder außerhalb Ihrer Zeiten.',
  soon: 'sobald jemand frei ist',
  'by.browser': 'In der Seite',
  'by.telephone': 'Per Telefon, {number}',
  'state.promised': 'Zugesagt',
  'state.offered': 'Klingelt bei Agenten',
  'state.ringing': 'Klingelt beim Kunden',
  'state.reached': 'Erreicht',
  'state.missed': 'Nicht erreicht',
  'state.cancelled': 'Storniert',
  tries: 'Versuch {n}',
  call: 'Jetzt anrufen',
  move: 'Verschieben',
  cancel: 'Rückruf stornieren',
  cancelled: 'Der Rückruf ist storniert',
  moveTo: 'Verschieben auf',
  noSlots:
    'In den nächsten sieben Tagen ist keine Zeit frei. Öffnungszeiten und Agenten bestimmen die Zeiten.',
  'note.promised': 'Ein Rückruf ist zugesagt: {when}',
  'note.moved': 'Der Rückruf ist verschoben: {when}',
  'note.again': 'Nicht erreicht. Nächster Versuch: {when}',
  'note.missed': 'Nicht erreicht. Von selbst ruft niemand mehr an.',
  'note.cancelled': 'Der Rückruf ist storniert',
};
