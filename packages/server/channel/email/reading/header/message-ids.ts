// Message-IDs in a field: with their angle brackets, in their order.
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';

export function readMessageIds(value: string | null): readonly string[] {
  const text = (value ?? '').slice(-limits.fieldLength);
  const ids = text.match(/<[^<>\s]{1,995}>/g) ?? bare(text);
  return ids.slice(-limits.references);
}

/** Some programs forget the brackets. */
function bare(text: string): readonly string[] {
  return text
    .split(/\s+/)
    .filter((word) => /^[^<>\s]+@[^<>\s]+$/.test(word))
    .map((word) => `<${word}>`);
}
