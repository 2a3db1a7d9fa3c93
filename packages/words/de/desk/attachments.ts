// The words of files in conversations in German.
import type { Words } from '../../language.ts';
import type { attachmentsEn } from '../../en/desk/attachments.ts';

export const attachmentsDe: Words<typeof attachmentsEn> = {
  attach: 'Datei senden',
  drop: 'Dateien hier ablegen, um sie zu senden',
  list: 'Zu sendende Dateien',
  progress: 'Wie viel von {name} da ist',
  remove: '{name} entfernen',
  again: 'Noch einmal versuchen',
  lost: 'Die Verbindung ist abgebrochen',
  none: 'Hier werden keine Dateien angenommen',
  empty: '{name} ist leer',
  large: '{name} ist größer als {n} MB',
  type: '{name} ist von einem Typ, der nicht angenommen wird',
  title: 'Dateien',
  text: 'Was Besucher und Agenten einander senden dürfen. Den Typ einer Datei sagt ihr Inhalt, nicht ihr Name; wo und womit ein Foto aufgenommen wurde, wird daraus entfernt.',
  visitors: 'Besucher dürfen Dateien senden',
  agents: 'Agenten dürfen Dateien senden',
  types: 'Typen',
  'type.image/png': 'PNG-Bilder',
  'type.image/jpeg': 'JPEG-Bilder',
  'type.image/gif': 'GIF-Bilder',
  'type.image/webp': 'WebP-Bilder',
  'type.application/pdf': 'PDF',
  'type.text/plain': 'Reiner Text',
  size: 'Größte Datei',
  megabytes: '{n} MB',
  'types.one': 'Mindestens ein Typ wird angenommen.',
};
