// German words of the console: shell, signing in, states, visitors, team. There is one key per
// sentence, named by its place. The console fills {places}. The inbox has its own file.

import type { consoleEn } from '../../en/desk/console.ts';
import type { Words } from '../../language.ts';

export const consoleDe: Words<typeof consoleEn> = {
  'app.name': 'Opportune',
  'app.skip': 'Zum Inhalt springen',
  'app.areas': 'Bereiche',
  'area.home': 'Start',
  'area.inbox': 'Posteingang',
  'area.visitors': 'Besucher',
  'area.contacts': 'Kontakte',
  'area.campaigns': 'Kampagnen',
  'area.results': 'Ergebnisse',
  'area.team': 'Team',
  'area.settings': 'Einstellungen',
  'area.more': 'Mehr',
  'area.waiting': { one: '{n} Gespräch braucht Sie', other: '{n} Gespräche brauchen Sie' },
  'page.missing.title': 'Diese Seite gibt es nicht',
  'page.missing.text': 'Die Adresse stimmt nicht, oder die Seite ist für eine andere Rolle.',
  'page.missing.action': 'Zu den Besuchern',

  'agent.state': 'Ihr Status',
  'agent.program': 'Programm',
  'agent.online': 'Online',
  'agent.back-soon': 'Gleich zurück',
  'agent.away': 'Abwesend',
  'agent.offline': 'Offline',
  'agent.online.hint': 'Neue Gespräche erreichen Sie',
  'agent.back-soon.hint': 'Sie behalten Ihre Gespräche und bekommen vorerst keine neuen',
  'agent.away.hint': 'Keine neuen Gespräche',
  'agent.offline.hint': 'Nichts Neues; was Sie haben, behalten Sie, solange ein Tab offen ist',
  'agent.menu': 'Sie: {name}, {state}. Ihr Status und Ihre Einstellungen',
  'agent.connecting': 'Verbindung wird aufgebaut',
  'me.theme': 'Darstellung',
  'theme.system': 'System',
  'theme.light': 'Hell',
  'theme.dark': 'Dunkel',
  'me.language': 'Sprache',
  'me.documentation': 'Dokumentation',
  'me.signOut': 'Abmelden',

  'sign.email': 'E-Mail',
  'sign.password': 'Passwort',
  'sign.forgot': 'Passwort vergessen?',
  'sign.in': 'Anmelden',
  'sign.busy': 'Anmeldung läuft',
  'sign.firstStart': 'Erster Start? Öffnen Sie den Anmeldelink, den der Server ausgegeben hat.',
  'sign.title': 'Anmelden',
  'sign.over':
    'Sie wurden abgemeldet. Melden Sie sich wieder an, um dort weiterzumachen, wo Sie waren.',
  'sign.required': 'Füllen Sie beide Felder aus.',
  'forgot.title': 'Ein neues Passwort',
  'forgot.text':
    'Gehört die Adresse zu einem Benutzer, senden wir einen Link, um ein neues Passwort zu wählen. Kann der Server keine E-Mail senden, kann ein Administrator den Link unter Einstellungen › Personen erstellen.',
  'forgot.send': 'Link senden',
  'forgot.sent.title': 'Prüfen Sie Ihre E-Mails',
  'forgot.sent.text':
    'Gehört {email} zu einem Benutzer, ist ein Link unterwegs. Er gilt einmal und nur kurze Zeit.',
  'forgot.back': 'Zurück zur Anmeldung',
  'link.title': 'Anmeldung per Link',
  'link.missing':
    'Der Link hat keinen Code. Kopieren Sie die ganze Zeile, die der Server ausgegeben hat, auch den Teil nach #.',
  'link.used': 'Dieser Link wurde schon benutzt oder ist abgelaufen',
  'link.used.text':
    'Ein Link gilt einmal. Ist dies ein neuer Server, starten Sie ihn neu, damit er einen neuen Link ausgibt. Sonst fragen Sie einen Administrator.',
  'name.title': 'Wie heißen Sie?',
  'name.text': 'Besucher und Kollegen sehen ihn neben Ihren Nachrichten.',
  'name.label': 'Name',
  'choose.title': 'Passwort wählen',
  'choose.text':
    'Sie haben sich mit einem Link angemeldet. Wählen Sie für das nächste Mal ein Passwort mit mindestens 12 Zeichen.',
  'choose.new': 'Neues Passwort',
  'choose.short': { one: 'noch {n} Zeichen', other: 'noch {n} Zeichen' },
  'choose.save': 'Speichern und weiter',
  'choose.show': 'Passwort anzeigen',
  'choose.hide': 'Passwort verbergen',

  'state.loading': 'Wird geladen',
  'stale.text':
    'Jemand anderes hat dies inzwischen gespeichert. Ihre Änderungen sind noch hier. Laden Sie die andere Fassung, oder behalten Sie Ihre und überschreiben Sie die andere.',
  'stale.list':
    'Jemand anderes hat dies inzwischen gespeichert. Ihre Änderungen sind noch hier. Laden Sie die andere Fassung und speichern Sie dann noch einmal.',
  'stale.theirs': 'Andere Fassung laden',
  'stale.mine': 'Meine behalten',
  'stale.kept': 'Noch nicht gespeichert. Das nächste Speichern ersetzt die andere Fassung.',
  'stale.gone':
    'Jemand anderes hat dies inzwischen entfernt oder umbenannt, deshalb lässt es sich hier nicht speichern. Kopieren Sie Ihren Text und legen Sie es neu an.',
  'state.retry': 'Erneut versuchen',
  'state.copyCode': 'Code kopieren',
  'state.copied': 'Kopiert',
  'state.unreachable': 'Der Server antwortet nicht',
  'state.unreachable.text':
    'Vielleicht startet er gerade neu, oder die Verbindung ist unterbrochen. Was Sie sehen, kann veraltet sein.',
  'state.unreadable': 'Die Antwort war nicht lesbar',
  'state.unreadable.text':
    'Konsole und Server haben verschiedene Versionen. Laden Sie die Seite neu.',
  'state.failed': 'Dies konnte nicht geladen werden',
  'state.crashed': 'Auf dieser Seite ist ein Fehler aufgetreten',
  'state.crashed.text':
    'Nichts Gespeichertes ist verloren. Laden Sie die Seite neu oder gehen Sie in einen anderen Bereich.',
  'state.reload': 'Neu laden',
  'state.live': 'Live',
  'state.offlineSince': 'Offline seit {time}',
  'state.offline':
    'Keine Verbindung. Was Sie sehen, ist von {time}; neue Gespräche gehen an andere.',
  'state.offline.waiting': {
    one: 'Keine Verbindung. {n} Nachricht wird gesendet, sobald sie zurück ist; neue Gespräche gehen an andere.',
    other:
      'Keine Verbindung. {n} Nachrichten werden gesendet, sobald sie zurück ist; neue Gespräche gehen an andere.',
  },
  'state.tryNow': 'Jetzt versuchen',
  undo: 'Rückgängig',
  close: 'Schließen',
  cancel: 'Abbrechen',
  search: 'Suchen',
  clear: 'Leeren',
  'search.none': 'Nichts passt',
  none: 'keine',
  dash: '–',

  'arm.treatment': 'Behandlung',
  'arm.always': 'Immer',
  'arm.optimise': 'Optimieren',
  'arm.control': 'Kontrolle',
  'arm.holdout': 'Rückhaltegruppe',
  'arm.treatment.legend': 'Behandlung oder Immer',
  'arm.control.legend': 'Kontrolle, nichts gezeigt',

  'time.now': 'jetzt',
  'time.minutes': '{n} Min.',
  'time.hours': '{n} Std.',
  'time.days': '{n} T.',
  'photo.label': 'Ihr Foto',
  'photo.hint': 'Besucher sehen es, wenn die Marke einer Website Fotos zeigt.',
  'photo.choose': 'Foto wählen',
  'photo.replace': 'Ersetzen',
  'photo.remove': 'Entfernen',
  'photo.wrong': 'Diese Datei ist kein Bild, das der Browser lesen kann.',
};
