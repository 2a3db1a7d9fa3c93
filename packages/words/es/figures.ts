// The name and definition of each figure of the reports, in Spanish, for pages, API and documents.
// The SQL of each figure is beside it in packages/server/report/definitions.ts.

import type { figuresEn } from '../en/figures.ts';
import type { Words } from '../language.ts';

export const figuresEs: Words<typeof figuresEn> = {
  'name.eligible': 'elegibles',
  'about.eligible':
    'Visitantes cuyo momento llegó en este período, en cualquier grupo. En una campaña que optimiza: visitantes que entraron en su audiencia, porque su política puede preguntarles en cualquier momento. Cada visitante cuenta una vez, el día de la primera decisión.',
  'name.exposed': 'expuestos',
  'about.exposed':
    'Visitantes elegibles de un grupo distinto del control cuyo navegador comunicó que se mostró la propuesta.',
  'name.engaged': 'reaccionaron',
  'about.engaged':
    'Visitantes elegibles de un grupo distinto del control que hicieron clic en la propuesta o iniciaron desde ella una conversación.',
  'name.converted': 'convertidos',
  'about.converted':
    'Visitantes elegibles que alcanzaron el objetivo en su primera decisión o después y dentro de la ventana. Vale la hora del evento. Una conversión comunicada dos veces cuenta una vez. Una conversión reembolsada o cancelada por completo no cuenta.',
  'name.value': 'valor',
  'about.value':
    'La suma de las conversiones de un visitante dentro de la ventana, menos reembolsos y cancelaciones. Es como máximo el tope fijado cuando empezó el período. Las monedas no se convierten: una conversión en otra moneda que la de la cuenta cuenta, pero su valor no.',
  'name.taken back': 'devuelto',
  'about.taken back':
    'Pedidos que Order Refunded u Order Cancelled anuló del todo o en parte, y el importe. Un pedido se encuentra por la clave que tenía el objetivo cuando se comunicó. Solo cuentan los avisos de confianza firmada o de servidor, cada uno una vez. Los avisos recibidos tras el cierre de un visitante aparecen aquí y en lo que hay hasta ahora, pero no cambian ningún efecto.',
  'name.closed': 'cerrados',
  'about.closed':
    'Visitantes cuya ventana ha terminado, más 24 horas para eventos tardíos. También deben haber terminado las ventanas de todos los inscritos antes. Una ventana de la misma visita termina con la visita, a más tardar un día después de la decisión. Los efectos, los intervalos y la proporción de la muestra usan solo visitantes cerrados; los demás están pendientes. Un visitante cerrado cuenta con lo recibido antes de su cierre. Las conversiones y los reembolsos posteriores no cambian ningún efecto.',
  'name.effect': 'efecto',
  'about.effect':
    'La tasa en tratamiento menos la tasa en control, con ventanas cerradas. El intervalo (95 %) vale en cada mirada. Se retiene si un grupo tiene menos de cinco conversiones. En una campaña que optimiza, el tratamiento es aquí el grupo que optimiza.',
  'name.incremental': 'incremental',
  'about.incremental':
    'El efecto por el número de visitantes cerrados en tratamiento, o en el grupo que optimiza. Sin la campaña, estas conversiones (o este valor) no habrían ocurrido.',
  'name.arms compared': 'grupos comparados',
  'about.arms compared':
    'Diferencias de tasas con ventanas cerradas entre cada dos de los tres grupos de una campaña que optimiza: optimizar, siempre (tratamiento) y control. El azar asigna a los visitantes a los tres grupos, así que cada comparación es de iguales con iguales. Las tres comparaciones comparten un error del 5 %, así que cada intervalo es del 98,3 %. Es más estrecho cuando sus dos grupos alcanzan su parte del horizonte. Optimizar y siempre comparten los mismos agentes, así que la comparación vale mientras ambos están activos.',
  'name.adjusted': 'ajustado',
  'about.adjusted':
    'El efecto en la tasa con ventanas cerradas y menos ruido. Lo que cada visita haría probablemente de todos modos se quita por igual de ambos grupos (regresión con interacciones, según Lin). Para ello se usa la probabilidad de alcanzar el objetivo que tenía la visita al puntuarse por última vez antes de la decisión. No se usa nada posterior a la decisión. Los visitantes sin puntuación reciben la probabilidad habitual. El intervalo vale en cada mirada. El efecto ajustado estima lo mismo que el efecto simple y se muestra a su lado.',
  'name.agent minutes': 'minutos de agente',
  'about.agent minutes':
    'Minutos de las conversaciones que empezaron desde la propuesta, desde la primera respuesta de un agente hasta el final. Tras cada reanudación vuelven a contar hasta el siguiente final. Solo cuentan ventanas cerradas, y como máximo 60 minutos por visitante. Minutos por conversión ganada: los minutos medios de un grupo, divididos entre la diferencia de su tasa y la del control. El intervalo contiene todas las razones que ambos permiten (el conjunto de Fieller con el factor de la secuencia de confianza y su covarianza). Se retiene mientras el intervalo de la diferencia alcance el cero.',
  'name.learnt': 'aprendido',
  'about.learnt':
    'Lo que la política del período más reciente ha aprendido de visitantes cerrados cuya decisión se dejó al azar. La ganancia media de preguntar vale en cada mirada. Los efectos de características y demoras son posibilidades de la distribución posterior. Sus límites (95 %) valen en cada mirada, para todas las características juntas y para todas las demoras juntas (razón entre previa y posterior). El precio de una hora es lo que ganó últimamente una hora de agentes. El valor del objetivo es la media de lo que aportó en 90 días, menos reembolsos y cancelaciones. Si el objetivo se redefinió en ese tiempo, la media empieza allí. La política guarda estas cifras y aquí no se calculan. La consulta muestra las decisiones de las que aprende la política.',
  'name.what if': 'qué pasaría si',
  'about.what if':
    'La tasa del objetivo y el valor por visitante con otra regla, menos los del grupo que optimiza. El valor es tras los reembolsos y como máximo el tope. Algunas reglas se estiman con el sorteo de los tres grupos: nunca, en el momento propio de la campaña, y en ese momento desde una intención o un carrito conocidos. La intención y el carrito son los que había al entrar en la audiencia. La regla «siempre después» se estima con los sorteos del grupo que optimiza, donde su política decidió primero y podía ofrecer algo. La estimación es doblemente robusta: lo que se esperaba de visitantes anteriores, corregido por lo que ocurrió dividido por su probabilidad. El intervalo vale en cada mirada, aprendiera como aprendiera la política, para una pregunta. Se retiene si unos pocos visitantes lo decidirían. La estimación vale con la carga y el precio registrados, y para la primera decisión de cada visitante.',
  'name.left at once': 'se fueron al instante',
  'about.left at once':
    'Visitantes cuya visita terminó en los diez segundos tras la primera decisión. En una campaña que optimiza, es la primera que decidió algo, no la entrada en la audiencia. Una visita así no tuvo otra página, ni ninguna acción del visitante pasados diez segundos de la decisión. Todos los grupos se cuentan igual, porque el control también tiene el instante de la decisión. Las reacciones a una propuesta o a una conversación (mostrada, cerrada, pulsada, respondida) no son acciones de ese tipo, porque solo un grupo puede tenerlas. La cifra se sabe media hora y diez segundos tras la decisión, y solo cuentan los visitantes de los que se sabe. En una campaña que optimiza, cada grupo se compara con la parte del control cuyo sorteo sigue lo mismo. El intervalo de la diferencia con el control vale en cada mirada (97,5 %). Si todo el intervalo está por encima de cero, el daño a la visita está probado.',
  'name.competing': 'en competencia',
  'about.competing':
    'Visitantes de este período que también fueron elegibles en otra campaña, en un período que estuvo en curso a la vez. Cada una de las dos campañas nombra a la otra. Detrás: la otra campaña se decidió en la misma zona y visita en los diez minutos anteriores a esta y la hizo esperar. Delante: al revés. Los visitantes que se fueron antes de que la zona quedara libre no tienen aquí decisión y no se cuentan. Por eso las campañas de la misma zona que no compartieron ningún visitante con esta se listan aparte, solo por su configuración.',
  'name.by channel': 'por canal',
  'about.by channel':
    'Visitantes que hablaron por un canal en una conversación que empezó con la propuesta, y cuántos de ellos han alcanzado el objetivo hasta ahora, con su valor. Quien habló por dos canales cuenta en ambos. Al grupo de control no se le muestra ninguna propuesta. Los visitantes eligen su canal, así que estas cifras no comparan iguales y no prueban ningún efecto: eso lo hacen los grupos.',
  'name.by call': 'llamadas',
  'about.by call':
    'Visitantes a los que se propuso una llamada, que llamaron, cuya llamada aceptó un agente y que hablaron con él, con los minutos en que ambas partes estuvieron en la llamada. Cada visitante cuenta una vez por columna. Al grupo de control no se le muestra ninguna propuesta. Los visitantes eligen llamar, así que estas cifras no prueban ningún efecto: eso lo hacen los grupos.',
  'name.by hand': 'a mano',
  'about.by hand':
    'Visitantes del control con quienes un agente inició a mano una conversación o retomó una, desde el inicio del período hasta el final de su ventana. Aun así cuentan en el control, como se sortearon (intención de tratar). Lo que aportan esas conversaciones se suma al control, así que la ganancia mostrada puede ser demasiado pequeña.',
  'name.bursts': 'ráfagas',
  'about.bursts':
    'Visitantes que llegaron en ráfaga. Una ráfaga tiene al menos 20 visitantes nuevos en minutos desde un prefijo de dirección y navegador, o 50 desde un prefijo de dirección o desde una red y navegador. Además son cinco veces más de lo habitual allí y el 2 % del total. También son una ráfaga 150 visitantes nuevos en un día desde un prefijo de dirección y navegador, si son el 5 % del total. La marca depende solo de la llegada, es igual en cada grupo y permanece. El hash con clave por el que se detectó la ráfaga se borra en un día.',
  'name.sensitivity analysis': 'análisis de sensibilidad',
  'about.sensitivity analysis':
    'Los resultados otra vez sin los visitantes excluidos, en cada grupo por igual. Los visitantes se excluyen como ráfaga, por el momento de su primera decisión, o por lo que se sabía al comenzar esa visita. El análisis muestra cuánto depende de ellos el resultado. Los resultados en sí no cambian: decida por esos.',
  'name.visits': 'visitas',
  'about.visits':
    'Visitas del sitio sin los bots reconocidos. Una visita termina tras 30 minutos sin eventos.',
  'name.server-side visits': 'visitas del lado del servidor',
  'about.server-side visits':
    'Visitas de visitantes de los que solo informa su servidor, sin bots. Tras un intervalo de más de 30 minutos entre eventos empieza una visita nueva. Los reembolsos y las cancelaciones no empiezan ninguna. Las visitas del lado del servidor no se incluyen en las visitas.',
  'name.visits with a cart': 'visitas con carrito',
  'about.visits with a cart':
    'Visitas en las que se añadió un producto o se comunicó un carrito con productos.',
  'name.visits with an order': 'visitas con pedido',
  'about.visits with an order': 'Visitas con un evento Order Completed de cualquier confianza.',
  'name.orders': 'pedidos',
  'about.orders':
    'Pedidos completados, cada número de pedido una vez. Los pedidos reembolsados o cancelados por completo no cuentan. Su valor es tras los reembolsos y excluye importes en otra moneda que la de la cuenta.',
  'name.holdout': 'grupo de reserva',
  'about.holdout':
    'Visitantes del grupo de reserva de la cuenta, comparados con todos los demás. Cuentan los visitantes que vinieron por primera vez después de que el grupo de reserva tuviera su proporción y el objetivo su definición (su evento, su clave y su confianza). Se quedan donde los puso su primer evento y cuentan desde él durante la ventana del objetivo. Con una ventana de la misma visita, eso es un día. El efecto es sobre ventanas cerradas, 24 horas después de su final. Lo que llega más tarde no cambia ningún efecto.',
};
