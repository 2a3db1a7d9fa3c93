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

  'delivery.queued': 'wartet auf den Versand',
  'delivery.queued.why': 'wird erneut versucht, {why}',
  'delivery.sent': 'gesendet',
  'delivery.delivered': 'zugestellt',
  'delivery.read': 'gelesen',
  'delivery.failed': 'nicht gesendet',
  'delivery.failed.why': 'nicht gesendet, {why}',
  'delivery.uncertain': 'vielleicht nicht angekommen',
  'reason.no-such-address': 'diese Adresse hat niemand',
  'reason.opted-out': 'der Kontakt möchte keine Nachrichten',
  'reason.window-closed': 'die Zeit zum Antworten ist vorbei',
  'reason.not-taken': 'der Kanal nimmt eine solche Nachricht nicht an',
  'reason.too-large': 'sie ist zu groß',
  'reason.reconnect': 'der Kanal muss neu verbunden werden',
  'reason.address-forbidden': 'die Zustelladresse ist eine private',
  'reason.unreachable': 'das andere System hat nicht geantwortet',
  'reason.other': 'das andere System hat sie abgelehnt',
  again: 'Noch einmal senden',
  'again.title': 'Noch einmal senden?',
  'again.text':
    'Sie ging hinaus, und es kam keine Antwort. Ist sie doch angekommen, kommt sie zweimal an.',
};
