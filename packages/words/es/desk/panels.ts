// The words of the account's own panels in Spanish.

import type { panelsEn } from '../../en/desk/panels.ts';
import type { Words } from '../../language.ts';

export const panelsEs: Words<typeof panelsEn> = {
  title: 'Paneles',
  text: 'Páginas propias que están junto a cada conversación: pedidos, incidencias, lo que su empresa sepa. Como máximo {n}. Cómo se hace uno está en el documento sobre paneles.',
  new: 'Panel nuevo',
  edit: 'Editar el panel',
  name: 'Nombre',
  origin: 'De',
  url: 'Dirección',
  'url.hint': 'Por https, y no de la propia consola.',
  'url.own': 'Esta es la dirección de la propia consola; un panel no puede tenerla',
  'url.wrong': 'Una dirección que empiece por https://',
  shares: 'Se le comunica',
  'shares.hint':
    'Todo lo demás se queda aquí: lo que se dice en la conversación nunca se le comunica.',
  'share.conversation': 'la conversación: su identificador, estado, competencia y tema',
  'share.visitor': 'el identificador del visitante',
  'share.name': 'el nombre',
  'share.email': 'la dirección de correo',
  'share.place': 'el país',
  'share.page': 'la página que mira',
  'share.cart': 'la suma y el número del carrito',
  'share.nothing': 'nada',
  traits: 'También rasgos del visitante',
  'traits.hint': 'Nombres tal como los envía su sitio, uno por línea.',
  'empty.title': 'No hay paneles',
  'empty.text':
    'Un panel muestra una página suya en un marco junto a la conversación. Solo se le comunica lo que usted marque.',
  remove: 'Quitar',
  'remove.title': '¿Quitar {name}?',
  'remove.text': 'Desaparece de todas las conversaciones. No se borra nada suyo.',
  removed: '{name} se ha quitado',
  reload: 'Este panel es nuevo. Cargue de nuevo la página para verlo.',
  'reload.act': 'Cargar de nuevo',
  offer: '{name} ofrece para su respuesta:',
  'offer.take': 'Poner en la respuesta',
  'offer.leave': 'Dejarlo',
};
