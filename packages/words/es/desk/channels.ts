// Channels in Spanish: kinds, the filter of the inbox, how messages get through.
import type { channelsEn } from '../../en/desk/channels.ts';
import type { Words } from '../../language.ts';

export const channelsEs: Words<typeof channelsEn> = {
  'kind.web': 'Chat web',
  'kind.email': 'Correo',
  'kind.custom': 'Canal propio',
  removed: 'Canal eliminado',
  filter: 'Canal',
  'filter.all': 'Todos',
  'filter.n': { one: '{name}, {n} conversación', other: '{name}, {n} conversaciones' },
  'filter.none': 'Ninguna conversación por {name}',
  'filter.clear': 'Mostrar todos los canales',

  'noVisit.title': 'Sin visita',
  'noVisit.text':
    'Esta conversación va por {channel}, no por una página de su sitio. Por eso no hay página, ni carrito, ni vista previa de lo que escribe.',
};
