// The words of skills in Spanish: the list, its fallbacks, and what one person can handle.

import type { skillsEn } from '../../en/management/skills.ts';
import type { Words } from '../../language.ts';

export const skillsEs: Words<typeof skillsEn> = {
  title: 'Competencias',
  text: 'Lo que los agentes saben atender. Una conversación con una competencia va a quienes la tienen, primero el nivel más alto. Una competencia que nadie tiene es de todos.',
  new: 'Nueva competencia',
  edit: 'Competencia',
  name: 'Nombre',
  'name.taken': 'Ya hay una competencia con este nombre',
  id: 'Clave',
  'id.hint': 'Así la llaman las campañas, las necesidades y la API. No cambia.',
  'id.taken': 'Ya hay una competencia con esta clave',
  priority: 'Prioridad',
  'priority.hint':
    'Cada paso por encima de 3 vale segundos de espera; cada uno por debajo los cuesta. Sin competencia es 3.',
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
    'Empiece por lo que solo algunos de sus agentes saben responder. Después indique en Personas quién lo tiene.',
  'remove.title': '¿Quitar {name}?',
  'remove.text':
    'Nadie la tiene ya. Las campañas y necesidades que la piden envían sus conversaciones a cualquiera.',
  remove: 'Quitar',
  removed: '{name} se ha quitado',

  'person.head': 'Competencias',
  'person.none': 'Ninguna',
  'person.title': 'Competencias de {name}',
  'person.hint': 'A 5 se le pide primero, a 1 al final.',
  'person.level': '{name} {level}',
  'person.without': 'No la tiene',
  'person.empty': 'Aún no hay competencias. Ajustes › Competencias crea una.',
  'person.change': 'Cambiar las competencias de {name}: {skills}',
};
