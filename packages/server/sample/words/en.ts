// The sample shop in English.
import type { SampleWords } from './words.ts';

export const en: SampleWords = {
  account: 'Aldermoor (sample shop)',
  app: 'Aldermoor app',
  sections: {
    home: 'Home',
    category: 'Category',
    product: 'Product',
    search: 'Search',
    cart: 'Cart',
    checkout: 'Checkout',
    order: 'Order',
    help: 'Help',
  },
  goals: { purchase: 'Purchase', payment: 'Payment reached' },
  skills: { advice: 'Advice', orders: 'Orders', returns: 'Returns' },
  campaigns: {
    checkout: {
      name: 'Help at checkout',
      headline: 'A question before you order?',
      text: 'We are here and answer at once.',
      action: 'Chat with us',
    },
    advice: {
      name: 'Lighting advice',
      headline: 'Which lamp suits your room?',
      text: 'Our guide takes two minutes.',
      action: 'Read the guide',
    },
    newsletter: {
      name: 'Newsletter over the page',
      headline: 'Stay in touch',
      text: 'Subscribe to our letter and hear about new pieces first.',
      action: 'Subscribe',
    },
    delivery: {
      name: 'Free delivery banner',
      headline: 'Free delivery from 150',
      text: 'With you in two working days.',
      action: 'See how',
    },
    returning: {
      name: 'Choosing together',
      headline: 'Shall we choose together?',
      text: 'Tell us about your room, and we suggest what fits.',
      action: 'Ask an adviser',
    },
  },
  away: 'Nobody is here just now. Leave a message and we will answer by e-mail.',
  topics: [
    {
      name: 'Delivery time',
      skill: 'orders',
      asks: [
        'Will the lamp arrive before Friday? It is a present.',
        'How long does delivery take at the moment?',
        'Do you deliver on Saturdays?',
      ],
      answers: [
        'Ordered before 2 pm, it is with you in two working days.',
        'It is in stock, so it leaves our workshop today.',
      ],
      more: ['Can I choose a time of day?', 'And if I am not at home?'],
      last: [
        'Yes, the carrier writes to you the evening before with a slot of two hours.',
        'Then it waits for you at the parcel shop for seven days.',
      ],
    },
    {
      name: 'Return an order',
      skill: 'returns',
      asks: [
        'The armchair is lovely, but too wide for our room. Can I send it back?',
        'How do I return a shade that does not fit?',
      ],
      answers: [
        'Of course. You can return it for 30 days, and we collect furniture from your home.',
        'The label is in the box. Put it on the parcel and hand it in.',
      ],
      more: ['When do I get my money back?', 'Do I need the original box?'],
      last: [
        'Two days after it has arrived here, by the way you paid.',
        'No, any firm box will do.',
      ],
    },
    {
      name: 'Choose a lamp',
      skill: 'advice',
      asks: [
        'Is the Orla bright enough to read by?',
        'Which pendant would you hang over a round table of 120 cm?',
        'Can the Brae be dimmed?',
      ],
      answers: [
        'It is: the shade tilts, and it takes a bulb of up to 60 W.',
        'The Brae in smoke glass, with its lower edge 60 cm above the table.',
        'Yes, with a dimmable bulb. We have tested three and can name them.',
      ],
      more: ['Which bulb fits?', 'Does it come with a bulb?'],
      last: ['An E27, warm white, 2700 K.', 'It does, and a second one is in the box.'],
    },
    {
      name: 'Payment failed',
      skill: 'orders',
      asks: [
        'My card is refused at the last step. What can I do?',
        'The payment page says that something went wrong.',
      ],
      answers: [
        'I am sorry. Your bank asks for a confirmation in its app; it may have been missed.',
        'Please try again in a new tab. Your cart is kept.',
      ],
      more: ['Can I pay by invoice?', 'I tried twice. Was I charged?'],
      last: [
        'Yes, choose invoice on the payment page, and pay within 14 days.',
        'No. Nothing was booked; the reservation ends by itself tonight.',
      ],
    },
    {
      name: 'Material and care',
      skill: 'advice',
      asks: [
        'How do I care for the oiled oak table?',
        'Is the wool of the Sund hard-wearing? We have two cats.',
      ],
      answers: [
        'Wipe it with a damp cloth, and oil it once a year. A small bottle comes with it.',
        'It is: 45,000 rubs in the Martindale test. The covers can be washed.',
      ],
      more: ['Which oil do you recommend?', 'Can I see a sample of the fabric?'],
      last: [
        'A hard wax oil, such as the one in the bottle. We also sell it.',
        'Gladly. I have put three samples into an envelope for you.',
      ],
    },
  ],
  greetings: [
    'Hello {name}, thank you for your question.',
    'Good day. I am {agent}, happy to help.',
  ],
  thanks: ['Thank you, that helps.', 'Perfect, then I will order now.', 'Great, thanks a lot.'],
  farewells: ['You are welcome. Have a good day.', 'Gladly. Write again at any time.'],
  notes: ['Wants gift wrapping too.', 'Has the order number at hand.', 'Prefers to be called.'],
  left: [
    'Could you send me a quote for eight Vik stools?',
    'My parcel came with a scratched table top. What now?',
    'Do you also make the Halla in 220 cm?',
    'I would like to change the delivery address of my order.',
    'When will the Mire be in stock again?',
  ],
  comments: [
    'Quick and friendly.',
    'Very good advice.',
    'I had to wait a while.',
    'All clear now.',
  ],
  dispositions: ['Solved', 'Order placed', 'Not solved'],
  answers: [
    {
      shortcut: 'delivery',
      title: 'Delivery time',
      text: 'Ordered before 2 pm, it is with you in two working days.',
    },
    {
      shortcut: 'return',
      title: 'Return an order',
      text: 'You can return it for 30 days, {{visitor.firstName}}. The label is in the box.',
    },
    {
      shortcut: 'bulb',
      title: 'Which bulb fits',
      text: 'The Orla takes an E27 bulb of up to 60 W.',
    },
  ],
  searches: ['oak table', 'reading lamp', 'dimmable', 'stool ash', 'linen shade'],
  lunch: 'Lunch',
  contact: 'Ask us',
};
