// What visitors read in German where they are asked something within and after a chat.
import type { askedEn } from '../en/asked.ts';
import type { Spoken } from '../language.ts';

export const askedDe: Spoken<typeof askedEn> = {
  ask: {
    title: 'Eine vertrauliche Frage',
    why: (agent) =>
      `Nur ${agent || 'der Agent'} sieht die Antwort. Sie wird nicht Teil des Chats und nach zehn Minuten gelöscht.`,
    give: 'Vertraulich senden',
    decline: 'Lieber nicht',
    missing: 'Geben Sie zuerst die Antwort ein',
  },
  survey: {
    title: 'Wie war dieser Chat?',
    satisfaction: 'Wie zufrieden sind Sie mit unserer Hilfe?',
    satisfactionEnds: ['Gar nicht', 'Sehr'],
    recommend: 'Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?',
    recommendEnds: ['Unwahrscheinlich', 'Sehr wahrscheinlich'],
    resolved: 'Ist Ihre Frage geklärt?',
    yes: 'Ja',
    no: 'Nein',
    text: 'Möchten Sie noch etwas sagen?',
    send: 'Antworten senden',
    missing: 'Beantworten Sie zuerst mindestens eine Frage',
    thanks: 'Danke für Ihre Antworten',
    change: 'Ändern',
  },
  transcript: {
    ask: 'Chat per E-Mail senden',
    title: 'Dieser Chat per E-Mail',
    send: 'Senden',
    cancel: 'Abbrechen',
    sent: 'Der Chat ist per E-Mail zu Ihnen unterwegs',
  },
};
