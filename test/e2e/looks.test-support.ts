// What keeps somebody from using a page, by axe: every rule of WCAG 2.0, 2.1 and 2.2, A and AA, and
// its good practice, of any severity, in light and dark, on a wide screen and on a phone. Knows
// nothing of what the page is for; what a rule cannot see (focus, order, words) is tested apart.
// `npm test` looks at each theme and each width once, `npm run prove -- looks` at all four together.
import type { Page } from 'playwright-core';
import { axeFindings } from '../../packages/tag/test/axe.test-support.ts';
import { isFull } from '../support/proof-size.test-support.ts';

type Theme = 'light' | 'dark';

const phone = { width: 390, height: 844 };
/** What changes with the theme alone. */
const colours = ['color-contrast'];

/** Findings on the page as it stands; with `only`, of those rules only. */
export async function barriers(
  page: Page,
  only: readonly string[] = [],
): Promise<readonly string[]> {
  await page.evaluate(atRest);
  const found = await axeFindings(page, { only });
  return found.map(({ rule, target }) => `${rule}: ${target}`);
}

/** Findings wide and light and on a phone in the dark, and what is wider than its screen; leaves the page as it was. */
export async function lookAt(page: Page): Promise<readonly string[]> {
  const wide = page.viewportSize() ?? { width: 1440, height: 900 };
  const found: string[] = [];
  const look = async (where: string, only?: readonly string[]): Promise<void> => {
    found.push(...(await barriers(page, only)).map((finding) => `${where}: ${finding}`));
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (over > 0) found.push(`${where}: ${over} px too wide`);
    await picture(page, where);
  };
  await look('wide, light');
  await wear(page, 'dark');
  if (isFull) await look('wide, dark', colours);
  await page.setViewportSize(phone);
  await look('phone, dark');
  await wear(page, 'light');
  if (isFull) await look('phone, light', colours);
  await page.setViewportSize(wide);
  return found;
}

/** As the browser asks for it; where somebody chose an appearance in the console, against their choice. */
async function wear(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate(async (wanted) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const root = document.documentElement;
    for (const name of ['data-theme', 'data-mantine-color-scheme'])
      if (root.hasAttribute(name)) root.setAttribute(name, wanted);
  }, theme);
}

let pictures = 0;
/** For eyes: where OPPORTUNE_PICTURES names a folder, each look leaves its picture there. */
export async function picture(page: Page, where: string): Promise<void> {
  const folder = process.env['OPPORTUNE_PICTURES'];
  if (folder === undefined) return;
  pictures += 1;
  const name = `${String(pictures).padStart(3, '0')} ${new URL(page.url()).pathname} ${where}`;
  await page.screenshot({ path: `${folder}/${name.replaceAll(/\W+/g, '-')}.png` });
}

/** In a page: waits for a theme or width that was asked for; half way between two nothing has its contrast. */
async function atRest(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  for (let round = 0; round < 20; round++) {
    await frame();
    await frame();
    const passing = document.getAnimations().filter((each) => each instanceof CSSTransition);
    if (round > 0 && passing.length === 0) return;
    await Promise.allSettled(passing.map(({ finished }) => finished));
  }
}
