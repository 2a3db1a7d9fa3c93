// The settings of a provider's channel: what is public is in its row, the rest is sealed as JSON.
import { z } from 'zod';

const Settings = z.record(z.string(), z.json());

/** All of them together, as they were given. */
export function secretSettings(
  settings: unknown,
  secret: string | null,
): Readonly<Record<string, unknown>> {
  return { ...Settings.safeParse(settings).data, ...Settings.safeParse(jsonOf(secret)).data };
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
