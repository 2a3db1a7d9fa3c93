// The products of Aldermoor, an invented shop, with drawings of flat shapes. Prices are in euro.

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: CategoryId;
  readonly price: number;
  readonly text: string;
  readonly drawing: string;
}

export const categories = { lighting: 'Lighting', seating: 'Seating', tables: 'Tables' } as const;
export type CategoryId = keyof typeof categories;

function drawing(shapes: string): string {
  return `<svg viewBox="0 0 100 100" role="img" aria-hidden="true">${shapes}</svg>`;
}

export const products: readonly Product[] = [
  {
    id: 'orla',
    name: 'Orla floor lamp, brass',
    category: 'lighting',
    price: 289,
    text: 'Turned brass with a shade that tilts. Warm, even light for reading, and a dimmer at the foot.',
    drawing: drawing(
      '<path d="M60 24 40 80" stroke="#a9802f" stroke-width="3"/><path d="M45 30c1-12 9-17 17-17s15 6 16 17z" fill="#b98d35"/><path d="M45 30h33" stroke="#8d6a22" stroke-width="2"/><ellipse cx="61" cy="34" rx="10" ry="3" fill="#fff3c9"/><path d="M27 82h27" stroke="#8d6a22" stroke-width="4" stroke-linecap="round"/>',
    ),
  },
  {
    id: 'brae',
    name: 'Brae pendant, smoke glass',
    category: 'lighting',
    price: 123,
    text: 'Hand-blown glass that softens the bulb. The cord is two metres and can be shortened.',
    drawing: drawing(
      '<path d="M50 0v30" stroke="#3c3f40" stroke-width="2"/><rect x="46" y="27" width="8" height="8" rx="2" fill="#3c3f40"/><circle cx="50" cy="56" r="23" fill="#8b8f8d" opacity=".75"/><circle cx="50" cy="56" r="7" fill="#fff0bd"/><path d="M36 48c3-6 7-9 12-10" stroke="#fff" stroke-width="2.5" fill="none" stroke-linecap="round" opacity=".7"/>',
    ),
  },
  {
    id: 'tarn',
    name: 'Tarn shade, linen',
    category: 'lighting',
    price: 58,
    text: 'Belgian linen on a steel ring. Fits every E27 holder, and comes flat in a letterbox parcel.',
    drawing: drawing(
      '<path d="M34 30h32l12 40H22z" fill="#ddd0b4"/><path d="M34 30h32M22 70h56" stroke="#b7a57f" stroke-width="2"/><path d="M50 12v18" stroke="#3c3f40" stroke-width="2"/><ellipse cx="50" cy="70" rx="28" ry="4" fill="#fff3c9"/>',
    ),
  },
  {
    id: 'sund',
    name: 'Sund armchair, wool',
    category: 'seating',
    price: 640,
    text: 'A low chair with a high back, in a wool that wears well. The covers come off and can be washed.',
    drawing: drawing(
      '<path d="M28 24h40c5 0 8 3 8 8v28H22V32c0-5 1-8 6-8z" fill="#6f8379"/><path d="M16 48h10v26H16zM72 48h10v26H72z" fill="#5b6e64"/><rect x="24" y="56" width="50" height="18" rx="5" fill="#7f9489"/><path d="M24 76v12M74 76v12" stroke="#6b4b2c" stroke-width="4" stroke-linecap="round"/>',
    ),
  },
  {
    id: 'vik',
    name: 'Vik stool, ash',
    category: 'seating',
    price: 96,
    text: 'Three legs, one seat, no screws. Stacks six high and carries a grown person with ease.',
    drawing: drawing(
      '<ellipse cx="50" cy="36" rx="27" ry="8" fill="#dcc098"/><path d="M23 36c0 5 12 10 27 10s27-5 27-10" fill="#c3a274"/><path d="M34 44 26 84M66 44l8 40M50 46v40" stroke="#a98555" stroke-width="4.5" stroke-linecap="round"/>',
    ),
  },
  {
    id: 'halla',
    name: 'Halla dining table, oak',
    category: 'tables',
    price: 1240,
    text: 'Solid oak for six, oiled by hand. Delivered to the room of your choice and set up.',
    drawing: drawing(
      '<path d="M8 42h84v7H8z" fill="#b98a57"/><path d="M18 49l-5 38M82 49l5 38" stroke="#9a6f41" stroke-width="5" stroke-linecap="round"/><path d="M44 41c0-8 12-8 12 0z" fill="#e9e3d6"/><path d="M50 36V22M50 27l7-6M50 30l-7-6" stroke="#607a5c" stroke-width="2" stroke-linecap="round"/>',
    ),
  },
  {
    id: 'mire',
    name: 'Mire coffee table, ash',
    category: 'tables',
    price: 310,
    text: 'A round top with a soft edge, on three legs that never rock. Wipe clean, oil once a year.',
    drawing: drawing(
      '<ellipse cx="50" cy="44" rx="38" ry="10" fill="#d3b48a"/><path d="M12 44c0 7 17 13 38 13s38-6 38-13" fill="#b9966a"/><path d="M28 56 22 84M72 56l6 28M50 58v28" stroke="#9a784c" stroke-width="4" stroke-linecap="round"/>',
    ),
  },
];

export function productOf(id: string): Product | undefined {
  return products.find((product) => product.id === id);
}

/** Products whose name, text or category contains every word. */
export function searchProducts(query: string): readonly Product[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return products.filter((product) => {
    const text = `${product.name} ${product.text} ${categories[product.category]}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function isCategory(id: string): id is CategoryId {
  return id in categories;
}
