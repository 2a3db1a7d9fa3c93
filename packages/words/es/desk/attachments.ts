// The words of files in conversations in Spanish.
import type { Words } from '../../language.ts';
import type { attachmentsEn } from '../../en/desk/attachments.ts';

export const attachmentsEs: Words<typeof attachmentsEn> = {
  attach: 'Enviar un archivo',
  drop: 'Suelte aquí los archivos para enviarlos',
  list: 'Archivos por enviar',
  progress: 'Cuánto ha llegado de {name}',
  remove: 'Quitar {name}',
  again: 'Intentar de nuevo',
  lost: 'Se perdió la conexión',
  none: 'Aquí no se aceptan archivos',
  empty: '{name} está vacío',
  large: '{name} supera los {n} MB',
  type: '{name} es de un tipo que no se acepta',
  title: 'Archivos',
  text: 'Lo que visitantes y agentes pueden enviarse. El tipo de un archivo lo dice su contenido, no su nombre; de las fotos se quita dónde y con qué se tomaron.',
  visitors: 'Los visitantes pueden enviar archivos',
  agents: 'Los agentes pueden enviar archivos',
  types: 'Tipos',
  'type.image/png': 'Imágenes PNG',
  'type.image/jpeg': 'Imágenes JPEG',
  'type.image/gif': 'Imágenes GIF',
  'type.image/webp': 'Imágenes WebP',
  'type.application/pdf': 'PDF',
  'type.text/plain': 'Texto sin formato',
  size: 'Tamaño máximo',
  megabytes: '{n} MB',
  'types.one': 'Se acepta al menos un tipo.',
};
