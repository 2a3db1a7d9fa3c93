// Spanish words of needs: what a visitor seems to want, and the list that agents choose from.

import type { needsEn } from '../../en/desk/needs.ts';
import type { Words } from '../../language.ts';

export const needsEs: Words<typeof needsEn> = {
  seems: 'Parece querer',
  'seems.sure': '{share} de seguridad',
  'seems.unknown': 'Aún no se sabe',
  'why.said': 'dijo {words}',
  'why.searched': 'buscó {words}',
  'why.section': 'en {words}',
  'why.error': 'encontró el error {words}',
  'why.words.said': '«{words}»',
  'why.words.searched': '«{words}»',
  'why.words.section': '{words}',
  'why.words.error': '«{words}»',
  named: 'De qué se trataba',
  'named.none': 'Sin nombrar',
  'named.failed': 'La necesidad no se guardó',

  title: 'Necesidades',
  text: 'Lo que pueden querer los visitantes. Los agentes lo eligen al final de una conversación. Opportune aprende de ahí qué parece querer el siguiente.',
  new: 'Nueva necesidad',
  name: 'Nombre',
  'name.taken': 'Ya hay una necesidad con este nombre',
  skill: 'Competencia',
  'skill.hint':
    'Las conversaciones nuevas que parecen querer esto van a agentes con esta competencia. Vacío: cualquier agente.',
  'skill.anybody': 'Cualquiera',
  'empty.title': 'Aún no hay necesidades',
  'empty.text': 'Empiece por las cinco cosas que más preguntan los visitantes.',
  edit: 'Necesidad',
  remove: 'Quitar de la lista',
  removed: '{name} se quitó de la lista',
  save: 'Guardar',
  learnt:
    'Aprendido de {examples} conversaciones nombradas. En una prueba con otras {held}, {share} coincidieron con lo que eligió el agente.',
  'learnt.none':
    'Aún no se ha aprendido nada. Hacen falta al menos dos necesidades con cinco conversaciones nombradas cada una.',
};
