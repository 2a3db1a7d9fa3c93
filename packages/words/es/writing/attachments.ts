// Spanish words of files in conversations: sending them, and what an account accepts.
import type { Words } from '../../language.ts';
import type { attachmentsEn } from '../../en/writing/attachments.ts';

export const attachmentsEs: Words<typeof attachmentsEn> = {
  attach: 'Enviar un archivo',
  drop: 'Suelte aquí los archivos para enviarlos',
  list: 'Archivos por enviar',
  progress: 'Subida de {name}',
  remove: 'Quitar {name}',
  again: 'Intentar de nuevo',
  lost: 'Se perdió la conexión',
  none: 'Aquí no se aceptan archivos',
  empty: '{name} está vacío',
  large: '{name} supera los {n} MB',
  type: 'No se aceptan archivos como {name}',
  title: 'Archivos',
  text: 'Archivos que visitantes y agentes pueden enviarse. El tipo se reconoce por el contenido, no por el nombre. De las fotos se quitan el lugar y los datos de la cámara.',
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
  'types.one': 'Elija al menos un tipo.',
};
