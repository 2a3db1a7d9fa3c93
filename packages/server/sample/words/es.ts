// The sample shop in Spanish.
import type { SampleWords } from './words.ts';

export const es: SampleWords = {
  account: 'Aldermoor (tienda de muestra)',
  app: 'App de Aldermoor',
  sections: {
    home: 'Inicio',
    category: 'Categoría',
    product: 'Producto',
    search: 'Búsqueda',
    cart: 'Carrito',
    checkout: 'Pago',
    order: 'Pedido',
    help: 'Ayuda',
  },
  goals: { purchase: 'Compra', payment: 'Pago alcanzado' },
  skills: { advice: 'Asesoramiento', orders: 'Pedidos', returns: 'Devoluciones' },
  campaigns: {
    checkout: {
      name: 'Ayuda en el pago',
      headline: '¿Una pregunta antes de pedir?',
      text: 'Estamos aquí y respondemos enseguida.',
      action: 'Chatee con nosotros',
    },
    advice: {
      name: 'Consejos de iluminación',
      headline: '¿Qué lámpara va con su habitación?',
      text: 'Nuestra guía dura dos minutos.',
      action: 'Leer la guía',
    },
    newsletter: {
      name: 'Boletín sobre la página',
      headline: 'Sigamos en contacto',
      text: 'Suscríbase a nuestra carta y conozca antes las piezas nuevas.',
      action: 'Suscribirse',
    },
    delivery: {
      name: 'Banner de envío gratuito',
      headline: 'Envío gratuito desde 150',
      text: 'En su casa en dos días laborables.',
      action: 'Ver cómo',
    },
    returning: {
      name: 'Elegir juntos',
      headline: '¿Elegimos juntos?',
      text: 'Háblenos de su habitación y le proponemos lo que encaja.',
      action: 'Preguntar a un asesor',
    },
  },
  away: 'Ahora no hay nadie. Deje un mensaje y respondemos por correo electrónico.',
  topics: [
    {
      name: 'Plazo de entrega',
      skill: 'orders',
      asks: [
        '¿Llegará la lámpara antes del viernes? Es un regalo.',
        '¿Cuánto tarda la entrega en este momento?',
        '¿Entregan los sábados?',
      ],
      answers: [
        'Si la pide antes de las 14 h, la recibe en dos días laborables.',
        'Está en el almacén, así que sale hoy del taller.',
      ],
      more: ['¿Puedo elegir la hora?', '¿Y si no estoy en casa?'],
      last: [
        'Sí, el transportista le escribe la tarde anterior con una franja de dos horas.',
        'Entonces le espera siete días en el punto de recogida.',
      ],
    },
    {
      name: 'Devolver un pedido',
      skill: 'returns',
      asks: [
        'El sillón es precioso, pero demasiado ancho. ¿Puedo devolverlo?',
        '¿Cómo devuelvo una pantalla que no encaja?',
      ],
      answers: [
        'Claro. Tiene 30 días, y recogemos los muebles en su casa.',
        'La etiqueta está en la caja. Péguela en el paquete y entréguelo.',
      ],
      more: ['¿Cuándo recibo el dinero?', '¿Necesito la caja original?'],
      last: [
        'Dos días después de que llegue aquí, por el mismo medio de pago.',
        'No, sirve cualquier caja firme.',
      ],
    },
    {
      name: 'Elegir una lámpara',
      skill: 'advice',
      asks: [
        '¿Da la Orla luz suficiente para leer?',
        '¿Qué lámpara pondría sobre una mesa redonda de 120 cm?',
        '¿Se puede regular la Brae?',
      ],
      answers: [
        'Sí: la pantalla se inclina y admite bombillas de hasta 60 W.',
        'La Brae de vidrio ahumado, con el borde a 60 cm de la mesa.',
        'Sí, con una bombilla regulable. Hemos probado tres.',
      ],
      more: ['¿Qué bombilla encaja?', '¿Viene con bombilla?'],
      last: ['Una E27, blanco cálido, 2700 K.', 'Sí, y hay otra en la caja.'],
    },
    {
      name: 'Pago rechazado',
      skill: 'orders',
      asks: [
        'Mi tarjeta se rechaza en el último paso. ¿Qué puedo hacer?',
        'La página de pago dice que algo ha fallado.',
      ],
      answers: [
        'Lo siento. Su banco pide una confirmación en su aplicación.',
        'Pruebe de nuevo en otra pestaña. Su carrito se conserva.',
      ],
      more: ['¿Puedo pagar con factura?', 'Lo intenté dos veces. ¿Se ha cobrado?'],
      last: [
        'Sí, elija factura en la página de pago y pague en 14 días.',
        'No. No se ha cargado nada; la reserva termina sola esta noche.',
      ],
    },
    {
      name: 'Material y cuidado',
      skill: 'advice',
      asks: [
        '¿Cómo cuido la mesa de roble aceitado?',
        '¿Es resistente la lana del Sund? Tenemos dos gatos.',
      ],
      answers: [
        'Límpiela con un paño húmedo y acéitela una vez al año.',
        'Sí: 45.000 ciclos en la prueba Martindale. Las fundas se lavan.',
      ],
      more: ['¿Qué aceite recomienda?', '¿Puedo ver una muestra de la tela?'],
      last: [
        'Un aceite de cera dura, como el del frasco. También lo vendemos.',
        'Con gusto. Hoy le enviamos tres muestras en un sobre.',
      ],
    },
  ],
  greetings: [
    'Buenos días, {name}. Gracias por su pregunta.',
    'Buenos días, soy {agent}. Le ayudo con gusto.',
  ],
  thanks: ['Gracias, me ayuda.', 'Perfecto, entonces lo pido ahora.', 'Estupendo, muchas gracias.'],
  farewells: ['De nada. Que tenga un buen día.', 'Con gusto. Escriba cuando quiera.'],
  notes: [
    'Quiere también papel de regalo.',
    'Tiene a mano el número de pedido.',
    'Prefiere que le llamen.',
  ],
  left: [
    '¿Me pueden enviar un presupuesto para ocho taburetes Vik?',
    'La mesa llegó con un arañazo. ¿Y ahora?',
    '¿Hacen la Halla también en 220 cm?',
    'Quisiera cambiar la dirección de entrega de mi pedido.',
    '¿Cuándo vuelve a haber Mire?',
  ],
  comments: [
    'Rápido y amable.',
    'Muy buen consejo.',
    'Tuve que esperar un poco.',
    'Todo claro ahora.',
  ],
  dispositions: ['Resuelto', 'Pedido hecho', 'Sin resolver'],
  answers: [
    {
      shortcut: 'entrega',
      title: 'Plazo de entrega',
      text: 'Si lo pide antes de las 14 h, lo recibe en dos días laborables.',
    },
    {
      shortcut: 'devolver',
      title: 'Devolver un pedido',
      text: 'Tiene 30 días, {{visitor.firstName}}. La etiqueta está en la caja.',
    },
    {
      shortcut: 'bombilla',
      title: 'Qué bombilla encaja',
      text: 'La Orla admite bombillas E27 de hasta 60 W.',
    },
  ],
  searches: ['mesa de roble', 'lámpara de lectura', 'regulable', 'taburete', 'pantalla lino'],
  lunch: 'Comida',
  contact: 'Pregúntenos',
};
