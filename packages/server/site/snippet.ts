// The element that a business pastes into its pages: one script with its write key. Settings that
// must apply before the tag has contacted the server (consent, privacy signals) are attributes of
// the element.
import type { SiteSettings } from '@opportune/protocol/campaign/configuration.ts';

/** The snippet for a site; `publicUrl` without a slash at its end. */
export function snippetFor(
  publicUrl: string,
  writeKey: string,
  { consent, honourPrivacySignals }: Pick<SiteSettings, 'consent' | 'honourPrivacySignals'>,
): string {
  const attributes = [
    `data-site="${writeKey}"`,
    ...(consent === 'wait' ? ['data-consent="wait"'] : []),
    ...(honourPrivacySignals ? ['data-privacy-signals'] : []),
  ];
  return `<script async src="${publicUrl}/tag.js" ${attributes.join(' ')}></script>`;
}
