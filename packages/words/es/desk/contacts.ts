// Spanish words of contacts: addresses, merging and separating, and verifications that agents ask for.
import type { contactsEn, verifyEn } from '../../en/desk/contacts.ts';
import type { Words } from '../../language.ts';

export const contactsEs: Words<typeof contactsEn> = {
  title: 'Contacto',
  addresses: 'Direcciones',
  customer: 'Cliente {id}',
  'customer.what': 'Cliente verificado',
  verified: 'Verificada',
  nobody: 'un contacto sin nombre',
  more: 'Más de {address}',
  open: 'Abrir el contacto',
  merge: 'Unir con…',
  'merge.title': 'Unir {name} con…',
  'merge.ask': '¿Unir estos dos contactos?',
  'merge.text':
    'Sus direcciones y conversaciones pasan a ser de un solo contacto. Se puede deshacer en cualquier momento.',
  'merge.back': 'Elegir otro',
  'merge.action': 'Unir',
  merged: 'Unido con {name}',
  search: 'Nombre o dirección',
  'search.none': 'Ningún otro contacto tiene este nombre o esta dirección.',
  separate: 'Separar',
  separated: '{address} es ahora un contacto aparte',
  undone: 'Deshecho',
  'moves.all': { one: 'Mostrar {n} cambio anterior', other: 'Mostrar {n} cambios anteriores' },
  'move.merged': 'Unido con {name} por {agent}',
  'move.verified': 'Unido con {name}, verificado como el mismo cliente',
  'move.separated': '{address}, separada por {agent}',
  'move.separatedFrom': 'Separado de {name} por {agent}',
  'move.shared': '{address}, separada porque allí inician sesión varios clientes',
  'others.none': 'Aquí aparecen las demás conversaciones de este contacto, por cualquier canal.',
};

export const verifyEs: Words<typeof verifyEn> = {
  'aside.link': 'Demostró con un enlace que es el cliente que ha iniciado sesión en el sitio',
  'aside.code': 'Demostró con un código que otra dirección también es suya',
  'aside.caller.page': 'Marcó el código de la página en la que está: demostrado con código',
  'aside.caller.sent': 'Conoce el código que se le envió: demostrado con código',
  'aside.caller.wrong': 'Dio un código que no es válido',
  'aside.caller.spent':
    'Se dieron demasiados códigos erróneos, por lo que este no se comprobó',
  'caller.title': '¿Quién llama?',
  'caller.number': 'El número que se muestra no demuestra nada: cualquiera puede falsificarlo.',
  'caller.how':
    'En su sitio, la ventana de chat muestra un código a quien llama. Lo marca en su teléfono o se lo dice a usted.',
  'caller.proved': 'Demostrado con código',
  'caller.code': 'Código que dice',
  'caller.enter': 'Introducir',
  'caller.wrong': 'Este código no es válido.',
  'caller.spent': 'Demasiados códigos eran erróneos. Inténtelo dentro de una hora.',
  title: 'Verificación',
  link: 'Enviar un enlace',
  code: 'Enviar un código…',
  'link.hint': 'Lo abre donde ha iniciado sesión en el sitio.',
  'state.asked.link': 'Enlace enviado, aún sin respuesta',
  'state.asked.code': 'Código enviado a {address}, aún sin respuesta',
  'state.verified': 'Verificado',
  'state.declined': 'No lo confirmó',
  'state.failed': 'No verificado',
  'state.expired': 'Caducó sin respuesta',
  'code.title': 'Enviar un código a otra dirección',
  'code.channel': 'Canal',
  'code.address': 'Dirección',
  'code.text':
    'Allí recibe seis cifras y las escribe en esta conversación. Ambas direcciones son entonces de un contacto.',
  'code.send': 'Enviar el código',
};
