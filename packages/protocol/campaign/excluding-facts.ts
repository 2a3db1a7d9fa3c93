// The facts by which visitors may be excluded from a sensitivity analysis: what was known of a
// visitor when the visit of their first decision began. That is before they were eligible, so no
// arm can change it.

/** `burst`: whether the visitor came in a burst. The others are as in the catalogue of facts. */
export const excludingFacts = [
  'visitor.burst',
  'device.type',
  'device.browser',
  'device.os',
  'device.language',
  'place.country',
  'place.region',
  'place.city',
  'visit.landing',
  'source.referrer',
  'source.utmSource',
  'source.utmMedium',
  'source.utmCampaign',
  'source.utmTerm',
  'source.utmContent',
] as const;
export type ExcludingFact = (typeof excludingFacts)[number];

export function isExcludingFact(name: string): name is ExcludingFact {
  return excludingFacts.some((fact) => fact === name);
}
