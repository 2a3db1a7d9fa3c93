// German words of needs: what a visitor seems to want, and the list that agents choose from.

import type { needsEn } from '../../en/desk/needs.ts';
import type { Words } from '../../language.ts';

export const needsDe: Words<typeof needsEn> = {
  seems: 'Möchte vermutlich',
  'seems.sure': '{share} sicher',
  'seems.unknown': 'Noch nicht bekannt',
  'why.said': 'schrieb {words}',
  'why.searched': 'suchte {words}',
  'why.section': 'in {words}',
  'why.error': 'traf auf den Fehler {words}',
  'why.words.said': '„{words}“',
  'why.words.searched': '„{words}“',
  'why.words.section': '{words}',
  'why.words.error': '„{words}“',
  named: 'Worum es ging',
  'named.none': 'Nicht benannt',
  'named.failed': 'Das Anliegen wurde nicht gespeichert',

  title: 'Anliegen',
  text: 'Was Besucher wollen können. Agenten wählen es am Ende eines Gesprächs. Opportune lernt daraus, was der nächste Besucher wohl möchte.',
  new: 'Neues Anliegen',
  name: 'Name',
  'name.taken': 'Ein Anliegen mit diesem Namen gibt es schon',
  skill: 'Fähigkeit',
  'skill.hint':
    'Neue Gespräche, die dies wohl möchten, gehen an Agenten mit dieser Fähigkeit. Leer: jeder Agent.',
  'skill.anybody': 'Alle',
  'empty.title': 'Noch kein Anliegen',
  'empty.text': 'Beginnen Sie mit den fünf Dingen, nach denen Besucher am häufigsten fragen.',
  edit: 'Anliegen',
  remove: 'Von der Liste nehmen',
  removed: '{name} von der Liste entfernt',
  save: 'Speichern',
  learnt:
    'Aus {examples} benannten Gesprächen gelernt. In einem Test mit {held} anderen stimmten {share} mit der Wahl des Agenten überein.',
  'learnt.none':
    'Noch ist nichts gelernt. Dafür braucht es mindestens zwei Anliegen mit je fünf benannten Gesprächen.',
};
