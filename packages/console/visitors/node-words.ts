// One condition of a campaign in words, and the value that its fact had.
import type { Condition } from '@opportune/protocol/condition.ts';
import type { Reason } from '@opportune/protocol/decision.ts';
import type { Format } from '../ui/index.ts';
import { v } from './visitor-words.ts';

export function nodeWords(node: Condition, _format: Format): string {
  return JSON.stringify(node);
}

export function valueWords(reason: Reason, _format: Format): string {
  return reason.value === null ? v('why.unknown') : String(reason.value);
}
