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

  'delivery.queued': 'a la espera de enviarse',
  'delivery.queued.why': 'se intenta de nuevo, {why}',
  'delivery.sent': 'enviado',
  'delivery.delivered': 'entregado',
  'delivery.read': 'leído',
  'delivery.failed': 'no enviado',
  'delivery.failed.why': 'no enviado, {why}',
  'delivery.uncertain': 'quizá no llegó',
  'reason.no-such-address': 'nadie tiene esta dirección',
  'reason.opted-out': 'el contacto no quiere mensajes',
  'reason.window-closed': 'ha pasado el plazo para responder',
  'reason.not-taken': 'el canal no acepta un mensaje así',
  'reason.too-large': 'es demasiado grande',
  'reason.reconnect': 'hay que volver a conectar el canal',
  'reason.address-forbidden': 'la dirección de entrega es privada',
  'reason.unreachable': 'el otro sistema no respondió',
  'reason.other': 'el otro sistema lo rechazó',
  again: 'Enviar de nuevo',
  'again.title': '¿Enviarlo de nuevo?',
  'again.text': 'Salió y no se supo más de él. Si llegó, llegará dos veces.',
};
