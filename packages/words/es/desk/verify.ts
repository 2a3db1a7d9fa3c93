// Spanish words of verifications that agents ask of contacts.
import type { verifyEn } from '../../en/desk/verify.ts';
import type { Words } from '../../language.ts';
export const verifyEs: Words<typeof verifyEn> = {
  'aside.link': 'Demostró con un enlace que es el cliente que ha iniciado sesión en el sitio',
  'aside.code': 'Demostró con un código que otra dirección también es suya',
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
