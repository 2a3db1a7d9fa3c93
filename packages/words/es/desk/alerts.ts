// The words of alerts in Spanish.

import type { alertsEn } from '../../en/desk/alerts.ts';
import type { Words } from '../../language.ts';

export const alertsEs: Words<typeof alertsEn> = {
  title: 'Sonidos y notificaciones',
  text: 'Para este navegador. De varias pestañas, solo una avisa.',
  open: 'Sonidos y notificaciones',
  sound: 'Sonidos',
  volume: 'Volumen',
  try: 'Probar',
  notify: 'Notificaciones de escritorio',
  'notify.hint':
    'Solo mientras ninguna pestaña de la consola esté delante. Su navegador le pide permiso.',
  'notify.denied': 'El navegador prohíbe las notificaciones de este sitio',
  what: 'Qué ocurre',
  'column.sound': 'Sonido',
  'column.notify': 'Notificación',
  'happening.waits': 'Una conversación espera',
  'happening.given': 'Se le asigna una conversación',
  'happening.ring': 'Una conversación le llama',
  'happening.message': 'Un visitante suyo ha escrito',
  'happening.colleague': 'Un compañero se ha unido o se ha hecho cargo',
  'how.sound': 'Sonido: {happening}',
  'how.notify': 'Notificación: {happening}',
  quiet: 'Horas de silencio',
  'quiet.from': 'De',
  'quiet.until': 'A',
  away: 'Silencio mientras esté ausente o sin conexión',
  'away.hint': 'Lo que le llama se avisa de todos modos.',
};
