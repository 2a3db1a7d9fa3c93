// The pictures that show six weeks: results, a campaign that runs, and the history of the team, in the
// sample shop.
import type { Page } from 'playwright-core';
import type { Take } from './guides.ts';
import type { Product } from './product.ts';

const campaign = 'Help at checkout';

export async function takeSample(page: Page, { url }: Product, take: Take): Promise<void> {
  await page.goto(url);
  await page.getByText(campaign).first().waitFor();
  await take(page, 'home');
  await page.goto(`${url}/results`);
  await page.getByText(campaign).first().click();
  await page
    .getByText(/pending/)
    .first()
    .waitFor();
  await take(page, 'results');
  await page.goto(`${url}/results/funnel`);
  await page.getByText('With a cart').first().waitFor();
  await take(page, 'funnel');
  await page.goto(`${url}/campaigns`);
  await page.getByText(campaign).first().click();
  await page.getByText(/visits would have been eligible/).waitFor();
  await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  await take(page, 'campaign-editor');
  await page.goto(`${url}/team/history`);
  await page.getByRole('table').first().waitFor();
  await take(page, 'team-history');
}
