// The words of skills in German: the list, its fallbacks, and what one person can handle.

import type { skillsEn } from '../../en/management/skills.ts';
import type { Words } from '../../language.ts';

export const skillsDe: Words<typeof skillsEn> = {
  title: 'Fähigkeiten',
  text: 'Was Agenten bearbeiten können. Ein Gespräch mit einer Fähigkeit geht an die, die sie haben, die höchste Stufe zuerst. Eine Fähigkeit, die niemand hat, haben alle.',
  new: 'Neue Fähigkeit',
  edit: 'Fähigkeit',
  name: 'Name',
  'name.taken': 'Eine Fähigkeit mit diesem Namen gibt es schon',
  id: 'Schlüssel',
  'id.hint': 'So nennen sie Kampagnen, Anliegen und die API. Er bleibt, wie er ist.',
  'id.taken': 'Eine Fähigkeit mit diesem Schlüssel gibt es schon',
  priority: 'Priorität',
  'priority.hint':
    'Jede Stufe über 3 ist Sekunden des Wartens wert, jede darunter kostet sie. Ohne Fähigkeit ist es 3.',
  agents: 'Agenten',
  'agents.none': 'Alle',
  fallback: 'Wenn niemand mit ihr frei ist',
  'fallback.nobody': 'Auf die warten, die sie haben',
  'fallback.anyone': 'Alle',
  'fallback.skill': 'Die mit {name}',
  after: 'Nach wie vielen Sekunden',
  'after.hint': 'Gezählt, seit der Besucher in die Warteschlange kam.',
  'then.nobody': 'Wartet auf die, die sie haben',
  'then.after': '{whom}, nach {n} s',
  'empty.title': 'Noch keine Fähigkeit',
  'empty.text':
    'Beginnen Sie mit dem, was nur einige Ihrer Agenten beantworten können. Sagen Sie dann unter Personen, wer es kann.',
  'remove.title': '{name} entfernen?',
  'remove.text':
    'Niemand hat sie mehr. Kampagnen und Anliegen, die sie verlangen, geben ihre Gespräche an alle.',
  remove: 'Entfernen',
  removed: '{name} entfernt',

  'person.head': 'Fähigkeiten',
  'person.none': 'Keine',
  'person.title': 'Fähigkeiten von {name}',
  'person.hint': '5 wird zuerst gefragt, 1 zuletzt.',
  'person.level': '{name} {level}',
  'person.without': 'Hat sie nicht',
  'person.empty': 'Es gibt noch keine Fähigkeit. Einstellungen › Fähigkeiten legt eine an.',
  'person.change': 'Fähigkeiten von {name} ändern: {skills}',
};
