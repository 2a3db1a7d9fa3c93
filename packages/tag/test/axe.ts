// Accessibility findings that matter, of what the tag drew alone: serious and critical ones by axe.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Serious and critical findings within the tag's own elements, each as "rule: element". */
export async function findings(page: Page): Promise<string[]> {
  // Otherwise each look opens a page of its own to gather what frames of other sites said.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .include('opportune-part');
  const { violations, passes } = await axe.analyze();
  if (!passes.length) throw new Error('axe looked at nothing');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
