// Spanish words of optimising campaigns in the editor: the choice, its effect, its settings as
// sentences, advice on the number of visitors, and the plan of comparisons.

import type { campaignOptimiseEn } from '../../en/management/campaign-optimise.ts';
import type { Words } from '../../language.ts';

export const campaignOptimiseEs: Words<typeof campaignOptimiseEn> = {
  'optimise.mode': 'A quién se ofrece la propuesta',
  'optimise.mode.always': 'Siempre',
  'optimise.mode.optimise': 'Optimizar',
  'optimise.text.always':
    'Todos los del tratamiento reciben la propuesta en su momento, mientras haya agentes libres.',
  'optimise.text.content': 'Todos los del tratamiento la ven en su momento.',
  'optimise.text.optimise':
    'Aprende a quién ayuda una propuesta y cuándo: en el momento o en cualquier otro mientras el visitante esté en la audiencia. La ofrece donde la ganancia vale más que el tiempo de los agentes y el coste de preguntar. Hasta que se vean ganancias, funciona como Siempre.',
  'optimise.wait': 'Pregunta al instante, o',
  'optimise.wait.tail': 'después, lo que ayude más.',
  'optimise.delay.none': 'nunca',
  'optimise.delay.one': '{n} s',
  'optimise.delay.span': '{from} a {until} s',
  'optimise.delay.label': 'Cuánto después puede preguntar',
  'optimise.delay.from': 'Desde, en segundos',
  'optimise.delay.until': 'Hasta, en segundos',
  'optimise.delay.hint': 'Como máximo {most} s. Con 0 nunca espera.',
  'optimise.delay.turned': 'El primero no puede ser mayor que el segundo.',
  'optimise.guard': 'Mientras menos de',
  'optimise.guard.within': 'de las conversaciones se responda en',
  'optimise.guard.tail': 'solo Siempre sigue preguntando: Optimizar no pregunta a nadie.',
  'optimise.share.label': 'Proporción respondida a tiempo, en porcentaje',
  'optimise.answered.label': 'Segundos hasta una respuesta, de 5 a 600',
  'optimise.cost': 'Preguntar cuesta',
  'optimise.cost.label': 'Lo que cuesta una invitación',
  'optimise.goodwill': 'cada vez, y',
  'optimise.goodwill.tail': 'en buena voluntad.',
  'optimise.goodwill.spoken': '{sum} en buena voluntad',
  'optimise.goodwill.label': 'Lo que cuesta una invitación en buena voluntad',
  'optimise.goodwill.hint': 'Lo que pagaría por no molestar a un visitante que no quiere nada.',
  'optimise.nothing': 'nada',
  'optimise.always': 'De quienes no están en control,',
  'optimise.always.label': 'Proporción a la que siempre se pregunta, en porcentaje',
  'optimise.always.tail': 'recibe siempre la pregunta, para comparar.',
  'optimise.advice.enough':
    '{perDay} visitantes al día: suficientes para optimizar. Una ganancia del 10 % se vería en unos {days} días.',
  'optimise.advice.good':
    'Con {perDay} visitantes al día, una ganancia del 10 % se vería en unos {days} días.',
  'optimise.advice.few':
    'Pocos visitantes para esto: con {perDay} al día, una ganancia del 10 % tardaría unos {days} días en verse, y aprender tarda lo mismo. Aquí Siempre es la mejor opción.',
  'optimise.advice.never':
    'Demasiado pocos visitantes para esto: una ganancia del 10 % no se vería nunca. Aquí Siempre es la mejor opción.',
  'optimise.advice.unknown':
    'Aún no se conoce el tamaño de la audiencia. Optimizar compensa con unos cientos de visitantes al día; con menos, elija Siempre.',
  'control.optimise': 'Optimizar',
  'control.always': 'Siempre',
  'control.always.variant': 'Siempre {name}',
  'plan.comparisons': 'La misma ganancia, entre cada dos grupos',
  'plan.comparison': 'Comparación',
  'plan.optimise-control': 'Optimizar y control',
  'plan.optimise-always': 'Optimizar y siempre',
  'plan.always-control': 'Siempre y control',
};
