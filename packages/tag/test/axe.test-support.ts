// Accessibility findings of what the tag drew alone: every rule of WCAG 2.2, A and AA, and axe's good
// practice, of any severity.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Findings within the tag's own elements, each as "rule: element". */
export async function findings(page: Page): Promise<string[]> {
  // Otherwise each look opens a page of its own to gather what frames of other sites said.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    // By default axe leaves out what is new in WCAG 2.2: room for a finger, 24 CSS pixels.
    .options({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
    .include('opportune-part');
  const { violations, passes } = await axe.analyze();
  if (!passes.length) throw new Error('axe looked at nothing');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  );
}
