// Turns the effects of one engine step into rows for the ledger and replies to the sender.
import type { Effect } from '@opportune/core/decision/engine.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { conversionRow, decisionRow, eventRow } from '../ledger/fact-rows.ts';
import type { Told } from '../intake.ts';
import type { FactEntry } from '@opportune/core/ports/facts.ts';

/** Adds the step's rows and replies. `network` is the visitor's. */
export function outcome(
  effects: readonly Effect[],
  { rows, told }: { readonly rows: FactEntry[]; readonly told: Told[] },
  network: number | null,
): void {
  for (const effect of effects) {
    switch (effect.type) {
      case 'store':
        rows.push({ table: 'events', row: eventRow(effect.event) });
        break;
      case 'decide':
        rows.push({ table: 'decisions', row: decisionRow(effect.decision, network) });
        break;
      case 'convert':
        rows.push({ table: 'conversions', row: conversionRow(effect.conversion) });
        break;
      case 'repeat':
        told.push({ id: effect.id, problem: problem('event.repeat') });
        break;
      case 'tell':
        told.push({
          id: effect.id,
          problem: problem(
            effect.code,
            effect.detail === undefined ? {} : { detail: effect.detail },
          ),
        });
        break;
      case 'offer':
      case 'withdraw':
      case 'wake':
      case 'skipped-timer':
        break;
      default:
        effect satisfies never;
    }
  }
}

/** Whether the effect is stored as a row. */
export function isStored({ type }: Effect): boolean {
  return type === 'store' || type === 'decide' || type === 'convert';
}
