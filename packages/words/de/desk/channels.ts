// Channels in German: kinds, the filter of the inbox, how messages get through.
import type { channelsEn } from '../../en/desk/channels.ts';
import type { Words } from '../../language.ts';

export const channelsDe: Words<typeof channelsEn> = {
  'kind.web': 'Web-Chat',
  'kind.email': 'E-Mail',
  'kind.custom': 'Eigener Kanal',
  removed: 'Entfernter Kanal',
  filter: 'Kanal',
  'filter.all': 'Alle',
  'filter.n': { one: '{name}, {n} Gespräch', other: '{name}, {n} Gespräche' },
  'filter.none': 'Kein Gespräch über {name}',
  'filter.clear': 'Alle Kanäle zeigen',

  'noVisit.title': 'Kein Besuch',
  'noVisit.text':
    'Dieses Gespräch läuft über {channel}, nicht auf einer Seite Ihrer Website. Deshalb gibt es keine Seite, keinen Warenkorb und keine Vorschau beim Tippen.',
};
