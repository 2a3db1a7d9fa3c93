// What is offered in the pictures of the formats, in each of their languages. The last one is not
// translated: its words are Arabic, and those of the tag are English ones in Arabic letters.
interface Words {
  readonly headline: string;
  readonly text: string;
  readonly action: string;
}

export interface Offered {
  /** The language of the page. */
  readonly page: string;
  readonly dir: 'ltr' | 'rtl';
  readonly product: string;
  readonly price: string;
  readonly buy: string;
  readonly chat: Words;
  readonly content: Words;
}

export const offered: readonly Offered[] = [
  {
    ...{ page: 'en', dir: 'ltr', product: 'Orla floor lamp', price: '€289.00', buy: 'Add to cart' },
    chat: {
      headline: 'Shall we check delivery for you?',
      text: 'We can tell you the day, and combine parcels.',
      action: 'Ask Mara',
    },
    content: {
      headline: 'Delivery in two days.',
      text: 'Ordered before 2 pm, your lamp leaves today.',
      action: 'How we deliver',
    },
  },
  {
    ...{ page: 'de', dir: 'ltr', product: 'Stehlampe Orla', price: '289,00 €' },
    buy: 'In den Warenkorb',
    chat: {
      headline: 'Sollen wir die Lieferung prüfen?',
      text: 'Wir nennen Ihnen den Tag und legen Pakete zusammen.',
      action: 'Mara fragen',
    },
    content: {
      headline: 'In zwei Tagen bei Ihnen.',
      text: 'Bis 14 Uhr bestellt, geht Ihre Lampe heute noch los.',
      action: 'So liefern wir',
    },
  },
  {
    ...{ page: 'es', dir: 'ltr', product: 'Lámpara de pie Orla', price: '289,00 €' },
    buy: 'Añadir a la cesta',
    chat: {
      headline: '¿Comprobamos la entrega?',
      text: 'Le decimos el día y juntamos los paquetes.',
      action: 'Preguntar a Mara',
    },
    content: {
      headline: 'En su casa en dos días.',
      text: 'Si la pide antes de las 14 h, su lámpara sale hoy.',
      action: 'Cómo entregamos',
    },
  },
  {
    ...{
      page: 'es',
      dir: 'rtl',
      product: 'مصباح أورلا الأرضي',
      price: '289.00 €',
      buy: 'أضف إلى السلة',
    },
    chat: {
      headline: 'هل نتحقق من موعد التسليم؟',
      text: 'نخبرك باليوم ونجمع الطرود.',
      action: 'اسأل مارا',
    },
    content: {
      headline: 'التسليم خلال يومين.',
      text: 'إذا طلبت قبل الثانية ظهرا يخرج مصباحك اليوم.',
      action: 'كيف نوصل',
    },
  },
];
