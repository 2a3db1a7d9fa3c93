// The element that a business pastes into its pages. One script, by its write key.

/** The snippet for a site; `publicUrl` without a slash at its end. */
export function snippetFor(publicUrl: string, writeKey: string): string {
  return `<script async src="${publicUrl}/tag.js" data-site="${writeKey}"></script>`;
}
