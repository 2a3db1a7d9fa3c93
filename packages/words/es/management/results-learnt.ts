// Spanish words of what an optimising campaign has learnt: how it decides and why, who gains more
// from being asked, whether waiting helps, and what agents' time is worth.

import type { resultsLearntEn } from '../../en/management/results-learnt.ts';
import type { Words } from '../../language.ts';

export const resultsLearntEs: Words<typeof resultsLearntEn> = {
  'learnt.title': 'Qué ha aprendido',
  'learnt.note': {
    one: 'De {n} desenlace que se dejó al azar',
    other: 'De {n} desenlaces que se dejaron al azar',
  },
  'learnt.why.few_outcomes':
    'Aún pregunta como Siempre: muy pocas decisiones dejadas al azar tienen resultado.',
  'learnt.why.undecided':
    'Aún pregunta como Siempre: las decisiones dejadas al azar no han confirmado ni refutado las ganancias que ve.',
  'learnt.why.tried':
    'Prueba lo que aprendió y espera {share} de las ganancias que parecen traer las respuestas. Las decisiones dejadas al azar no las han confirmado ni refutado.',
  'learnt.why.confirmed':
    'Pregunta según lo que aprendió y espera {share} de las ganancias que parecen traer las respuestas. Las decisiones dejadas al azar confirman una ganancia: solo según ellas es de {lower} a {upper} de lo que parece, por más veces que usted mire.',
  'learnt.why.refuted':
    'Apenas pregunta a nadie: las decisiones dejadas al azar muestran que preguntar aporta menos de lo que cuesta.',
  'learnt.gain': 'Preguntar añade {points} puntos al objetivo, {lower} a {upper}.',
  'learnt.gain.none': 'Aún no se sabe qué añade preguntar.',
  'learnt.worth': 'Se toma que alcanzar el objetivo vale {sum}.',
  'learnt.worth.from': {
    one: 'Se toma que alcanzar el objetivo vale {sum}: desde el {date} se alcanzó {n} vez.',
    other:
      'Se toma que alcanzar el objetivo vale {sum}, la media de las {n} veces que se alcanzó desde el {date}.',
  },

  'learnt.who': 'Quién gana más si se le pregunta',
  'learnt.who.visitors': 'Visitantes',
  'learnt.who.effect': 'Efecto de preguntar',
  'learnt.who.verdict': 'Ganancia',
  'learnt.who.more': 'más que otros',
  'learnt.who.less': 'menos que otros',
  'learnt.who.open': 'aún no se conoce diferencia',
  'learnt.who.none': 'Aún no se conocen diferencias. Se supone que todos ganan lo mismo.',
  'learnt.who.rest': 'Aún no se conoce diferencia por: {names}.',
  'learnt.times': '× {factor}',
  'learnt.between': '× {lower} a × {upper}',
  'learnt.scale':
    'Cómo cambia preguntar las posibilidades del objetivo, con esta característica en comparación con sin ella. Usa solo lo dejado al azar. Los límites del 95 % valen para todas las líneas juntas, mire cuando mire.',
  'learnt.feature.intent': 'con una intención de 100 en lugar de 50',
  'learnt.feature.unscored': 'sin puntuación de intención',
  'learnt.feature.pages': 'tras 30 páginas en lugar de ninguna',
  'learnt.feature.dwell': 'tras media hora de atención en lugar de ninguna',
  'learnt.feature.pageDwell': 'tras diez minutos en la página en lugar de ninguno',
  'learnt.feature.scroll': 'al final de la página en lugar del principio',
  'learnt.feature.leaving': 'que iban a salir de la página',
  'learnt.feature.cartItems': 'con 20 artículos en el carrito en lugar de ninguno',
  'learnt.feature.cartTotal': 'con un carrito de 1000 en lugar de ninguno',
  'learnt.feature.products': 'con 50 productos vistos en lugar de ninguno',
  'learnt.feature.productsAgain': 'con 10 vistas repetidas de productos en lugar de ninguna',
  'learnt.feature.searches': 'tras 10 búsquedas en lugar de ninguna',
  'learnt.feature.errors': 'con cinco errores en lugar de ninguno',
  'learnt.feature.formStarted': 'que empezaron un formulario',
  'learnt.feature.returning': 'que ya vinieron antes',
  'learnt.feature.verified': 'conocidos como clientes',
  'learnt.feature.ordered': 'que ya hicieron pedidos',
  'learnt.feature.phone': 'en un teléfono',
  'learnt.feature.fromSearch': 'que llegaron por un buscador',
  'learnt.feature.fromAdvertising': 'que llegaron por publicidad, correo o redes sociales',

  'learnt.by.intent': 'intención',
  'learnt.by.unscored': 'puntuación ausente',
  'learnt.by.pages': 'páginas',
  'learnt.by.dwell': 'atención',
  'learnt.by.pageDwell': 'tiempo en la página',
  'learnt.by.scroll': 'desplazamiento',
  'learnt.by.leaving': 'intención de salir',
  'learnt.by.cartItems': 'artículos en el carrito',
  'learnt.by.cartTotal': 'total del carrito',
  'learnt.by.products': 'productos vistos',
  'learnt.by.productsAgain': 'volver a ver un producto',
  'learnt.by.searches': 'búsquedas',
  'learnt.by.errors': 'errores',
  'learnt.by.formStarted': 'formularios empezados',
  'learnt.by.returning': 'visitas anteriores',
  'learnt.by.verified': 'ser conocido',
  'learnt.by.ordered': 'pedidos anteriores',
  'learnt.by.phone': 'teléfono',
  'learnt.by.fromSearch': 'buscadores',
  'learnt.by.fromAdvertising': 'publicidad',

  'learnt.when': 'Cuándo preguntar',
  'learnt.when.delay': 'Preguntado',
  'learnt.when.now': 'en el momento',
  'learnt.when.later': '{n} s después',
  'learnt.when.accept': 'Tasa de respuesta',
  'learnt.when.goal': 'Tasa del objetivo tras responder',
  'learnt.when.shown': 'Tasa del objetivo',
  'learnt.when.note':
    'Con qué frecuencia se responde una propuesta lo mide solo el azar. Pero los visitantes que responden más tarde son distintos de los que responden al momento, así que sus resultados no se deben solo a la demora. «¿Y si…?» muestra lo que hace una demora.',
  'learnt.when.reference': 'referencia para los demás',

  'learnt.time': 'Lo que vale el tiempo de los agentes',
  'learnt.time.skill': 'Competencia',
  'learnt.time.anyone': 'cualquiera',
  'learnt.time.agents': 'Agentes',
  'learnt.time.minutes': 'Minutos cada una',
  'learnt.time.dear': 'Hora, uno libre',
  'learnt.time.cheap': 'Hora, todos libres',
  'learnt.time.level': 'Respondidas a tiempo',
  'learnt.time.level.of': { one: '{share} de {n}', other: '{share} de {n}' },
  'learnt.time.level.none': 'ninguna conversación',
  'learnt.time.note':
    'Una hora de agente vale lo que ganaron últimamente las horas de agentes, en todas las campañas que optimizan: más si queda una plaza libre, menos si lo están todas. «Respondidas a tiempo» se refiere a los últimos diez minutos.',
  'learnt.time.guarded': 'Las respuestas llegan tarde: Optimizar no pregunta a nadie',
};
