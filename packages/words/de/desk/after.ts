// German words of surveys and transcripts after a conversation: the settings page, and a visitor's
// answers beside the conversation.

import type { afterEn } from '../../en/desk/after.ts';
import type { Words } from '../../language.ts';

export const afterDe: Words<typeof afterEn> = {
  title: 'Nach dem Chat',
  text: 'Was Besucher nach einem Gespräch mit einem Agenten gefragt werden und was ihnen angeboten wird.',
  'survey.on': 'Nach jedem Gespräch fragen',
  'survey.on.hint': 'Im Chatfenster, einen Tag lang. Nie, solange ein anderes Gespräch offen ist.',
  'questions.title': 'Fragen',
  'questions.none': 'Keine Frage ist gewählt, also wird nichts gefragt.',
  'question.satisfaction': 'Wie zufrieden sind Sie mit unserer Hilfe?',
  'question.satisfaction.hint': '1 bis 5 (CSAT)',
  'question.recommend': 'Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?',
  'question.recommend.hint': '0 bis 10 (NPS)',
  'question.resolved': 'Ist Ihre Frage geklärt?',
  'question.resolved.hint': 'Ja oder nein',
  'question.text': 'Möchten Sie noch etwas sagen?',
  'question.text.hint': 'Bis zu 1.000 Zeichen; Kartennummern werden maskiert',

  'transcript.title': 'Per E-Mail',
  'transcript.on': 'Den Chat per E-Mail senden',
  'transcript.on.hint':
    'Besucher können einmal je Gespräch darum bitten. Agenten können es an die bekannte Adresse des Besuchers senden. Notizen sind nie dabei.',
  'transcript.noMail':
    'Es ist kein Mailserver eingerichtet, also wird nichts gesendet. Bitten Sie Ihren Administrator, einen einzurichten.',
  'transcript.send': 'An {address} senden',
  'transcript.sent.visitor': 'Für den Besucher an {address} gesendet, {at}',
  'transcript.sent.agent': 'Von einem Agenten an {address} gesendet, {at}',
  'transcript.done': 'Per E-Mail gesendet',

  'answers.title': 'Nach dem Chat',
  'answers.satisfaction': 'Zufriedenheit',
  'answers.recommend': 'Empfiehlt weiter',
  'answers.of': '{value} von {most}',
  'answers.resolved': 'Geklärt',
  'answers.yes': 'Ja',
  'answers.no': 'Nein',
  'answers.changed': 'geändert {at}',
};
