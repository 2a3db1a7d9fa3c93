// Tells verification what a visitor's events say of it: a page that was opened by a link, and the
// answer to its question. An answer counts only from a browser that proved whose it is, because
// anybody can send events for a visitor id.
import type { PageVerifications } from '@opportune/core/ports/conversation/verification.ts';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import { verificationOf } from '@opportune/protocol/contact/verification.ts';
import type { AdmittedEvent } from '../../engage/intake.ts';

interface Line {
  readonly link: ChatLink;
  readonly proved: boolean;
}

const answers: ReadonlyMap<string, boolean> = new Map([
  ['Engagement Clicked', true],
  ['Engagement Dismissed', false],
]);

export function tellVerifications(
  verifications: PageVerifications,
  { link, proved: isProved }: Line,
  events: readonly AdmittedEvent[],
): void {
  for (const { name, opened, pageView, decision } of events) {
    const id = verificationOf(decision);
    const isYes = answers.get(name);
    if (id !== null && isYes !== undefined && isProved) verifications.answered(link, id, isYes);
    if (opened !== undefined)
      verifications.opened(link, { search: opened, view: pageView ?? null, isProved });
  }
}
