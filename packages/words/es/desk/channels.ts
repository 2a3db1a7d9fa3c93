// Kinds of channels in Spanish.
import type { channelsEn } from '../../en/desk/channels.ts';
import type { Words } from '../../language.ts';

export const channelsEs: Words<typeof channelsEn> = {
  'kind.web': 'Chat web',
  'kind.email': 'Correo',
  'kind.custom': 'Canal propio',
};
