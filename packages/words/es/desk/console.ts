// The words of the console in Spanish: shell, signing in, states, visitors, team. One key per
// sentence, named by where it stands; {places} are filled by the console. The inbox has its own file.

import type { consoleEn } from '../../en/desk/console.ts';
import type { Words } from '../../language.ts';

export const consoleEs: Words<typeof consoleEn> = {
  'app.name': 'Opportune',
  'app.skip': 'Ir al contenido',
  'app.areas': 'Áreas',
  'area.inbox': 'Bandeja',
  'area.visitors': 'Visitantes',
  'area.campaigns': 'Campañas',
  'area.results': 'Resultados',
  'area.team': 'Equipo',
  'area.settings': 'Ajustes',
  'area.more': 'Más',
  'area.waiting': { one: '{n} conversación le espera', other: '{n} conversaciones le esperan' },
  'page.missing.title': 'Esta página no existe',
  'page.missing.text': 'La dirección no es correcta o la página es para otro rol.',
  'page.missing.action': 'Ir a los visitantes',

  'agent.state': 'Su estado',
  'agent.program': 'Programa',
  'agent.online': 'En línea',
  'agent.back-soon': 'Vuelvo pronto',
  'agent.away': 'Ausente',
  'agent.offline': 'Desconectado',
  'agent.online.hint': 'Le llegan conversaciones nuevas',
  'agent.back-soon.hint': 'Las suyas siguen, por ahora ninguna nueva',
  'agent.away.hint': 'Ninguna conversación nueva',
  'agent.offline.hint': 'Nada nuevo; conserva lo que tiene mientras haya una pestaña abierta',
  'agent.menu': 'Usted: {name}, {state}. Su estado y sus ajustes',
  'agent.connecting': 'Conectando',
  'me.theme': 'Apariencia',
  'theme.system': 'Sistema',
  'theme.light': 'Claro',
  'theme.dark': 'Oscuro',
  'me.language': 'Idioma',
  'me.signOut': 'Cerrar sesión',

  'sign.email': 'Correo electrónico',
  'sign.password': 'Contraseña',
  'sign.forgot': '¿Olvidó la contraseña?',
  'sign.in': 'Iniciar sesión',
  'sign.busy': 'Iniciando sesión',
  'sign.firstStart': '¿Primer inicio? Abra el enlace de acceso que mostró el servidor.',
  'sign.title': 'Iniciar sesión',
  'sign.over': 'Se cerró su sesión. Inicie sesión de nuevo para seguir donde estaba.',
  'sign.required': 'Rellene los dos campos.',
  'forgot.title': 'Una contraseña nueva',
  'forgot.text':
    'Si la dirección pertenece a un usuario, se le envía un enlace para elegir una contraseña nueva. Si el servidor no tiene correo, un administrador puede crear el enlace en Ajustes, Personas.',
  'forgot.send': 'Enviar el enlace',
  'forgot.sent.title': 'Mire su correo',
  'forgot.sent.text':
    'Si {email} pertenece a un usuario, hay un enlace en camino. Sirve una vez y por poco tiempo.',
  'forgot.back': 'Volver al inicio de sesión',
  'link.title': 'Acceso por enlace',
  'link.missing':
    'Al enlace le falta el código. Copie toda la línea que mostró el servidor, con lo que sigue a #.',
  'link.used': 'Este enlace ya se usó o ha caducado',
  'link.used.text':
    'Un enlace sirve una vez. Si el servidor acaba de arrancar, reinícielo para que muestre otro; si no, pregunte a un administrador.',
  'name.title': '¿Cómo se llama?',
  'name.text': 'Los visitantes y sus colegas lo leen junto a lo que usted escribe.',
  'name.label': 'Nombre',
  'choose.title': 'Elija una contraseña',
  'choose.text':
    'Ha llegado por un enlace. Elija una contraseña de al menos 12 caracteres para iniciar sesión a partir de ahora.',
  'choose.new': 'Contraseña nueva',
  'choose.short': { one: '{n} carácter más', other: '{n} caracteres más' },
  'choose.save': 'Guardar y continuar',
  'choose.show': 'Mostrar la contraseña',
  'choose.hide': 'Ocultar la contraseña',

  'state.loading': 'Cargando',
  'stale.text':
    'Otra persona lo guardó entretanto. Lo que escribió sigue aquí: cargue la otra versión en su lugar, o conserve la suya y guárdela sobre ella.',
  'stale.list':
    'Otra persona lo guardó entretanto. Lo que escribió se queda: cargue la otra versión y guarde de nuevo.',
  'stale.theirs': 'Cargar la otra',
  'stale.mine': 'Conservar la mía',
  'stale.kept': 'Aún no se ha guardado. Al guardar de nuevo se reemplaza la otra versión.',
  'stale.gone':
    'Otra persona lo quitó o le cambió el nombre entretanto y ya no se puede guardar aquí. Copie lo que escribió para añadirlo de nuevo.',
  'state.retry': 'Reintentar',
  'state.copyCode': 'Copiar el código',
  'state.copied': 'Copiado',
  'state.unreachable': 'El servidor no responde',
  'state.unreachable.text':
    'Quizá se esté reiniciando o se perdió la conexión. Lo que ve es de antes.',
  'state.unreadable': 'No se pudo leer la respuesta',
  'state.unreadable.text':
    'La consola y el servidor tienen versiones distintas. Vuelva a cargar la página.',
  'state.failed': 'No se pudo leer',
  'state.crashed': 'Esta página encontró un error',
  'state.crashed.text':
    'No se ha perdido nada guardado. Vuelva a cargar la página o vaya a otra área.',
  'state.reload': 'Volver a cargar',
  'state.live': 'En vivo',
  'state.offlineSince': 'Sin conexión desde {time}',
  'state.offline':
    'Sin conexión. Lo que ve es de las {time}; las conversaciones nuevas van a otros.',
  'state.offline.waiting': {
    one: 'Sin conexión. {n} mensaje se enviará cuando vuelva; las conversaciones nuevas van a otros.',
    other:
      'Sin conexión. {n} mensajes se enviarán cuando vuelva; las conversaciones nuevas van a otros.',
  },
  'state.tryNow': 'Probar ahora',
  undo: 'Deshacer',
  close: 'Cerrar',
  cancel: 'Cancelar',
  search: 'Buscar',
  clear: 'Borrar',
  'search.none': 'Nada coincide',
  none: 'ninguno',
  dash: '–',

  'arm.treatment': 'Tratamiento',
  'arm.always': 'Siempre',
  'arm.optimise': 'Optimizar',
  'arm.control': 'Control',
  'arm.holdout': 'Grupo de reserva',
  'arm.treatment.legend': 'Tratamiento o Siempre',
  'arm.control.legend': 'Control, nada mostrado',

  'time.now': 'ahora',
  'time.minutes': '{n} min',
  'time.hours': '{n} h',
  'time.days': '{n} d',
};
