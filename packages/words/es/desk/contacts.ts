// Spanish words of contacts: addresses, merging and separating.
import type { contactsEn } from '../../en/desk/contacts.ts';
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
