// Previews a form before the chat with the renderer of the chat window, in the site's look. It can
// be tried, but sends nothing.
import { createHost } from '@opportune/content/host.ts';
import { drawBefore } from '@opportune/content/before/draw-before.ts';
import { messageCss } from '@opportune/content/message/message-style.ts';
import { richCss } from '@opportune/content/message/rich-style.ts';
import type { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import { useLayoutEffect, useRef } from 'react';
import { speech } from '../words/language.ts';
import { useStore } from '../ui/index.ts';

/** Maps the variables as the chat window does, and adds the window's background. */
const windowCss = `:host{--m-ink:var(--ink);--m-quiet:var(--quiet);--m-rule:var(--rule);--m-control:var(--control);--m-card:var(--card);--m-soft:var(--soft);--m-main:var(--site);--m-on-main:var(--onSite);--m-link:var(--link);--m-bad:var(--bad);--m-r:var(--r);--m-r2:var(--r2)}
.m-before{padding:16px;border-radius:var(--r);background:var(--card);color:var(--ink)}`;
const nothing = { values: {}, question: '' };

export function BeforeDrawn({ form, look }: { form: BeforeForm; look: SiteLook }) {
  const place = useRef<HTMLDivElement>(null);
  const { chat, message, language } = useStore(speech, (value) => value);
  const drawn = JSON.stringify([form, look, language]);
  useLayoutEffect(() => {
    if (place.current === null) return;
    const { yourQuestion, startChat } = chat.window;
    const words = { ...message, question: yourQuestion, start: startChat };
    const host = createHost(place.current, 'flow', look, messageCss + richCss + windowCss);
    host.root.append(drawBefore(form, { id: 'preview', typed: nothing }, words, null));
    return () => host.remove();
    // Draws again when the content changes, not for each new object with the same content.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [drawn]);
  return <div ref={place} />;
}
