// Writes docs/reference/limits.md: every bound with what happens at it. The sentences are in one file
// for each area.
import { budgetLines } from './budgets.ts';
import { campaignsLines } from './campaigns.ts';
import { channelsLines } from './channels.ts';
import { conversationsLines } from './conversations.ts';
import { intakeLines } from './intake.ts';
import { mailLines } from './mail.ts';
import { memoryLines } from './memory.ts';
import { visitorsLines } from './visitors.ts';

/** The page. */
export function limitsReference(): string {
  return [
    '# Limits',
    '',
    'Every bound on what is received, kept or waiting, with what happens at it. Reaching one bound loses',
    'nothing else. `npm run generate` makes this page from `packages/protocol/limits/`,',
    '`campaign/condition.ts`, `budgets.ts` and `packages/server/memory/`.',
    '',
    ...intakeLines,
    ...visitorsLines,
    ...conversationsLines,
    ...channelsLines,
    ...mailLines,
    ...campaignsLines,
    ...budgetLines(),
    ...memoryLines(),
  ].join('\n');
}
