// What is said in the pictures of the chat window, in each of their languages. The last one is not
// translated: its words are Arabic, and those of the window are English ones in Arabic letters. All
// people are invented.
export interface Said {
  /** The language of the page. */
  readonly page: string;
  readonly dir: 'ltr' | 'rtl';
  readonly agent: string;
  readonly invitation: string;
  readonly question: string;
  readonly answer: string;
  readonly card: {
    readonly title: string;
    readonly text: string;
    readonly combine: string;
    readonly apart: string;
  };
  readonly reply: string;
  /** What the account wrote for the home, and the last words of an earlier conversation. */
  readonly home: {
    readonly titles: readonly string[];
    readonly text: string;
    readonly last: string;
  };
}

export const said: readonly Said[] = [
  {
    page: 'en',
    dir: 'ltr',
    agent: 'Mara Lind',
    invitation: 'Shall we check delivery for you?\nWe can tell you the day, and combine parcels.',
    question: 'Can both lamps come together?',
    answer: 'They ship from two places, but I can combine them at no cost.',
    card: {
      title: 'Orla and Brae, in one parcel',
      text: 'Thursday 29 May · €412.00',
      combine: 'Combine delivery',
      apart: 'Keep separate',
    },
    reply: 'And do you take the old lamp?',
    home: {
      titles: ['Delivery days and times', 'Returns within 30 days', 'Care for brass and wool'],
      text: 'Monday to Saturday.',
      last: 'The driver takes the old one',
    },
  },
  {
    page: 'de',
    dir: 'ltr',
    agent: 'Mara Lind',
    invitation:
      'Sollen wir die Lieferung prüfen?\nWir nennen Ihnen den Tag und legen Pakete zusammen.',
    question: 'Können beide Lampen zusammen kommen?',
    answer: 'Sie kommen aus zwei Lagern, aber ich lege sie kostenlos zusammen.',
    card: {
      title: 'Orla und Brae, in einem Paket',
      text: 'Donnerstag, 29. Mai · 412,00 €',
      combine: 'Zusammenlegen',
      apart: 'Getrennt lassen',
    },
    reply: 'Nehmen Sie die alte Lampe mit?',
    home: {
      titles: ['Liefertage und Zeiten', 'Rückgabe binnen 30 Tagen', 'Pflege von Messing und Wolle'],
      text: 'Montag bis Samstag.',
      last: 'Der Fahrer nimmt die alte mit',
    },
  },
  {
    page: 'es',
    dir: 'ltr',
    agent: 'Mara Lind',
    invitation: '¿Comprobamos la entrega?\nLe decimos el día y juntamos los paquetes.',
    question: '¿Pueden llegar juntas las dos lámparas?',
    answer: 'Salen de dos almacenes, pero puedo juntarlas sin coste.',
    card: {
      title: 'Orla y Brae, en un paquete',
      text: 'Jueves 29 de mayo · 412,00 €',
      combine: 'Juntar envíos',
      apart: 'Por separado',
    },
    reply: '¿Se llevan la lámpara vieja?',
    home: {
      titles: ['Días y horas de entrega', 'Devoluciones en 30 días', 'Cuidado del latón y la lana'],
      text: 'De lunes a sábado.',
      last: 'El repartidor se lleva la vieja',
    },
  },
  {
    page: 'es',
    dir: 'rtl',
    agent: 'مارا ليند',
    invitation: 'هل نتحقق من موعد التسليم؟\nنخبرك باليوم ونجمع الطرود.',
    question: 'هل يصل المصباحان معا؟',
    answer: 'يشحنان من مكانين، لكن يمكنني جمعهما مجانا.',
    card: {
      title: 'المصباحان في طرد واحد',
      text: 'الخميس 29 مايو · 412.00 €',
      combine: 'اجمع الطردين',
      apart: 'طردان منفصلان',
    },
    reply: 'هل تأخذون المصباح القديم؟',
    home: {
      titles: ['أيام التسليم وأوقاته', 'الإرجاع خلال 30 يوما', 'العناية بالنحاس والصوف'],
      text: 'من الاثنين إلى السبت.',
      last: 'السائق يأخذ المصباح القديم',
    },
  },
];
