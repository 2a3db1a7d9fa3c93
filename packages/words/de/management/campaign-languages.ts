// German words of a campaign's languages in the editor.

import type { campaignLanguagesEn } from '../../en/management/campaign-languages.ts';
import type { Words } from '../../language.ts';

export const campaignLanguagesDe: Words<typeof campaignLanguagesEn> = {
  'part.languages': 'Sprachen',
  'languages.default': '{language} (Standard)',
  'languages.choose': 'Sprache der Texte',
  'languages.coverage': '{language} {done} von {all}',
  'languages.none':
    'Alle Besucher lesen die Texte so, wie sie geschrieben sind. Nennen Sie die Sprachen Ihres Kontos, um weitere hinzuzufügen.',
  'languages.name': 'Sprachen nennen',
  'languages.intro': 'Wählen Sie eine Sprache, um die Texte zu übersetzen und anzusehen.',
  'languages.offer': 'Die Einladung',
  'languages.before': 'Das Formular vor dem Chat',
  'languages.fallback': 'Wenn niemand frei ist',
  'languages.next': 'Nächster fehlender Text',
  'languages.complete': 'Alle Texte sind übersetzt.',
  'languages.missing': 'Fehlt',
  'languages.outdated': 'Original geändert',
  'languages.same': 'Freiwillig. Leer: dieselbe Adresse.',
  'languages.kind.headline': 'Überschrift',
  'languages.kind.text': 'Text',
  'languages.kind.action': 'Schaltfläche',
  'languages.kind.alt': 'Beschreibung des Bildes',
  'languages.kind.image': 'Adresse des Bildes',
  'languages.kind.link': 'Ziel der Schaltfläche',
  'languages.kind.formText': 'Text über dem Formular',
  'languages.kind.formLabel': 'Feld',
  'languages.kind.formOption': 'Auswahl',
  'languages.export': 'XLIFF exportieren',
  'languages.import': 'XLIFF importieren',
  'languages.imported': 'Die Übersetzungen sind im Entwurf.',
  'languages.refused': 'Nichts wurde importiert. Diese Texte lassen sich nicht übernehmen:',
  'languages.publish': 'Sprachen',
  'languages.lacks': {
    one: 'In {language} fehlt {n} Text.',
    other: 'In {language} fehlen {n} Texte.',
  },
  'languages.outdated.lacks': {
    one: 'Auf {language} wurde das Original von {n} Text geändert.',
    other: 'Auf {language} wurden die Originale von {n} Texten geändert.',
  },
  'languages.full': '{language} ist vollständig.',
};
