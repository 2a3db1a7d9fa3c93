// What visitors read in German about a call in the chat window.
import type { callEn } from '../en/call.ts';
import type { Spoken } from '../language.ts';

export const callDe: Spoken<typeof callEn> = {
  propose: {
    title: 'Lieber sprechen',
    sub: (name) => `Mit ${name}, von dieser Seite aus`,
    why: (name) =>
      `Ihr Browser fragt nach dem Mikrofon. ${name} hört nichts, bevor der Anruf angenommen ist, und dieser Chat bleibt.`,
    act: (name) => `${name} um ein Gespräch bitten`,
    write: 'Weiter schreiben',
  },
  asked: {
    title: (name) => `${name} möchte mit Ihnen sprechen`,
    why: 'Von dieser Seite aus, ohne Telefon. Ihr Browser fragt nach dem Mikrofon.',
    accept: 'Jetzt sprechen',
    decline: 'Nicht jetzt',
  },
  recording: {
    title: 'Darf dieser Anruf aufgezeichnet werden?',
    why: (name) =>
      `Das hilft dem Team von ${name}, Sie gut zu beraten. Sie können auch ohne Aufzeichnung sprechen. Ein leiser Ton sagt, wann sie beginnt.`,
    agree: 'Ja, aufzeichnen',
    refuse: 'Nein, ohne Aufzeichnung',
    on: 'Dieser Anruf wird aufgezeichnet',
    paused: 'Die Aufzeichnung pausiert',
    off: 'Dieser Anruf wird nicht aufgezeichnet',
    full: 'Der Rest dieses Anrufs wird nicht aufgezeichnet',
    stopping: 'Die Aufzeichnung wird beendet',
    stop: 'Aufzeichnung beenden',
  },
  permission: {
    title: 'Erlauben Sie das Mikrofon',
    why: 'Ihr Browser fragt jetzt danach, nahe der Adresse der Seite.',
    cancel: 'Abbrechen',
  },
  trouble: {
    again: 'Erneut versuchen',
    write: 'Lieber schreiben',
    denied: {
      title: 'Der Browser lässt uns Sie nicht hören',
      text: 'Öffnen Sie die Einstellungen dieser Seite, beim Zeichen neben ihrer Adresse. Erlauben Sie dort das Mikrofon und versuchen Sie es erneut.',
    },
    dismissed: {
      title: 'Das Mikrofon ist noch nicht erlaubt',
      text: 'Versuchen Sie es erneut und wählen Sie „Zulassen“, wenn Ihr Browser fragt.',
    },
    system: {
      title: 'Ihr Gerät lässt den Browser Sie nicht hören',
      text: 'Öffnen Sie die Datenschutzeinstellungen Ihres Geräts und erlauben Sie Ihrem Browser das Mikrofon. Versuchen Sie es dann erneut.',
    },
    missing: {
      title: 'Kein Mikrofon gefunden',
      text: 'Schließen Sie ein Mikrofon oder ein Headset an und versuchen Sie es erneut.',
    },
    busy: {
      title: 'Das Mikrofon ist belegt',
      text: 'Eine andere App oder Seite benutzt es. Schließen Sie diese und versuchen Sie es erneut.',
    },
    noSound: {
      title: 'Es kommt kein Ton durch',
      text: 'Vielleicht sperrt Ihr Netz Anrufe. Versuchen Sie es später oder in einem anderen Netz.',
    },
  },
  state: {
    asking: (name) => `Warten, bis ${name} annimmt`,
    connecting: 'Wird verbunden',
    waiting: (name) => `Warten auf ${name}`,
    connected: (name) => `Sie sprechen mit ${name}`,
    held: 'Gehalten',
    lost: 'Abgebrochen. Wird neu verbunden',
    offline: 'Keine Verbindung. Neuer Versuch',
    over: (time) => `Der Anruf ist nach ${time} beendet`,
    overUnspoken: 'Der Anruf ist beendet',
    minutes: (minutes, seconds) =>
      [minutes && `${minutes} Min.`, `${seconds} Sek.`].filter(Boolean).join(' '),
  },
  queue: {
    waiting: 'Sie sprechen mit dem Nächsten, der frei ist',
    write: 'Lieber schreiben',
    end: 'Auflegen',
    unanswered: 'Niemand konnte rechtzeitig annehmen. Es geht schriftlich weiter.',
  },
  elsewhere: {
    title: 'Der Anruf läuft in einem anderen Tab',
    why: 'Oder auf einem anderen Ihrer Geräte.',
    move: 'Hierher holen',
  },
  resume: { title: 'Ihr Anruf wartet', act: 'Anruf fortsetzen' },
  silent: { title: 'Der Browser hält den Ton zurück', act: 'Ton einschalten' },
  panel: {
    good: 'Gute Leitung',
    weakWhy: (name) => `Ihr Netz ist schwach. ${name} hört vielleicht nicht alles.`,
    mute: 'Stumm',
    write: 'Schreiben',
    end: 'Beenden',
    takeBack: 'Zurücknehmen',
    microphone: 'Mikrofon',
    speaker: 'Lautsprecher',
    unnamed: (number) => `Gerät ${number}`,
    back: 'Zurück zum Anruf',
  },
};
