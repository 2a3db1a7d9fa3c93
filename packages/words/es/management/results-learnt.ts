// The words of what an optimising campaign has learnt, in Spanish: by what it decides and why, who
// gains more from being asked, whether waiting helps, and what agents' time is worth.

import type { resultsLearntEn } from '../../en/management/results-learnt.ts';
import type { Words } from '../../language.ts';

export const resultsLearntEs: Words<typeof resultsLearntEn> = {
  'learnt.title': 'Qué ha aprendido',
  'learnt.note': {
    one: 'De {n} desenlace que se dejó al azar',
    other: 'De {n} desenlaces que se dejaron al azar',
  },
  'learnt.why.few_outcomes': 'Aún pregunta como Siempre: hay muy pocos desenlaces dejados al azar.',
  'learnt.why.undecided':
    'Aún pregunta como Siempre: el azar no ha confirmado ni refutado las ganancias que ve.',
  'learnt.why.tried':
    'Prueba lo que aprendió: de las ganancias que parecen traer las respuestas cabe esperar {share}; el azar no las ha confirmado ni refutado.',
  'learnt.why.confirmed':
    'Pregunta según lo que aprendió: de las ganancias que parecen traer las respuestas cuenta con {share}. El azar confirma que las hay: solo según él son de {lower} a {upper} de lo que parecen, por más veces que usted mire.',
  'learnt.why.refuted':
    'Apenas pregunta a nadie: según lo dejado al azar, preguntar aporta menos de lo que cuesta.',
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
  'learnt.who.open': 'aún no se distingue de otros',
  'learnt.who.none': 'Aún no se distingue a nadie: se toma que todos ganan por igual.',
  'learnt.who.rest': 'Aún no se distinguen de otros por: {names}.',
  'learnt.times': '× {factor}',
  'learnt.between': '× {lower} a × {upper}',
  'learnt.scale':
    'Cómo cambian las posibilidades del objetivo al preguntar, con esto frente a sin ello. Solo de lo dejado al azar. Los límites valen para todas las líneas juntas y por más veces que usted mire, 95 %.',
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
  'learnt.when.accept': 'Respondido con igual frecuencia',
  'learnt.when.goal': 'Objetivo tras responder',
  'learnt.when.shown': 'Objetivo con igual frecuencia',
  'learnt.when.note':
    'Con qué frecuencia se responde lo dice solo el azar. Pero quien responde más tarde no es quien responde al momento: lo que alcanzaron no se debe solo a la demora. Lo que hace una demora se responde en «¿Y si…?».',
  'learnt.when.reference': 'con lo que se comparan los demás',

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
    'Una hora de un agente vale lo que ganaron últimamente las horas de agentes, en todas las campañas que optimizan: cara donde queda una plaza, barata donde quedan todas. Respondidas a tiempo: de las conversaciones de los últimos diez minutos.',
  'learnt.time.guarded': 'Las respuestas llegan tarde: Optimizar no pregunta a nadie',
};
