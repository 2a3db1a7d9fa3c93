// The code of the tag for each system. A tag manager drops attributes that it does not know, so its
// code makes the element by script. Pure.

export const systems = ['any', 'shopify', 'woocommerce', 'shopware', 'manager'] as const;
export type System = (typeof systems)[number];

export function codeFor(system: System, snippet: string): string {
  return system === 'manager' ? byScript(snippet) : snippet;
}

function byScript(snippet: string): string {
  const attributes = [...snippet.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)].filter(
    ([, name]) => name !== 'async',
  );
  const lines = attributes.map(
    ([, name, value]) => `  s.setAttribute('${name}', '${value ?? ''}');`,
  );
  return [
    '<script>',
    "  var s = document.createElement('script');",
    ...lines,
    '  s.async = true;',
    '  document.head.appendChild(s);',
    '</script>',
  ].join('\n');
}
