// For how long a contact may be answered, where a provider limits it: some hours after their newest
// message. After that only approved templates may leave, or nothing.
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';

/** What is about to leave, and the message that it answers. */
export interface Leaving {
  readonly parts: readonly Part[];
  readonly answers: { readonly at: number } | null;
}

/** Until when, by the provider's clock. Null: there is no limit, or nobody has written. */
export function windowEnd({ window }: Capabilities, answers: Leaving['answers']): number | null {
  if (window === undefined || answers === null) return null;
  return answers.at + window.hours * 3_600_000;
}

/** Whether anything in it may not leave now. */
export function isWindowClosed(
  { parts, answers }: Leaving,
  capabilities: Capabilities,
  now: number,
): boolean {
  if (capabilities.window === undefined) return false;
  if (parts.every(({ type }) => type === 'template')) return false;
  const end = windowEnd(capabilities, answers);
  return end === null || now >= end;
}
