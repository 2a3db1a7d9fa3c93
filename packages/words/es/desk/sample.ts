// Spanish words of the sample shop: its entry on Home, its progress, and the stripe on every page.
import type { sampleEn } from '../../en/desk/sample.ts';
import type { Words } from '../../language.ts';

export const sampleEs: Words<typeof sampleEn> = {
  'card.title': 'Véalo con seis semanas de datos',
  'card.text':
    'Una tienda de muestra con visitas, campañas, resultados y conversaciones, en una cuenta propia. Está lista en un minuto y desaparece con un clic.',
  'card.make': 'Crear la tienda de muestra',
  'card.failed': 'No se pudo crear la tienda de muestra. No se conserva nada de ella.',
  'card.again': 'Intentar de nuevo',
  'card.ready': 'La tienda de muestra está lista',
  'card.ready.text': 'Tiene una cuenta propia. Lo que haga allí no cambia nada aquí.',
  'card.enter': 'Ir a la tienda de muestra',
  making: 'Creando la tienda de muestra',
  'step.account': 'Preparando sitio, objetivos y equipo',
  'step.visits': 'Seis semanas de visitas y conversaciones',
  'step.results': 'Resultados',
  cancel: 'Detener',
  stripe: 'Está viendo la tienda de muestra',
  'stripe.text': 'Todo en ella es inventado y está en una cuenta propia.',
  'stripe.leave': 'Ir a {name}',
  remove: 'Eliminar la tienda de muestra',
  'remove.title': '¿Eliminar la tienda de muestra?',
  'remove.text':
    'Se eliminan para todos sus visitas, campañas, conversaciones y resultados, también lo que haya cambiado en ella. Su propia cuenta queda como está.',
  removed: 'La tienda de muestra se ha eliminado.',
};
