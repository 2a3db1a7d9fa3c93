// What refusals say beyond the sentence of their code, in Spanish, as the server and the checks of
// core write it: {places} stand for names and numbers. The console finds the text that was said among
// these and says it in its own language; `npm run check` finds what is missing here.

import type { refusalsEn } from '../refusals-en.ts';
import type { Words } from '../language.ts';

export const refusalsEs: Words<typeof refusalsEn> = {
  'field.unknown': 'Aquí no existe ese campo.',
  'account.full': 'La cuenta tiene {most} de estos, que es lo máximo.',
  'account.timeZone': 'No existe esa zona horaria; indique una como Europe/Berlin.',
  'user.disabled': 'El usuario está desactivado.',
  'user.there': 'Ya hay un usuario con esta dirección.',
  'user.administrator': 'La cuenta necesita un administrador.',
  'request.again':
    'Esta petición se está realizando o se interrumpió: vuelva a cargar lo que cambia para ver si tuvo efecto.',
  'origin.form':
    'Indique un origen como https://www.example.com, sin ruta; https://*.example.com acepta todos los subdominios.',
  'site.missing': 'No existe ese sitio.',
  'site.noOrigin': 'El sitio no tiene ningún origen permitido que abrir.',
  'site.key':
    'Indique una clave pública como PEM o JWK: RSA de al menos 2048 bits o la curva P-256. Ninguna clave privada.',
  'goal.missing': 'No existe ese objetivo.',
  'goal.gone': 'El objetivo ya no está.',
  'goal.used': 'La campaña «{name}» tiene este objetivo; dele otro o archívela.',
  'attribute.there': '«{name}» ya está declarado.',
  'attribute.used':
    'La campaña «{name}» tiene una condición sobre él; cámbiela o archive la campaña.',
  'campaign.archived': 'Una campaña archivada queda como está.',
  'campaign.pause': 'Solo se puede pausar una campaña en curso.',
  'campaign.resume': 'Solo se puede reanudar una campaña en pausa.',
  'campaign.discard': 'No hay ninguna versión publicada a la que volver.',
  'campaign.control.none':
    'Una campaña publicada necesita un grupo de control, o no se puede conocer su ganancia.',
  'campaign.control.all': 'Con todos en control nadie la vería nunca.',
  'campaign.shares': 'Las proporciones de las variantes deben sumar 100 %.',
  'campaign.variants': 'Dos variantes tienen el mismo id.',
  'campaign.always.none':
    'A algunos se les debe ofrecer siempre, o no se puede saber qué añade optimizar.',
  'campaign.always.all': 'Si se ofrece siempre a todos, no se elige a nadie.',
  'campaign.button': 'El botón que abre el chat necesita un texto.',
  'campaign.text': 'Necesita un titular o un texto.',
  'campaign.slot': 'Una propuesta incrustada necesita el lugar de la página donde va.',
  'campaign.zone': 'Este formato ocupa la zona «{zone}», no «{other}».',
  'campaign.link': 'El botón necesita una dirección a la que llevar.',
  'campaign.linkButton': 'El enlace necesita un botón con texto.',
  'campaign.until': 'Debe terminar después de empezar.',
  'campaign.hours': 'Las horas no pueden estar vacías.',
  'condition.any': 'Indique al menos una parte; así nunca se cumple.',
  'condition.fact': 'No existe el dato «{fact}».',
  'condition.operator': '«{operator}» no encaja con «{fact}».',
  'condition.property': '«{operator}» es para datos; las propiedades no tienen instantes.',
  'condition.level': '«{fact}» no es un nivel que sube y baja.',
  'condition.falls': 'Debe bajar más de lo que sube.',
  'condition.noValue': 'Aquí no va ningún valor.',
  'condition.list': 'Indique una lista de al menos un valor.',
  'condition.pair': 'Indique dos números, primero el menor.',
  'condition.text': 'Indique un texto.',
  'condition.seconds': 'Indique un número de segundos.',
  'condition.date': 'Indique una fecha como 2026-03-01 o una hora en UTC.',
  'condition.compare': 'Indique un valor con el que comparar.',
  'condition.one': 'Indique un valor.',
  'condition.expression': 'Indique una expresión.',
  'condition.noExpression':
    'No es una expresión de la sintaxis RE2 (que no tiene aserciones ni referencias hacia atrás).',
  'condition.asText': '«{fact}» se compara con un texto.',
  'condition.asNumber': '«{fact}» se compara con un número.',
  'condition.asBoolean': '«{fact}» se compara con sí o no.',
  'condition.oneOf': '«{fact}» es uno de {values}.',
  'event.object': 'Una llamada es un objeto JSON.',
  'event.property': 'La propiedad tiene un tipo equivocado.',
  'event.attribute': '«{name}» está declarado como {type}; este valor no es un dato.',
  'event.nameNot': 'Este nombre no está permitido.',
  'event.unicode': 'Un nombre no es Unicode válido.',
  'event.number': 'El número es demasiado grande.',
  'event.notTracked':
    'El navegador pide no ser rastreado y el sitio lo respeta; no se guardó nada.',
  'event.secretKey':
    'Una clave secreta no debe estar en una página; revóquela y use la clave de escritura.',
  'event.token': 'El token de cliente no es válido ({fault}); el identify cuenta como afirmación.',
  'event.trust': 'El objetivo «{goal}» acepta eventos de confianza {wanted}; este tiene {trust}.',
  'event.takesBack':
    '{name} devuelve valor solo con confianza firmada o de servidor; este tiene confianza de página.',
  'socket.hello': 'La primera trama debe ser un hello de la forma documentada.',
  'socket.again': 'Ya se dijo hello.',
  'masking.tooLarge': 'Esta expresión es demasiado grande: acorte sus repeticiones.',
  'masking.nothing': 'Esta expresión coincide con el texto vacío.',
  'masking.itself': 'Esta expresión coincide con lo que la reemplaza.',
  'answer.there': 'Ya hay una respuesta con este atajo para la misma competencia e idioma.',
  'answer.many.account': '{most} respuestas predefinidas es lo máximo que puede tener una cuenta.',
  'answer.many.user': '{most} respuestas predefinidas es lo máximo que puede tener un usuario.',
  'answer.variable': 'No existe la variable {name}.',
  'answer.mail': 'Solo un mensaje dejado con una dirección se responde por correo.',
  'needs.many': 'La cuenta ha tenido {most} necesidades, que es lo máximo.',
  'field.holds': 'Lo que contiene un campo no cambia; cree otro campo.',
  'case.none': 'No es un caso.',
  'case.otherWords': 'Una respuesta con otras palabras necesita un identificador propio.',
  'case.sending':
    'Esta respuesta se está enviando. Si el servidor se detuvo entretanto, puede enviarse de nuevo un minuto después.',
  'history.ends': 'Termina antes de empezar.',
  'history.days': 'Se muestran como máximo {most} días.',
  'attachment.types': 'No se aceptan archivos de este tipo; se aceptan: {types}.',
  'reports.many': 'Como máximo se envían {most} informes a un usuario.',
};
