// What a sample shop sells, and the people in it. The products are those of the demo shop. All
// people are invented; their addresses are of a domain that delivers no mail.
import type { OneOf } from './chance.ts';
import type { SkillName } from './words/words.ts';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  /** In the account's currency. */
  readonly price: number;
}

export const products: OneOf<Product> = [
  { id: 'orla', name: 'Orla', category: 'lighting', price: 289 },
  { id: 'brae', name: 'Brae', category: 'lighting', price: 123 },
  { id: 'tarn', name: 'Tarn', category: 'lighting', price: 58 },
  { id: 'sund', name: 'Sund', category: 'seating', price: 640 },
  { id: 'vik', name: 'Vik', category: 'seating', price: 96 },
  { id: 'halla', name: 'Halla', category: 'tables', price: 1240 },
  { id: 'mire', name: 'Mire', category: 'tables', price: 310 },
];

/** Paths of the sections, and of where their pages are. */
export const patterns = {
  home: '/',
  category: '/category/**',
  product: '/product/**',
  search: '/search**',
  cart: '/cart',
  checkout: '/checkout**',
  order: '/order**',
  help: '/help**',
} as const;

export interface SampleAgent {
  readonly name: string;
  readonly room: number;
  readonly skills: readonly SkillName[];
  readonly role: 'agent' | 'manager';
  /** Hours of the day, local. */
  readonly from: number;
  readonly until: number;
}

export const agents: readonly SampleAgent[] = [
  agent('Noor van Dijk', 3, ['orders', 'returns'], 8.5, 17),
  agent('Jonas Albrecht', 2, ['advice', 'orders'], 9, 17.5),
  agent('Lucía Ferrán', 3, ['advice'], 10, 18.5),
  agent('Tomasz Wolny', 2, ['returns', 'orders'], 9, 18),
  agent('Amara Osei', 2, ['advice', 'returns'], 11, 20),
  { ...agent('Ruth Lindqvist', 2, ['advice', 'orders', 'returns'], 9, 17), role: 'manager' },
];

function agent(
  name: string,
  room: number,
  skills: readonly SkillName[],
  from: number,
  until: number,
): SampleAgent {
  return { name, room, skills, role: 'agent', from, until };
}

export const administrator = { name: 'Ines Caldeira', email: 'ines@aldermoor.example' } as const;

export function addressOf(name: string): string {
  const ascii = name.normalize('NFD').replaceAll(/[^A-Za-z ]/g, '');
  return `${ascii.toLowerCase().replaceAll(' ', '.')}@aldermoor.example`;
}

export const visitorNames: OneOf<string> = [
  'Clara Jensen',
  'Hugo Martin',
  'Sofie Brandt',
  'Mateo Ruiz',
  'Elin Nyberg',
  'Paul Werner',
  'Inés Castaño',
  'Oskar Lund',
  'Maya Keller',
  'Luis Ortega',
  'Freja Holm',
  'Anton Weiss',
];

export const devices: OneOf<
  readonly [
    Readonly<{
      type: 'desktop' | 'phone' | 'tablet';
      browser: string;
      os: string;
      viewportWidth: number;
    }>,
    number,
  ]
> = [
  [{ type: 'phone', browser: 'Safari', os: 'iOS', viewportWidth: 390 }, 34],
  [{ type: 'phone', browser: 'Chrome', os: 'Android', viewportWidth: 412 }, 22],
  [{ type: 'desktop', browser: 'Chrome', os: 'Windows', viewportWidth: 1440 }, 24],
  [{ type: 'desktop', browser: 'Safari', os: 'macOS', viewportWidth: 1512 }, 10],
  [{ type: 'desktop', browser: 'Firefox', os: 'Linux', viewportWidth: 1600 }, 5],
  [{ type: 'tablet', browser: 'Safari', os: 'iPadOS', viewportWidth: 820 }, 5],
];

export interface Source {
  readonly search: string;
  readonly referrer: string;
}

export const sources: OneOf<readonly [Source, number]> = [
  [{ search: '', referrer: '' }, 36],
  [{ search: '', referrer: 'https://search.example/' }, 30],
  [{ search: '?utm_source=letter&utm_medium=email&utm_campaign=spring', referrer: '' }, 14],
  [
    {
      search: '?utm_source=ads&utm_medium=cpc&utm_campaign=lamps',
      referrer: 'https://search.example/',
    },
    12,
  ],
  [{ search: '?utm_source=photos&utm_medium=social', referrer: 'https://photos.example/' }, 8],
];
