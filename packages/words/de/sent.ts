import type { Spoken } from '../language.ts';
import type { sentEn } from '../en/sent.ts';

export const sentDe: Spoken<typeof sentEn> = {
  choose: 'Auswählen',
  help: (business) =>
    `${business}: Schreiben Sie hier Ihre Frage, wir antworten. STOP beendet alle Nachrichten.`,
  hello: 'Hallo, ich habe eine Frage.',
  verifyLink: (business: string, link: string, minutes: number) =>
    `Bitte bestätigen Sie, dass Sie es sind: Öffnen Sie diesen Link in dem Browser, in dem Sie bei ${business} angemeldet sind: ${link} Er gilt ${minutes} Minuten.`,
  verifyCode: (business: string, code: string, minutes: number) =>
    `${code} ist Ihr Code für ${business}. Schreiben Sie ihn in das Gespräch, in dem wir Sie darum gebeten haben, und geben Sie ihn niemandem sonst. Er gilt ${minutes} Minuten.`,
  verifyAsk: {
    headline: (channel: string) => `Sind Sie das auf ${channel}?`,
    text: (channel: string, who: string) =>
      `Jemand hat uns auf ${channel} als ${who} geschrieben. Sagen Sie nur ja, wenn Sie es waren. Wir antworten Ihnen dort dann als dem Kunden, der Sie hier sind.`,
    yes: 'Ja, das bin ich',
  },
  verifySignIn: {
    headline: 'Melden Sie sich zuerst an',
    text: 'Melden Sie sich auf dieser Website an, und öffnen Sie den Link aus der Nachricht noch einmal, im selben Browser.',
    yes: 'In Ordnung',
  },
  /** On the page of the link by which somebody unsubscribes. */
  unsubscribe: {
    ask: (business: string, address: string) =>
      `Keine Nachrichten mehr von ${business} an ${address} erhalten?`,
    act: 'Abmelden',
    done: (business: string) =>
      `Sie erhalten an dieser Adresse keine Nachrichten mehr von ${business}.`,
  },
  callGreeting: (business: string) => `Willkommen bei ${business}. Einen Moment, bitte.`,
  callAway: (business: string) =>
    `Hier ist ${business}. Im Moment ist niemand da. Bitte rufen Sie später wieder an.`,
  callVoicemail: (business: string) =>
    `Hier ist ${business}. Im Moment ist niemand da. Bitte hinterlassen Sie eine Nachricht nach dem Ton.`,
  voicemail: 'Sprachnachricht',
  callPosition: (position: number, mayLeave: boolean) =>
    (position === 1
      ? 'Sie sind als Nächstes an der Reihe.'
      : `Sie sind auf Platz ${position} der Warteschlange.`) +
    (mayLeave ? ' Um eine Nachricht zu hinterlassen, drücken Sie eine Taste.' : ''),
  callRecorded:
    'Dieses Gespräch wird aufgezeichnet, damit wir Ihnen gut helfen. Um das abzulehnen, drücken Sie jetzt eine Taste oder jederzeit die Sterntaste.',
  callCode: {
    proved: 'Danke. Wir sehen die Seite, auf der Sie sind.',
    sent: 'Danke. Dieser Code ist richtig.',
    wrong: 'Dieser Code gilt nicht. Bitte lesen Sie ihn noch einmal ab.',
    spent: 'Codes können im Moment nicht geprüft werden. Bitte bleiben Sie in der Leitung.',
  },
  verifyCallCode: (business: string, code: string, minutes: number) =>
    `${code} ist Ihr Code für ${business}. Tippen Sie ihn am Telefon ein oder nennen Sie ihn in dem Gespräch, in dem wir Sie darum gebeten haben, und geben Sie ihn sonst niemandem. Er gilt ${minutes} Minuten.`,
  test: (business) => `Das ist eine Testnachricht von ${business}.`,
};
