// Spanish sentences of the error table, by code. The console shows them for refusals.
import type { ErrorCode } from '@opportune/protocol/errors.ts';

export const errorsEs: Readonly<Record<ErrorCode, string>> = {
  'request.malformed': 'La petición no es JSON válido o no tiene la forma documentada.',
  'request.invalid': 'Un campo tiene un valor que no está permitido.',
  'request.too_large': 'La petición supera el límite.',
  'request.too_slow': 'La petición tardó demasiado en llegar.',
  'request.not_found': 'Aquí no hay nada, o no tiene permiso para verlo.',
  'request.method': 'Esta dirección no admite el método; véase Allow.',
  'request.conflict': 'Otra persona cambió esto entretanto; vuelva a cargarlo.',
  'request.key_reused': 'Esta clave de idempotencia se usó para otra petición.',
  'request.under_way':
    'Una petición con esta clave de idempotencia se está ejecutando; vuelva a pedir su respuesta en un momento.',
  'request.outcome_unknown':
    'La petición con esta clave de idempotencia se interrumpió y puede haber tenido efecto. Compruébelo y después envíela de nuevo con otra clave.',
  'channel.kept':
    'La ventana de chat y el correo de una cuenta se pueden pausar, pero no eliminar.',
  'channel.unread': 'El proveedor del canal no respondió o lo rechazó; compruebe el canal.',
  'brand.unreachable': 'El sitio no responde en su primer origen, o no se permite acceder a él.',
  'brand.no_origin': 'El sitio no tiene ningún origen que se pueda leer; introduzca uno primero.',
  'brand.elsewhere':
    'El primer origen del sitio lleva a otro host; introduzca ese como el primero.',
  'brand.not_a_page': 'El primer origen del sitio no responde con una página web.',
  'brand.no_colours': 'No se encontraron colores en la página: solo negro, blanco y grises.',
  'account.full': 'La cuenta ha alcanzado su límite de estos elementos.',
  'user.accounts_full':
    'Esta dirección de correo ya pertenece a usuarios del máximo de cuentas permitido.',
  'auth.required': 'Primero inicie sesión.',
  'channel.signature': 'La firma de la petición no vale para este canal.',
  'channel.replayed': 'La hora de la firma difiere en más de cinco minutos de la del servidor.',
  'auth.wrong': 'La dirección de correo o la contraseña no es correcta.',
  'auth.forbidden': 'Su rol no lo permite.',
  'auth.scope': 'El token de API no tiene permiso para esto.',
  'auth.expired': 'La sesión o el enlace ha caducado; inicie sesión de nuevo.',
  'auth.link_used': 'Este enlace ya se usó o ha caducado.',
  'auth.weak_password':
    'La contraseña necesita al menos 12 caracteres, y más que palabras comunes, años y nombres propios. Cuatro palabras al azar son una buena elección.',
  'auth.password_required':
    'Ha entrado con un enlace de un solo uso: elija primero una contraseña.',
  'auth.cross_site': 'La petición vino de otro sitio.',
  'key.unknown': 'La clave de escritura o secreta no se conoce.',
  'key.revoked': 'La clave secreta se revocó.',
  'key.trust_too_low':
    'Esta llamada necesita una clave secreta; una clave de escritura es pública.',
  'origin.not_allowed': 'El origen de la página no está entre los permitidos del sitio.',
  'consent.missing':
    'El sitio no acepta nada antes de que el visitante consienta. No se guardó nada.',
  'visitor.token_invalid': 'El token no pertenece a este visitante.',
  'visitor.blocked': 'A este visitante se le bloqueó para iniciar conversaciones.',
  'visitor.gone': 'El visitante ya no está en el sitio.',
  'visitor.bot': 'El visitante se reconoció como bot.',
  'visitor.muted': 'El visitante pidió que no se le contacte.',
  'visitor.in_conversation': 'El visitante ya tiene una conversación.',
  'contact.file_unreadable':
    'El archivo no se puede leer: debe ser CSV en UTF-8 con un encabezado y filas.',
  'contact.address_closed':
    'Ahora no se puede escribir al contacto en esta dirección: el canal no está conectado o terminó el plazo para responder.',
  'contact.not_verified':
    'En una llamada telefónica, un código solo se envía a una dirección verificada del contacto.',
  'visitor.in_control':
    'El visitante está en un grupo de control, y una conversación enturbia la prueba. Confírmelo para empezar o reabrir una.',
  'rate.visitor': 'Demasiados eventos de este visitante; pruebe de nuevo en un momento.',
  'rate.address': 'Demasiadas peticiones de esta dirección; pruebe de nuevo en un momento.',
  'rate.key': 'Demasiado a la vez con esta clave; pruebe de nuevo en un momento.',
  'rate.account': 'Demasiado a la vez para esta cuenta; pruebe de nuevo en un momento.',
  'rate.sign_in': 'Demasiados intentos de inicio de sesión; espere un poco.',
  'rate.messages': 'Demasiados mensajes a la vez; espere unos segundos.',
  'rate.calls': 'Demasiadas llamadas o conexiones desde aquí; espere un momento.',
  'rate.mail': 'Se han probado demasiados correos; inténtelo más tarde.',
  'rate.transcripts': 'Se enviaron demasiadas conversaciones por correo; pruebe más tarde.',
  'rate.files': 'Hay demasiados archivos en camino a la vez; inténtelo de nuevo en un momento.',
  'rate.chats':
    'En este momento llegan demasiadas conversaciones o mensajes desde aquí. Inténtelo más tarde.',
  'proof.required':
    'En este momento empiezan muchas conversaciones, así que el navegador debe resolver antes el reto.',
  'message.no_room': 'Ahora no se pueden dejar más mensajes, porque demasiados esperan respuesta.',
  'queue.full': 'La cola está llena; deje un mensaje en su lugar.',
  'server.accounts_full': 'Este servidor ya tiene todas las cuentas que puede tener.',
  'server.overloaded': 'El servidor está al límite; pruebe de nuevo en un momento.',
  'server.stopping': 'El servidor se está reiniciando; pruebe de nuevo en un momento.',
  'server.storage_full': 'El disco está lleno; no se acepta nada hasta que haya espacio.',
  'server.failed': 'Algo falló por nuestra parte; el registro tiene los detalles.',
  'socket.too_slow': 'El lector se quedó muy atrás; continúe desde la última secuencia.',
  'socket.silent': 'No se recibió nada durante demasiado tiempo.',
  'trial.over':
    'La prueba en este navegador ha terminado; vuelva a conectarse para ver lo publicado.',
  'event.invalid': 'El evento no tiene la forma documentada.',
  'event.name_missing': 'Una llamada track necesita un nombre de evento.',
  'event.id_missing': 'El evento necesita un id de cliente y un id de visitante o de usuario.',
  'event.too_large': 'El evento supera el límite.',
  'event.too_deep': 'Las propiedades están más anidadas de lo permitido.',
  'event.too_many_properties': 'El evento tiene más propiedades de las permitidas.',
  'event.too_old':
    'El evento ocurrió hace demasiado para la entrada en vivo; envíe el historial a /v1/history.',
  'event.property_type': 'Una propiedad de un evento estándar tiene un tipo equivocado.',
  'batch.too_long': 'El lote tiene más eventos de los permitidos.',
  'event.repeat': 'Este evento ya se recibió y se cuenta una vez.',
  'event.late': 'El evento tiene más de un minuto: actualiza los datos, pero no inicia nada.',
  'event.token_invalid': 'El token de cliente no es válido; el identify cuenta como afirmación.',
  'event.attribute_undeclared':
    'El atributo propio no está declarado: se guarda, pero ninguna condición lo lee.',
  'event.attribute_type':
    'Un atributo propio tiene otro tipo que el declarado: se guarda, pero no es un dato.',
  'event.bot': 'El remitente se reconoció como bot y queda fuera de decisiones y resultados.',
  'goal.trust_too_low':
    'El evento se guardó, pero el objetivo solo acepta eventos de mayor confianza.',
  'goal.other_currency':
    'El objetivo se alcanzó, pero su valor no cuenta, porque su moneda no es la de la cuenta.',
  'condition.invalid': 'La condición no sigue la gramática documentada.',
  'condition.unknown_fact': 'No existe ese dato.',
  'condition.operator': 'Este operador no encaja con el tipo del dato.',
  'condition.value': 'El valor no encaja con el operador.',
  'condition.too_deep': 'La condición está demasiado anidada o tiene demasiadas partes.',
  'exclusion.too_late':
    'Los visitantes solo se pueden excluir por lo que se sabía antes de que fueran elegibles.',
  'campaign.no_channel': 'La campaña ofrece canales y ninguno está conectado.',
  'campaign.incomplete': 'La campaña aún no se puede publicar; falta algo.',
  'translation.unreadable': 'El archivo no es un archivo XLIFF legible.',
  'translation.other': 'El archivo es de otra cosa o está en otro idioma.',
  'translation.unit': 'Algunas traducciones no se pueden aceptar; cada una aparece con su texto.',
  'translation.unset': 'Elija primero en los ajustes de la cuenta en qué idioma escribe.',
  'campaign.approval_required':
    'Aquí otra persona aprueba un borrador antes de que se publique. Pida la aprobación y otro gestor lo publicará.',
  'campaign.state': 'La campaña no está en un estado que lo permita.',
  'conversation.ended': 'La conversación ha terminado; iníciela o reábrala para escribir.',
  'conversation.disposition_missing': 'Indique cómo acabó la conversación antes de guardarla.',
  'conversation.closed': 'La conversación terminó hace demasiado para reabrirla.',
  'conversation.merged': 'La conversación pertenece a otra; escriba allí o sepárelas.',
  'conversation.not_mergeable':
    'Solo una conversación terminada se puede unir, con otra del mismo contacto.',
  'callback.slot': 'Otra persona tomó esta hora, o entonces no hay nadie; elija otra.',
  'callback.promised': 'Ya hay una llamada prometida; cámbiela o cancélela.',
  'callback.over': 'La llamada prometida ya terminó, o ya está sonando.',
  'contact.opted_out': 'El contacto no quiere mensajes en esta dirección.',
  'conversation.not_yours': 'La conversación es de otro agente.',
  'message.too_long': 'El mensaje es más largo de lo permitido.',
  'message.empty': 'El mensaje no tiene texto.',
  'message.not_answerable': 'El mensaje no ofrece esta respuesta.',
  'message.answered': 'El mensaje ya se respondió; vale la primera respuesta.',
  'message.answer_invalid': 'Falta un campo del formulario o no es válido.',
  'call.emergency':
    'Desde aquí no se puede llamar a números de emergencia ni a otros números cortos; use un teléfono.',
  'call.number':
    'No se puede llamar a este número: está oculto, o no es un número con prefijo de país.',
  'call.country': 'No se permiten números de este país; un administrador puede permitirlos.',
  'call.quiet_hours': 'Se llama de 8 a 21 horas; vuelva a llamar mañana.',
  'call.spent': 'Las llamadas de hoy han agotado los minutos de este número.',
  'call.voices':
    'En esta llamada ya hablan cuatro; antes alguien debe salir o un supervisor solo escuchar.',
  'call.carrier': 'El operador no aceptó la llamada; inténtelo de nuevo, o compruebe el canal.',
  'callback.off': 'Aquí no se devuelven llamadas.',
  'callback.way': 'Aquí no se devuelven llamadas por teléfono; elija otra forma.',
  'call.off': 'Aquí no se ofrecen llamadas.',
  'call.no_sound':
    'El servidor de sonido no acepta esta conexión; inténtelo de nuevo en un momento.',
  'attachment.off': 'Aquí no se aceptan archivos.',
  'attachment.type': 'No se aceptan archivos de este tipo.',
  'attachment.too_large': 'El archivo supera el tamaño permitido.',
  'attachment.too_many': 'Demasiados archivos en un día; pruebe más tarde.',
  'attachment.too_slow':
    'El archivo llegó demasiado despacio; inténtelo de nuevo con una conexión más rápida.',
  'attachment.missing': 'El archivo no está; elíjalo de nuevo.',
  'attachment.unreachable': 'El almacén de archivos no responde; pruebe de nuevo en un momento.',
  'callback.full': 'En este momento hay demasiadas llamadas pendientes; deje un mensaje.',
  'agent.no_room': 'El agente no tiene cupo o no está en línea.',
  'agent.absent': 'El agente no está: no tiene ninguna consola abierta.',
  'mail.not_configured':
    'No hay servidor de correo configurado, así que no se puede enviar una respuesta por correo.',
  'mail.failed': 'El servidor de correo no aceptó el correo; pruebe más tarde.',
  'transcript.sent': 'La conversación ya se envió por correo.',
  'transcript.not_offered': 'Esta conversación no se envía por correo.',
  'start.port_taken': 'El puerto lo ocupa otro programa.',
  'start.folder_in_use': 'Otro servidor usa esta carpeta de datos.',
  'start.split_data':
    'Esta mezcla de motores dividiría los datos; vea la referencia de configuración.',
  'start.engine_missing':
    'El motor incorporado no existe para esta máquina; indique la URL del suyo.',
  'start.engine_unusable':
    'No se puede usar su propia base de datos; el mensaje nombra la opción y el motivo.',
  'start.engine_failed': 'Un motor no arrancó; el registro dice por qué.',
  'start.folder_closed':
    'El proceso que debe escribir en la carpeta de datos no tiene acceso a ella.',
  'start.migration_changed':
    'Una migración aplicada ha cambiado desde entonces; restaure su archivo.',
  'start.option_invalid': 'Una opción de inicio tiene un valor que no está permitido.',
  'engine.unavailable': 'La base de datos se está reiniciando; pruebe de nuevo en un momento.',
  'facts.failed':
    'El almacén de datos rechazó la consulta o las filas; el registro tiene los detalles.',
  'facts.unscoped': 'Un informe nombra una tabla de datos sin su cuenta.',
};
