// The cart, stored in a cookie: product ids and quantities. A cookie that does not parse is an
// empty cart.
import { productOf } from './catalogue.ts';
import type { Product } from './catalogue.ts';

export interface CartLine {
  readonly product: Product;
  readonly quantity: number;
}

const cookieName = 'aldermoor_cart';
const mostOfOne = 20;

export function cartOf(cookies: string | undefined): readonly CartLine[] {
  const value = new RegExp(`(?:^|; )${cookieName}=([a-z0-9.:-]*)`).exec(cookies ?? '')?.[1] ?? '';
  return value.split('.').flatMap((part) => {
    const [id = '', count = ''] = part.split(':');
    const product = productOf(id);
    const quantity = Math.min(mostOfOne, Math.trunc(Number(count)));
    return product !== undefined && quantity >= 1 ? [{ product, quantity }] : [];
  });
}

export function cartCookie(lines: readonly CartLine[]): string {
  const value = lines.map(({ product, quantity }) => `${product.id}:${quantity}`).join('.');
  return `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600`;
}

/** The cart with `change` added to the quantity of a product. */
export function changed(
  lines: readonly CartLine[],
  product: Product,
  change: number,
): readonly CartLine[] {
  const before = lines.find((line) => line.product.id === product.id)?.quantity ?? 0;
  const quantity = Math.max(0, Math.min(mostOfOne, before + change));
  const others = lines.filter((line) => line.product.id !== product.id);
  return quantity === 0 ? others : [...others, { product, quantity }];
}

export function totalOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
}

export function itemsOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
