// The script element for a site's pages, with coloured syntax and a copy button.
import type { ReactNode } from 'react';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { CopyButton, t } from '../../ui/index.ts';

export function Snippet({ site }: { site: Site }) {
  return (
    <section>
      <h3>{t('settings.tag.title')}</h3>
      <p>{t('settings.tag.text')}</p>
      <div className="snippet">
        <code className="code">{coloured(site.snippet)}</code>
        <CopyButton text={site.snippet} label={t('settings.tag.copy')} />
      </div>
      <p className="small t3 under">{t('settings.tag.csp', { host: hostOf(site.snippet) })}</p>
    </section>
  );
}

function coloured(snippet: string): ReactNode[] {
  return snippet.split(/("[^"]*"|\bscript\b)/).map((part, at) =>
    part.startsWith('"') ? (
      <span key={at} className="text">
        {part}
      </span>
    ) : part === 'script' ? (
      <span key={at} className="name">
        {part}
      </span>
    ) : (
      part
    ),
  );
}

function hostOf(snippet: string): string {
  const address = /src="([^"]+)"/.exec(snippet)?.[1] ?? '';
  return URL.canParse(address) ? new URL(address).host : address;
}
