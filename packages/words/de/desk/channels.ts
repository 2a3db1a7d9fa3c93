// Kinds of channels in German.
import type { channelsEn } from '../../en/desk/channels.ts';
import type { Words } from '../../language.ts';

export const channelsDe: Words<typeof channelsEn> = {
  'kind.web': 'Web-Chat',
  'kind.email': 'E-Mail',
  'kind.custom': 'Eigener Kanal',
};
