// Spanish words of a campaign's languages in the editor.

import type { campaignLanguagesEn } from '../../en/management/campaign-languages.ts';
import type { Words } from '../../language.ts';

export const campaignLanguagesEs: Words<typeof campaignLanguagesEn> = {
  'part.languages': 'Idiomas',
  'languages.default': '{language} (por defecto)',
  'languages.choose': 'Idioma de los textos',
  'languages.coverage': '{language} {done} de {all}',
  'languages.none':
    'Todos los visitantes leen los textos tal como están escritos. Para añadir otros idiomas, indique los idiomas de su cuenta.',
  'languages.name': 'Indicar los idiomas',
  'languages.intro': 'Elija un idioma para traducir los textos y verlos.',
  'languages.offer': 'La invitación',
  'languages.before': 'El formulario antes del chat',
  'languages.fallback': 'Cuando nadie está libre',
  'languages.next': 'Siguiente texto que falta',
  'languages.complete': 'Todos los textos están traducidos.',
  'languages.missing': 'Falta',
  'languages.outdated': 'Original cambiado',
  'languages.same': 'Opcional. Vacío: la misma dirección.',
  'languages.kind.headline': 'Título',
  'languages.kind.text': 'Texto',
  'languages.kind.action': 'Botón',
  'languages.kind.alt': 'Descripción de la imagen',
  'languages.kind.image': 'Dirección de la imagen',
  'languages.kind.link': 'Adonde lleva el botón',
  'languages.kind.formText': 'Texto sobre el formulario',
  'languages.kind.formLabel': 'Campo',
  'languages.kind.formOption': 'Opción',
  'languages.export': 'Exportar XLIFF',
  'languages.import': 'Importar XLIFF',
  'languages.imported': 'Las traducciones están en el borrador.',
  'languages.refused': 'No se importó nada. Estos textos no se pueden aceptar:',
  'languages.publish': 'Idiomas',
  'languages.lacks': {
    one: 'En {language} falta {n} texto.',
    other: 'En {language} faltan {n} textos.',
  },
  'languages.outdated.lacks': {
    one: 'En {language} ha cambiado el original de {n} texto.',
    other: 'En {language} han cambiado los originales de {n} textos.',
  },
  'languages.full': '{language} está completo.',
};
