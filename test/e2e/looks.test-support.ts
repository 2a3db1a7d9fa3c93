// Accessibility by axe: every rule of WCAG 2.0, 2.1 and 2.2, A and AA, and its good practice, of
// any severity, in light and dark, on a wide screen and on a phone. It knows nothing about the
// page's purpose. Tests of their own cover what no rule can see: focus, order and words. `npm test`
// checks each theme and each width once, `npm run prove -- looks` all four combinations.
import type { Page } from 'playwright-core';
import { axeFindings } from '../../packages/tag/test/axe.test-support.ts';
import { isFull } from '../support/proof-size.test-support.ts';

type Theme = 'light' | 'dark';

const phone = { width: 390, height: 844 };
/** Rules whose result depends only on the theme. */
const colours = ['color-contrast'];

const modal = '[role="dialog"][aria-modal="true"]';

/**
 * Findings on the page in its present state, or in the modal dialog that is open. `only` limits them to
 * those rules.
 */
export async function barriers(
  page: Page,
  only: readonly string[] = [],
): Promise<readonly string[]> {
  await page.evaluate(atRest);
  // Nobody reaches what lies behind a modal dialog, and it was looked at before.
  const isModal = (await page.locator(modal).count()) === 1;
  const found = await axeFindings(page, { only, ...(isModal && { include: modal }) });
  return found.map(({ rule, target }) => `${rule}: ${target}`);
}

/**
 * Findings on a wide screen in light and on a phone in dark, and elements wider than the screen.
 * Leaves the page as it was.
 */
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

/** Sets the browser's theme, and overrides a theme chosen in the console. */
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
/** For people: if OPPORTUNE_PICTURES names a folder, each check saves its picture there. */
export async function picture(page: Page, where: string): Promise<void> {
  const folder = process.env['OPPORTUNE_PICTURES'];
  if (folder === undefined) return;
  pictures += 1;
  const name = `${String(pictures).padStart(3, '0')} ${new URL(page.url()).pathname} ${where}`;
  await page.screenshot({ path: `${folder}/${name.replaceAll(/\W+/g, '-')}.png` });
}

/**
 * Runs in the page: waits until a change of theme or width has settled, because contrast is wrong
 * half-way.
 */
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
