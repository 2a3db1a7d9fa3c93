// Spanish words of the account's own panels.

import type { panelsEn } from '../../en/desk/panels.ts';
import type { Words } from '../../language.ts';

export const panelsEs: Words<typeof panelsEn> = {
  title: 'Paneles',
  text: 'Sus propias páginas junto a cada conversación: pedidos, incidencias o cualquier otra cosa que su empresa sepa. Como máximo {n}. La guía de paneles explica cómo se hace uno.',
  new: 'Panel nuevo',
  edit: 'Editar el panel',
  name: 'Nombre',
  origin: 'De',
  url: 'Dirección',
  'url.hint': 'Debe usar https y no ser la dirección de la propia consola.',
  'url.own': 'Un panel no puede usar la dirección de la propia consola',
  'url.wrong': 'Escriba una dirección que empiece por https://',
  shares: 'Se comparte con él',
  'shares.hint': 'No se comparte nada más. Los mensajes nunca se comparten.',
  'share.conversation': 'la conversación: su identificador, estado, competencia y tema',
  'share.visitor': 'el identificador del visitante',
  'share.name': 'el nombre',
  'share.email': 'la dirección de correo',
  'share.place': 'el país',
  'share.page': 'la página que mira',
  'share.cart': 'el total y el número de artículos del carrito',
  'share.nothing': 'nada',
  traits: 'También estos rasgos del visitante',
  'traits.hint': 'Nombres tal como los envía su sitio, uno por línea.',
  'empty.title': 'No hay paneles',
  'empty.text':
    'Un panel muestra una de sus páginas junto a la conversación. Solo recibe lo que usted marque.',
  remove: 'Quitar',
  'remove.title': '¿Quitar {name}?',
  'remove.text':
    'Desaparece de todas las conversaciones. Los datos de su propio sistema no se borran.',
  removed: '{name} se ha quitado',
  reload: 'Este panel es nuevo. Cargue de nuevo la página para verlo.',
  'reload.act': 'Cargar de nuevo',
  offer: '{name} ofrece para su respuesta:',
  'offer.take': 'Poner en la respuesta',
  'offer.leave': 'Dejarlo',
};
