// Spanish words of skills: the list, its fallbacks, and one person's skills.

import type { skillsEn } from '../../en/management/skills.ts';
import type { Words } from '../../language.ts';

export const skillsEs: Words<typeof skillsEn> = {
  title: 'Competencias',
  text: 'Lo que los agentes saben atender. Una conversación con una competencia va a los agentes que la tienen, primero el nivel más alto. Si nadie la tiene, va a todos.',
  new: 'Nueva competencia',
  edit: 'Competencia',
  name: 'Nombre',
  'name.taken': 'Ya hay una competencia con este nombre',
  id: 'Clave',
  'id.hint': 'La usan las campañas, las necesidades y la API. No se puede cambiar.',
  'id.taken': 'Ya hay una competencia con esta clave',
  priority: 'Prioridad',
  'priority.hint':
    'Cada paso por encima de 3 adelanta una conversación como si hubiera esperado más; cada paso por debajo la retrasa. Las conversaciones sin competencia tienen 3.',
  agents: 'Agentes',
  'agents.none': 'Todos',
  fallback: 'Si nadie que la tenga está libre',
  'fallback.nobody': 'Esperar a quienes la tienen',
  'fallback.anyone': 'Cualquiera',
  'fallback.skill': 'Quienes tengan {name}',
  after: 'Después de cuántos segundos',
  'after.hint': 'Contados desde que el visitante entra en la cola.',
  'then.nobody': 'Espera a quienes la tienen',
  'then.after': '{whom}, tras {n} s',
  'empty.title': 'Aún no hay competencias',
  'empty.text':
    'Empiece por lo que solo algunos de sus agentes saben responder. Después asígnela a agentes en Personas.',
  'remove.title': '¿Quitar {name}?',
  'remove.text':
    'Se quita a todos los agentes. Las campañas y necesidades que la usan envían sus conversaciones a todos.',
  remove: 'Quitar',
  removed: '{name} se ha quitado',

  'person.head': 'Competencias',
  'person.none': 'Ninguna',
  'person.title': 'Competencias de {name}',
  'person.hint': 'Los agentes con 5 van primero, con 1 al final.',
  'person.level': '{name} {level}',
  'person.without': 'No la tiene',
  'person.empty': 'Aún no hay competencias. Añada una en Ajustes › Competencias.',
  'person.change': 'Cambiar las competencias de {name}: {skills}',
};
