// German words of skills: the list, its fallbacks, and one person's skills.

import type { skillsEn } from '../../en/management/skills.ts';
import type { Words } from '../../language.ts';

export const skillsDe: Words<typeof skillsEn> = {
  title: 'Fähigkeiten',
  text: 'Was Agenten bearbeiten können. Ein Gespräch mit einer Fähigkeit geht an die Agenten, die sie haben, die höchste Stufe zuerst. Hat niemand die Fähigkeit, geht es an alle.',
  new: 'Neue Fähigkeit',
  edit: 'Fähigkeit',
  name: 'Name',
  'name.taken': 'Eine Fähigkeit mit diesem Namen gibt es schon',
  id: 'Schlüssel',
  'id.hint': 'Wird von Kampagnen, Anliegen und der API verwendet. Er lässt sich nicht ändern.',
  'id.taken': 'Eine Fähigkeit mit diesem Schlüssel gibt es schon',
  priority: 'Priorität',
  'priority.hint':
    'Jede Stufe über 3 rückt ein Gespräch vor, als hätte es länger gewartet; jede Stufe darunter rückt es zurück. Gespräche ohne Fähigkeit haben 3.',
  agents: 'Agenten',
  'agents.none': 'Alle',
  fallback: 'Wenn niemand mit ihr frei ist',
  'fallback.nobody': 'Auf die warten, die sie haben',
  'fallback.anyone': 'Alle',
  'fallback.skill': 'Die mit {name}',
  after: 'Nach wie vielen Sekunden',
  'after.hint': 'Gezählt ab dem Eintritt des Besuchers in die Warteschlange.',
  'then.nobody': 'Wartet auf die, die sie haben',
  'then.after': '{whom}, nach {n} s',
  'empty.title': 'Noch keine Fähigkeit',
  'empty.text':
    'Beginnen Sie mit dem, was nur einige Ihrer Agenten beantworten können. Geben Sie die Fähigkeit dann Agenten unter Personen.',
  'remove.title': '{name} entfernen?',
  'remove.text':
    'Sie wird bei allen Agenten entfernt. Kampagnen und Anliegen, die sie verwenden, geben ihre Gespräche an alle.',
  remove: 'Entfernen',
  removed: '{name} entfernt',

  'person.head': 'Fähigkeiten',
  'person.none': 'Keine',
  'person.title': 'Fähigkeiten von {name}',
  'person.hint': 'Agenten mit 5 kommen zuerst, mit 1 zuletzt.',
  'person.level': '{name} {level}',
  'person.without': 'Hat sie nicht',
  'person.empty':
    'Es gibt noch keine Fähigkeit. Legen Sie eine unter Einstellungen › Fähigkeiten an.',
  'person.change': 'Fähigkeiten von {name} ändern: {skills}',
};
