// Codes that Opportune itself puts into addresses of a site: of a trial, and of the link of a
// verification. Whoever has one may use it, and only hashes are stored, so they are taken out of
// what a client says of its page.
import { verifyParameter } from '@opportune/protocol/contact/verification.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { trialParameter } from '@opportune/protocol/rest/trial.ts';

/** What names of both have, however their signs are encoded. */
const common = 'opportune';
const names = [trialParameter, verifyParameter].map((name) =>
  name.replace('_', '(?:_|%(?:25)*5F)'),
);
const and = '(?:&|%(?:25)*26)';
const question = '(?:\\?|%(?:25)*3F)';
/** Also in an address that is percent-encoded inside another. */
const value = '(?:=|%(?:25)*3D)(?:(?!%(?:25)*(?:26|23))[^&#\\s])*';
const parameters = new RegExp(
  `(?:(${question})|${and})?(?:(?:${names.join('|')})${value}(${and})?)+`,
  'gi',
);

/** The text without these parameters. */
export function withoutCodes(text: string): string {
  if (!text.includes(common)) return text;
  return text.replace(parameters, (_all, asks: string | undefined, next: string | undefined) =>
    next === undefined ? '' : (asks ?? next),
  );
}

/** Clients name the page in properties, too. Those that contain no code stay the same object. */
export function propertiesWithoutCodes(properties: JsonObject): JsonObject {
  let changed: Record<string, JsonObject[string]> | null = null;
  for (const name in properties) {
    const said = properties[name];
    if (typeof said !== 'string' || !said.includes(common)) continue;
    changed ??= { ...properties };
    changed[name] = withoutCodes(said);
  }
  return changed ?? properties;
}
