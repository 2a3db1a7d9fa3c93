// Spanish words of sounds and notifications.

import type { alertsEn } from '../../en/desk/alerts.ts';
import type { Words } from '../../language.ts';

export const alertsEs: Words<typeof alertsEn> = {
  title: 'Sonidos y notificaciones',
  text: 'Para este navegador. Si hay varias pestañas abiertas, solo una reproduce sonidos.',
  open: 'Sonidos y notificaciones',
  sound: 'Sonidos',
  volume: 'Volumen',
  try: 'Probar',
  notify: 'Notificaciones de escritorio',
  'notify.hint':
    'Se muestran solo mientras ninguna pestaña de la consola esté delante. Su navegador pide permiso.',
  'notify.denied': 'Su navegador bloquea las notificaciones de este sitio',
  what: 'Evento',
  'column.sound': 'Sonido',
  'column.notify': 'Notificación',
  'happening.waits': 'Una conversación espera',
  'happening.given': 'Se le asigna una conversación',
  'happening.ring': 'Una conversación le llama',
  'happening.message': 'Uno de sus visitantes ha escrito',
  'happening.colleague': 'Un compañero se ha unido o se ha hecho cargo',
  'how.sound': 'Sonido: {happening}',
  'how.notify': 'Notificación: {happening}',
  quiet: 'Horas de silencio',
  'quiet.from': 'De',
  'quiet.until': 'A',
  away: 'Silencio mientras esté ausente o sin conexión',
  'away.hint': 'Las conversaciones que suenan para usted se avisan de todos modos.',
};
