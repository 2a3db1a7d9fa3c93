// German words of the time before an agent answers: the expected wait, forms before the chat, and
// cases.
import type { beforeEn } from '../../en/desk/before.ts';
import type { Words } from '../../language.ts';

export const beforeDe: Words<typeof beforeEn> = {
  'wait.minutes': { one: 'etwa 1 Min.', other: 'etwa {n} Min.' },
  'wait.hour': 'eine Stunde oder länger',
  'wait.new': 'Neue Besucher warten {wait}',
  'wait.ofSkill': '{skill}: {wait}',
  'wait.hint':
    'Geschätzt nach der Warteschlange, den Agenten, die übernehmen können, und der Dauer der letzten Chats.',

  'before.title': 'Vor dem Chat',
  'before.says': 'Vor dem Chat wird gefragt:',
  'before.button': 'Vor dem Chat wird gefragt:',
  'before.nothing': 'nichts',
  'before.count': { one: '{n} Frage', other: '{n} Fragen' },
  'before.open': '{words}: ändern, was vor dem Chat gefragt wird',
  'before.hint':
    'Wird im Fenster gefragt, bevor der Chat beginnt, oder mit der Nachricht, wenn niemand frei ist. Die Antworten eröffnen das Gespräch und können seine Fähigkeit bestimmen.',
  'before.text': 'Text darüber, optional',
  'before.field': 'Feld {n}',
  'before.add': 'Feld hinzufügen',
  'before.question': 'Unter den Feldern nach der Frage fragen',
  'before.when': 'Gezeigt',
  'before.when.always': 'Immer',
  'before.when.is': 'Wenn „{field}“ {value} ist',
  'before.when.yes': 'angekreuzt',
  'before.when.no': 'nicht angekreuzt',
  'before.fact': 'Ausgefüllt mit',
  'before.fact.none': 'Nichts',
  'before.fact.name': 'Name des Besuchers',
  'before.fact.email': 'E-Mail des Besuchers',
  'before.fact.order': 'Letzte Bestellung',
  'before.fact.page': 'Seite, auf der sie sind',
  'before.into': 'Kommt in das Feld',
  'before.into.none': 'In keines, nur in den Chat',
  'before.skill': '{option} verlangt',
  'before.skill.none': 'Keine Fähigkeit',
  'before.preview': 'So sehen es Besucher. Hier zum Ausprobieren',
  'before.wrong': {
    one: '{n} Stelle ist noch nicht fertig',
    other: '{n} Stellen sind noch nicht fertig',
  },
  'before.remove': 'Nichts fragen',
  'before.save': 'Dieses Formular verwenden',

  'case.label': 'Fall',
  'case.open': 'Offen',
  'case.answered': 'Beantwortet',
  'case.closed': 'Geschlossen',
  'case.agent': 'Zuständig',
  'case.nobody': 'Niemand',
  'case.close': 'Fall schließen',
  'case.reopen': 'Wieder öffnen',
  'case.noMail': 'Es ist kein Mailserver eingerichtet, Antworten können nicht gesendet werden.',
  'case.noMail.open': 'E-Mail einrichten',
  'case.noMail.ask': 'Ihr Administrator richtet ihn ein.',
  'case.not-mailed':
    'Der Mailserver nahm die Antwort von {by} nicht an, sie wurde also nicht gesendet',
};
