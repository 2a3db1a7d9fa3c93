// Parses a console's frame from its text, masked before anything else reads it. A parse error names
// the field and the request, and affects nothing else.
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskSaid } from '@opportune/core/masking/ways-in.ts';
import { type Problem, problem } from '@opportune/protocol/errors.ts';
import { ConsoleFrame } from '@opportune/protocol/frames-console.ts';
import { MessageId } from '@opportune/protocol/ids.ts';
import type { z } from 'zod';

export type ReadFrame =
  | { readonly frame: ConsoleFrame }
  | { readonly problem: Problem; readonly request?: string; readonly id?: MessageId };

export function readConsoleFrame(text: string, mask: Mask): ReadFrame {
  let json: unknown;
  try {
    json = maskSaid(mask, JSON.parse(text));
  } catch {
    return { problem: problem('request.malformed') };
  }
  const parsed = ConsoleFrame.safeParse(json);
  if (parsed.success) return { frame: parsed.data };
  return { problem: problemOf(parsed.error), ...addressOf(json) };
}

function problemOf(error: z.ZodError): Problem {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  if (path === 'text' && issue?.code === 'too_big') return problem('message.too_long', { path });
  if (path === 'text' && issue?.code === 'too_small') return problem('message.empty', { path });
  return problem('request.invalid', { path });
}

function addressOf(json: unknown): { request?: string; id?: MessageId } {
  if (typeof json !== 'object' || json === null) return {};
  const request =
    'request' in json && typeof json.request === 'string'
      ? { request: json.request.slice(0, 64) }
      : {};
  const id = 'id' in json ? MessageId.safeParse(json.id) : undefined;
  return { ...request, ...(id?.success === true ? { id: id.data } : {}) };
}
