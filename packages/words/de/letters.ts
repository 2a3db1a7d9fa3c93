// German e-mails to people.
import type { Spoken } from '../language.ts';
import type { lettersEn } from '../en/letters.ts';

export const lettersDe: Spoken<typeof lettersEn> = {
  language: 'de',
  invitation: {
    subject: 'Ihre Einladung zu Opportune',
    text: (name, link) =>
      `${name}, Sie können sich jetzt bei Opportune anmelden.\n\nWählen Sie hier innerhalb von sieben Tagen ein Passwort:\n${link}\n`,
  },
  trial: {
    subject: 'Opportune kann E-Mails senden',
    text: 'Diese E-Mail wurde gesendet, um den Mailserver zu prüfen. Sie ist angekommen, also ist alles eingerichtet.\n',
  },
  reminder: {
    subject: 'Wählen Sie ein neues Passwort für Opportune',
    text: (link) =>
      `Jemand, hoffentlich Sie, hat um ein neues Passwort gebeten.\n\nWählen Sie es hier innerhalb von zwei Stunden:\n${link}\n\nWaren Sie es nicht, ist nichts zu tun.\n`,
  },
  newDevice: {
    subject: 'Neue Anmeldung bei Opportune',
    program: 'einem Programm',
    text: (name, at, client, link) =>
      `${name}, Sie haben sich auf einem neuen Gerät bei Opportune angemeldet.\n\nWann: ${at}\nMit: ${client}\n\nWaren Sie es, ist nichts zu tun.\n\nWaren Sie es nicht, wählen Sie jetzt ein neues Passwort: Öffnen Sie ${link}, melden Sie sich gegebenenfalls ab, und klicken Sie auf „Passwort vergessen?“. Das meldet alle anderen Geräte ab. Sagen Sie danach Ihrer Administration Bescheid.\n`,
  },
  webhookPaused: {
    subject: (name) => `Der Webhook ${name} ist angehalten`,
    text: (name, link) =>
      `An den Webhook ${name} konnte einen Tag lang nichts gesendet werden. Opportune hat ihn angehalten.\n\nEreignisse der letzten drei Tage warten. Reparieren Sie den Empfänger und setzen Sie den Webhook hier fort:\n${link}\n`,
  },
  answered: (agent) => `${agent} hat auf Ihre Nachricht geantwortet`,
  case: {
    wrote: 'Sie schrieben:',
    back: (site) =>
      `Antworten Sie auf diese E-Mail, oder lesen Sie die Antwort im Chatfenster von ${site}, wenn Sie wiederkommen.`,
  },
  callback: {
    confirmed: (site) => `Ihr Rückruf von ${site}`,
    reminder: (site) => `${site} ruft Sie bald an`,
    soon: 'Sobald jemand frei ist.',
    inPage: 'Wir rufen Sie in der Seite an. Bitte lassen Sie sie dann geöffnet.',
    byTelephone: (number) => `Wir rufen Sie per Telefon an, unter ${number}`,
    change: (link) => `Hier können Sie ihn verschieben oder stornieren:\n${link}`,
    title: (site) => `Ihr Rückruf von ${site}`,
    other: 'Andere Zeit',
    move: 'Auf diese Zeit verschieben',
    cancel: 'Rückruf stornieren',
    cancelled: 'Der Rückruf ist storniert.',
    withdrawn:
      'Es tut uns leid: Wir können Sie nicht wie vereinbart zurückrufen. Wir melden uns auf anderem Weg.',
    over: 'Der Rückruf ist vorbei.',
    ringing: 'Wir rufen Sie gerade an.',
    refused: 'Das wurde nicht geändert. Vielleicht ist die Zeit inzwischen vergeben.',
  },
  transcript: {
    title: (site, day) => `Ihr Chat mit ${site}, ${day}`,
    zone: (timeZone) => `Zeiten in ${timeZone}.`,
    cut: 'Frühere Nachrichten fehlen hier.',
    you: 'Sie',
    file: (named) => `[Datei: ${named}, im Chat verfügbar]`,
  },
};
