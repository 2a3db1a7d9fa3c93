// What visitors read in Spanish about a call in the chat window.
import type { callEn } from '../en/call.ts';
import type { Spoken } from '../language.ts';

export const callEs: Spoken<typeof callEn> = {
  propose: {
    title: 'Mejor hablar',
    sub: (name) => `Con ${name}, desde esta página`,
    why: (name) =>
      `Su navegador le pedirá el micrófono. ${name} no oye nada antes de aceptar, y este chat se conserva.`,
    act: (name) => `Pedir a ${name} que hable`,
    write: 'Seguir por escrito',
  },
  asked: {
    title: (name) => `${name} quiere hablar con usted`,
    why: 'Desde esta página, sin teléfono. Su navegador le pedirá el micrófono.',
    accept: 'Hablar ahora',
    decline: 'Ahora no',
  },
  recording: {
    title: '¿Podemos grabar esta llamada?',
    why: (name) =>
      `Ayuda al equipo de ${name} a atenderle bien. También puede hablar sin grabación. Un tono suave indica cuándo empieza.`,
    agree: 'Sí, grabarla',
    refuse: 'No, hablar sin grabación',
    on: 'Esta llamada se graba',
    paused: 'La grabación está en pausa',
    off: 'Esta llamada no se graba',
    full: 'El resto de esta llamada no se graba',
    stopping: 'La grabación está a punto de detenerse',
    stop: 'Detener la grabación',
  },
  permission: {
    title: 'Permita el micrófono',
    why: 'Su navegador lo pide ahora, cerca de la dirección de la página.',
    cancel: 'Cancelar',
  },
  trouble: {
    again: 'Intentar de nuevo',
    write: 'Mejor escribir',
    denied: {
      title: 'El navegador no nos deja oírle',
      text: 'Abra los ajustes de esta página, en el signo junto a su dirección. Permita allí el micrófono e inténtelo de nuevo.',
    },
    dismissed: {
      title: 'El micrófono aún no está permitido',
      text: 'Inténtelo de nuevo y elija «Permitir» cuando su navegador lo pregunte.',
    },
    system: {
      title: 'Su dispositivo no deja que el navegador le oiga',
      text: 'Abra los ajustes de privacidad de su dispositivo y permita el micrófono a su navegador. Después, inténtelo de nuevo.',
    },
    missing: {
      title: 'No se encontró ningún micrófono',
      text: 'Conecte un micrófono o unos auriculares e inténtelo de nuevo.',
    },
    busy: {
      title: 'El micrófono está en uso',
      text: 'Otra aplicación o página lo ocupa. Ciérrela e inténtelo de nuevo.',
    },
    noSound: {
      title: 'No llega el sonido',
      text: 'Puede que su red bloquee las llamadas. Inténtelo más tarde o en otra red.',
    },
  },
  state: {
    asking: (name) => `Esperando a que ${name} acepte`,
    connecting: 'Conectando',
    waiting: (name) => `Esperando a ${name}`,
    connected: (name) => `Está hablando con ${name}`,
    held: 'En espera',
    lost: 'Se cortó la conexión. Reconectando',
    offline: 'Sin conexión. Reconectando',
    over: (time) => `La llamada terminó tras ${time}`,
    overUnspoken: 'La llamada terminó',
    minutes: (minutes, seconds) =>
      [minutes && `${minutes} min`, `${seconds} s`].filter(Boolean).join(' '),
  },
  queue: {
    waiting: 'Hablará con quien quede libre primero',
    write: 'Prefiero escribir',
    end: 'Colgar',
    unanswered: 'Nadie pudo contestar a tiempo. Sigue por escrito.',
  },
  elsewhere: {
    title: 'La llamada está en otra pestaña',
    why: 'O en otro de sus dispositivos.',
    move: 'Traerla aquí',
  },
  resume: { title: 'Su llamada le espera', act: 'Seguir con la llamada' },
  silent: { title: 'El navegador retiene el sonido', act: 'Activar el sonido' },
  panel: {
    good: 'Buena línea',
    weakWhy: (name) => `Su red es débil. Es posible que ${name} no lo oiga todo.`,
    mute: 'Silenciar',
    write: 'Escribir',
    end: 'Terminar',
    takeBack: 'Retirar',
    microphone: 'Micrófono',
    speaker: 'Altavoz',
    unnamed: (number) => `Dispositivo ${number}`,
    back: 'Volver a la llamada',
  },
};
