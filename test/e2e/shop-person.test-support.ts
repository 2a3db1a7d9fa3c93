// People in the demo shop, as the product knows them: by the id that their tag gave them.
import type { Browser, Page } from 'playwright-core';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { aboutToLeave, eventually, goToCheckout, newPerson } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

/** The id of the visitor on this page. */
export function visitorIdOf(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        (window as never as { opportune: (...call: unknown[]) => void }).opportune(
          'visitor',
          resolve,
        ),
      ),
  );
}

/** The rows of the live list. */
async function visitorRows({ call }: Product): Promise<readonly VisitorRow[]> {
  return (await call<{ items: VisitorRow[] }>('GET', '/visitors')).items;
}

export async function visitorRow(product: Product, id: string): Promise<VisitorRow | undefined> {
  return (await visitorRows(product)).find((row) => row.visitor === id);
}

/** New people at the checkout who are about to leave, until one is in the wanted arm. */
export async function personIn(
  arm: 'treatment' | 'control',
  browser: Browser,
  product: Product,
): Promise<Page> {
  for (let tried = 0; tried < 40; tried++) {
    const page = await newPerson(browser);
    await goToCheckout(page, product);
    const id = await visitorIdOf(page);
    await aboutToLeave(page);
    const row = await eventually(
      () => visitorRow(product, id),
      (found) => found?.campaign != null,
    );
    if (row?.campaign?.arm === arm) return page;
    await page.context().close();
  }
  throw new Error(`nobody of forty was in ${arm}`);
}
