// Accessibility findings by axe: every rule of WCAG 2.2, A and AA, and axe's good practice, of any
// severity. axe is injected into a page once and run in it. Its builder for Playwright would inject
// it twice, half a megabyte each time, and also return what passed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** axe as in the package for Playwright. */
const source = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);
const options = {
  resultTypes: ['violations'],
  // By default axe leaves out what is new in WCAG 2.2: targets of 24 CSS pixels.
  rules: { 'target-size': { enabled: true } },
};

export interface Finding {
  readonly rule: string;
  readonly target: string;
  readonly html: string;
}

interface Result {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[];
}

interface Axe {
  run(
    context: object,
    how: object,
  ): Promise<{ readonly violations: readonly Result[]; readonly passes: readonly Result[] }>;
}

/** Findings within the tag's own elements, each as "rule: element". */
export async function findings(page: Page): Promise<string[]> {
  const found = await axeFindings(page, { include: 'opportune-part' });
  return found.map(({ rule, html }) => `${rule}: ${html.slice(0, 160)}`);
}

/**
 * Findings on a page, or in a part of it. `only` limits them to those rules. Throws if axe examined
 * nothing.
 */
export async function axeFindings(
  page: Page,
  { include, only = [] }: { readonly include?: string; readonly only?: readonly string[] } = {},
): Promise<readonly Finding[]> {
  await Promise.all(
    page.frames().map(async (frame) => {
      // A frame may be gone by now. axe examines only frames of the page's own origin.
      if (!(await frame.evaluate(() => 'axe' in self).catch(() => true)))
        await frame.evaluate(`${source}; void 0`).catch(() => {});
    }),
  );
  const how = only.length === 0 ? options : { ...options, runOnly: { type: 'rule', values: only } };
  const { found, looked } = await page.evaluate(
    async ({ part, given }) => {
      const { axe } = self as never as { readonly axe: Axe };
      const context = part === undefined ? document : { include: [[part]] };
      const { violations, passes } = await axe.run(context, given);
      return {
        found: violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, html }) => ({ rule: id, target: target.join(' '), html })),
        ),
        looked: passes.length > 0 || violations.length > 0,
      };
    },
    { part: include, given: how },
  );
  if (!looked && only.length === 0) throw new Error('axe looked at nothing');
  return found;
}
