// What each figure of the reports is called and means, in Spanish: said once, for the pages, the API and
// the documents. The SQL that each comes from stands beside it in packages/server/report/definitions.ts.

import type { figuresEn } from '../en/figures.ts';
import type { Words } from '../language.ts';

export const figuresEs: Words<typeof figuresEn> = {
  'name.eligible': 'elegibles',
  'about.eligible':
    'Visitantes cuyo momento llegó en este período, en cualquier grupo. De una campaña que optimiza: visitantes que entraron en su audiencia, llegara o no su propio momento, ya que su política puede preguntarles en cualquier instante. Cada uno cuenta una vez, el día de la primera decisión.',
  'name.exposed': 'expuestos',
  'about.exposed':
    'Visitantes elegibles de un grupo distinto del control cuyo navegador comunicó que se mostró la propuesta.',
  'name.engaged': 'reaccionaron',
  'about.engaged':
    'Visitantes elegibles de un grupo distinto del control que hicieron clic en la propuesta o iniciaron desde ella una conversación.',
  'name.converted': 'convertidos',
  'about.converted':
    'Visitantes elegibles que alcanzaron el objetivo en su primera decisión o después y dentro de la ventana, según la hora del evento. Una conversión comunicada otra vez se cuenta una; una devuelta por completo no es ninguna.',
  'name.value': 'valor',
  'about.value':
    'La suma de las conversiones de un visitante dentro de la ventana, menos lo que se devolvió de ellas, hasta el tope fijado cuando empezó el período. Un valor en otra moneda que la de la cuenta queda fuera, ya que ninguna se convierte; su conversión cuenta.',
  'name.taken back': 'devuelto',
  'about.taken back':
    'Pedidos de los que Order Refunded u Order Cancelled devolvió algo, hallados por la clave que tenía el objetivo cuando llegó cada uno, y lo que valía. Cuentan los avisos de confianza firmada o de servidor, cada uno una vez. Lo recibido tras el cierre de un visitante se ve aquí y en lo que hay hasta ahora, y no mueve ningún efecto.',
  'name.closed': 'cerrados',
  'about.closed':
    'Visitantes cuya ventana ha terminado, más 24 horas para eventos tardíos, al igual que las ventanas de todos los inscritos antes; una ventana de la misma visita termina con la visita, a más tardar un día después de la decisión. Los efectos, los intervalos y la proporción de la muestra usan solo estos; el resto está pendiente. Un visitante cerrado cuenta por lo recibido hasta su propio cierre: las conversiones y reembolsos posteriores no mueven ningún efecto.',
  'name.effect': 'efecto',
  'about.effect':
    'Tasa en tratamiento menos tasa en control con ventanas cerradas, con un intervalo que vale en cada mirada (95 %). Se retiene con menos de cinco conversiones en un grupo. En una campaña que optimiza, el tratamiento es aquí el grupo que optimiza.',
  'name.incremental': 'incremental',
  'about.incremental':
    'El efecto por los visitantes cerrados en tratamiento, o en el grupo que optimiza: las conversiones (o el valor) que no habrían ocurrido sin la campaña.',
  'name.arms compared': 'grupos comparados',
  'about.arms compared':
    'Diferencias de tasas con ventanas cerradas entre cada dos de los tres grupos de una campaña que optimiza: optimizar, siempre (tratamiento) y control. Los visitantes se sortean en los tres, así que cada comparación es de iguales con iguales. Los tres comparten los cinco de cada cien: cada intervalo es del 98,3 %, más estrecho donde sus dos grupos tienen su parte del horizonte. Optimizar y siempre comparten los mismos agentes: lo que se muestra vale mientras ambos están activos.',
  'name.adjusted': 'ajustado',
  'about.adjusted':
    'El efecto en la tasa con ventanas cerradas y menos ruido: lo que cada visita haría probablemente de todos modos, según la probabilidad de alcanzar el objetivo que tenía al puntuarse por última vez antes de la decisión, se quita por igual de ambos grupos (regresión con interacciones, según Lin). No incluye nada posterior a la decisión. El mismo intervalo en cada mirada; a los visitantes sin puntuación se les atribuye la probabilidad habitual. Estima lo que estima el efecto simple y se muestra a su lado.',
  'name.agent minutes': 'minutos de agente',
  'about.agent minutes':
    'Minutos desde la primera respuesta de un agente hasta el final de las conversaciones que empezaron desde la propuesta, y desde cada reanudación hasta el siguiente final, con ventanas cerradas, hasta 60 por visitante. Minutos por conversión ganada: los minutos medios de un grupo entre la diferencia de su tasa y la del control, con todas las razones que ambos permiten (el conjunto de Fieller con el factor de la secuencia de confianza, contando su covarianza). Se retiene mientras el intervalo de esa diferencia alcance el cero.',
  'name.learnt': 'aprendido',
  'about.learnt':
    'Lo que la política del período más reciente ha aprendido de visitantes cerrados cuya decisión se dejó al azar. Lo que preguntar añade de media vale en cada mirada; los efectos de características y demoras son posibilidades de la distribución posterior, con límites que también valen en cada mirada, para todas las características juntas y para todas las demoras juntas, 95 % (razón entre previa y posterior). El precio de una hora es lo que ganó últimamente una hora de agentes. Lo que vale el objetivo es la media de lo que aportó en 90 días, o desde que se alcanza por lo que ahora lo alcanza, menos lo devuelto. Lo guarda la política, no se calcula aquí: la consulta es la de las decisiones de las que aprende.',
  'name.what if': 'qué pasaría si',
  'about.what if':
    'Tasa del objetivo, y valor por visitante (menos lo devuelto, como máximo el tope), si se hubiera usado otra regla, menos los del grupo que optimiza. Nunca, en el momento propio de la campaña, y ahí desde una intención o un carrito conocidos cuando la audiencia tomó al visitante: del sorteo de los tres grupos. Siempre después: de los sorteos del grupo que optimiza, donde su política decidió primero y se podía ofrecer algo. Doblemente robusto: lo que se esperaba de los inscritos antes, corregido por lo que ocurrió dividido por su probabilidad. El intervalo vale en cada mirada, aprendiera como aprendiera la política, para una pregunta; se retiene donde unos pocos visitantes lo decidirían. Vale con la carga y el precio registrados, y para la primera decisión de cada visitante.',
  'name.left at once': 'se fueron al instante',
  'about.left at once':
    'Visitantes cuya visita terminó en los diez segundos tras su primera decisión: de la misma visita no llegó otra página después, ni señal propia pasados diez segundos. Se cuenta igual en todos los grupos, desde el instante de la decisión, que el control también tiene; lo que pertenece a una propuesta o a una conversación (mostrada, cerrada, pulsada, respondida) no es señal, pues solo un grupo puede darla. Se sabe de un visitante media hora y diez segundos tras la decisión, y solo esos cuentan. La diferencia con el control tiene un intervalo que vale en cada mirada (97,5 %); un intervalo entero por encima de cero es daño probado a la visita.',
  'name.competing': 'en competencia',
  'about.competing':
    'Visitantes de este período que también fueron elegibles en otra campaña, en un período de ella que estuvo en curso a la vez; cada una nombra a la otra. Detrás: la otra campaña se decidió en la misma zona y visita en los diez minutos anteriores a esta y la hizo esperar; delante: al revés. Los visitantes que se fueron antes de que la zona quedara libre no tienen aquí decisión y no se cuentan; por eso las campañas de la misma zona que no encontraron a ninguno se nombran aparte, solo por su configuración.',
  'name.by hand': 'a mano',
  'about.by hand':
    'Visitantes del control con quienes un agente inició a mano una conversación o retomó una terminada, desde el inicio del período hasta el final de su ventana. Aun así cuentan en el control, como se sortearon: se sigue comparando a todos los sorteados (intención de tratar). Lo que aportan esas conversaciones se suma al control, de modo que la ganancia mostrada es más bien demasiado pequeña.',
  'name.bursts': 'ráfagas',
  'name.sensitivity analysis': 'análisis de sensibilidad',
  'name.visits': 'visitas',
  'about.bursts':
    'Visitantes que llegaron en ráfaga: al menos 20 nuevos en minutos desde un prefijo de dirección y navegador (50 desde un prefijo de dirección, o desde una red y navegador), cinco veces más de lo habitual allí y el 2 % del total; o 150 en un día y el 5 % del total. La marca depende solo de la llegada, igual en cada brazo, y permanece; el hash con clave por el que se detectó se olvida en un día.',
  'about.sensitivity analysis':
    'Los resultados otra vez sin los visitantes excluidos, en cada brazo por igual: por el periodo de la primera decisión, o por lo que se sabía al comenzar su visita. Muestra cuánto depende el resultado de ellos. Los resultados en sí no cambian: decida por esos.',
  'about.visits':
    'Visitas del sitio sin los bots reconocidos. Una visita termina tras 30 minutos sin eventos.',
  'name.visits with a cart': 'visitas con carrito',
  'name.server-side visits': 'visitas del lado del servidor',
  'about.server-side visits':
    'Visitas de visitantes de quienes solo informa su servidor, sin intervalos de más de 30 minutos entre sus eventos y sin bots. Los reembolsos y las cancelaciones no son visitas. No se cuentan entre las visitas.',
  'about.visits with a cart':
    'Visitas en las que se añadió un producto o se comunicó un carrito que no estaba vacío.',
  'name.visits with an order': 'visitas con pedido',
  'about.visits with an order': 'Visitas con un evento Order Completed de cualquier confianza.',
  'name.orders': 'pedidos',
  'about.orders':
    'Pedidos completados, cada número de pedido una vez, sin los reembolsados o cancelados por completo; su valor es menos lo devuelto, y sin lo que está en otra moneda que la de la cuenta.',
  'name.holdout': 'grupo de reserva',
  'about.holdout':
    'Visitantes del grupo de reserva de la cuenta frente a todos los demás, de los que vinieron por primera vez desde que tiene su proporción y desde que el objetivo se alcanza por lo que ahora lo alcanza (su evento, su clave y su confianza). Cada uno se queda donde lo puso su primer evento y cuenta durante la ventana del objetivo desde él (un día donde la ventana es la visita). El efecto es sobre ventanas cerradas, 24 horas después: lo que llega más tarde no mueve ningún efecto.',
};
