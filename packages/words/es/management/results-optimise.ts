// Spanish words of an optimising campaign's results: its three arms compared, agents' time per
// gain, and the estimate of another rule.

import type { resultsOptimiseEn } from '../../en/management/results-optimise.ts';
import type { Words } from '../../language.ts';

export const resultsOptimiseEs: Words<typeof resultsOptimiseEn> = {
  'head.between.of.optimise': {
    one: '{lower} a {upper}, de {n} en optimizar',
    other: '{lower} a {upper}, de {n} en optimizar',
  },
  'three.title': 'Grupos entre sí',
  'three.note': {
    one: 'Solo ventanas cerradas',
    other: 'Solo ventanas cerradas; intervalos ampliados para {n} comparaciones',
  },
  'three.between': 'Comparación',
  'three.optimise.control': 'Optimizar frente a control',
  'three.optimise.treatment': 'Optimizar frente a siempre',
  'three.treatment.control': 'Siempre frente a control',
  'three.points': 'Efecto, puntos',
  'three.interval': 'Intervalo',
  'three.gain': 'Ganancia',
  'three.conversions': 'Conversiones incrementales',
  'three.value': 'Valor incremental',
  'three.bar': 'Intervalo, cero marcado',

  'chart.against': 'Comparado con',
  'chart.against.optimise.control': 'Control',
  'chart.against.optimise.treatment': 'Siempre',
  'chart.title.optimise': 'Efecto de optimizar en la tasa de {goal}, en puntos',

  'adjusted.title': 'Ajustado por intención',
  'adjusted.note':
    'Según lo que cada visita haría probablemente antes de la decisión; {share} tenían puntuación',
  'adjusted.treatment.control': 'Tratamiento frente a control',
  'adjusted.worth': 'Como si hubiera',
  'adjusted.more': '{share} más de visitantes',
  'adjusted.text':
    'El mismo efecto con menos ruido, si la intención predice bien. Es una segunda vista de las cifras de arriba, no otro experimento. Decida por las cifras de arriba.',

  'time.title': 'Tiempo de los agentes',
  'time.note': 'Conversaciones que empezaron desde la propuesta, con ventanas cerradas',
  'time.arm': 'Grupo',
  'time.talked': 'Hablaron',
  'time.minutes': 'Minutos',
  'time.each': 'Minutos por visitante',
  'time.gain': 'Minutos por conversión ganada',
  'time.interval': 'Intervalo',
  'time.gain-open': 'la ganancia aún puede ser nula',
  'time.loss': 'hay una pérdida, no una ganancia',
  'time.few-talks': 'han hablado menos de cinco',
  'time.few-conversions': 'menos de cinco conversiones en un grupo',
  'time.no-control': 'nadie en control todavía',
  'time.no-closed-windows': 'aún no se ha cerrado ninguna ventana',
  'time.cap':
    'Desde la primera respuesta de un agente hasta el final, como máximo {most} minutos por visitante. Los grupos comparten los mismos agentes: el que los ocupa deja menos tiempo a los demás.',

  'if.title': '¿Y si se hubiera usado esta regla?',
  'if.rule': 'Regla',
  'if.never': 'No preguntar nunca',
  'if.now': 'Siempre en el momento',
  'if.after': 'Siempre después',
  'if.intent': 'Desde una intención de',
  'if.cart': 'Desde un carrito de',
  'if.at.after': 'Después de',
  'if.at.intent': 'Intención, de 0 a 100',
  'if.at.cart': 'Total del carrito',
  'if.delay': '{n} s',
  'if.delay.none': 'Aún no se ha probado ninguna demora, así que no se puede comparar ninguna.',
  'if.rate': '{rate} de los visitantes habría alcanzado el objetivo, en lugar de {logged}',
  'if.difference': '{points} puntos, {lower} a {upper}',
  'if.part.rate': 'Tasa del objetivo',
  'if.part.value': 'Valor por visitante',
  'if.part.value.capped': 'Valor por visitante, como máximo {cap}',
  'if.value': '{value} por visitante, en lugar de {logged}',
  'if.value.difference': '{value} por visitante, {lower} a {upper}',
  'if.value.verdict.gain': 'La regla habría aportado más que Optimizar.',
  'if.value.verdict.loss': 'La regla habría aportado menos que Optimizar.',
  'if.value.verdict.open': 'Aún no se distingue lo que aporta cada una.',
  'if.value.few-carry-it':
    'El valor se retiene porque lo decidirían unos pocos pedidos grandes. Un tope del objetivo lo hace más seguro.',
  'if.verdict.gain': 'La regla habría ido mejor que Optimizar.',
  'if.verdict.loss': 'La regla habría ido peor que Optimizar.',
  'if.verdict.open': 'Aún no se distinguen la regla y Optimizar.',
  'if.invited': 'Habría preguntado a {rule} de los visitantes; Optimizar pregunta a {logged}.',
  'if.rests': {
    one: 'Se basa en la primera decisión de {n} visitante.',
    other: 'Se basa en las primeras decisiones de {n} visitantes.',
  },
  'if.withheld.not-optimising': 'Este período no optimizó, así que no hay con qué comparar.',
  'if.withheld.no-closed-windows': 'Se muestra cuando se cierren las primeras ventanas.',
  'if.withheld.no-such-delay': 'Aún no se ha preguntado a nadie tras esa demora.',
  'if.asking': 'Calculando …',
  'if.withheld.few-decisions': 'Aún muy pocas primeras decisiones: hacen falta al menos 200.',
  'if.withheld.few-carry-it':
    'Retenido: muy pocas decisiones fueron como las de esta regla, así que un puñado de visitantes decidiría la respuesta.',
  'if.holds':
    'Una estimación a partir de decisiones dejadas al azar, con ventanas cerradas, tras los reembolsos. Vale para la carga y los precios de aquellos días y para la primera decisión de cada visitante. Con otra regla los agentes habrían estado más o menos ocupados.',
};
