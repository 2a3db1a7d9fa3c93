// A form before the chat as visitors see it, by the renderer of their window, in the site's look. It may
// be tried; nothing is sent.
import { createHost } from '@opportune/content/host.ts';
import { drawBefore } from '@opportune/content/draw-before.ts';
import { messageCss } from '@opportune/content/message-style.ts';
import type { BeforeForm } from '@opportune/protocol/before.ts';
import type { SiteLook } from '@opportune/protocol/configuration.ts';
import { chatEn } from '@opportune/words/chat-en.ts';
import { messageEn } from '@opportune/words/message-en.ts';
import { useLayoutEffect, useRef } from 'react';

const words = {
  ...messageEn,
  question: chatEn.window.yourQuestion,
  start: chatEn.window.startChat,
};
/** As the window maps them, on the ground of its own. */
const windowCss = `:host{--m-ink:var(--ink);--m-quiet:var(--quiet);--m-rule:var(--rule);--m-control:var(--control);--m-card:var(--card);--m-soft:var(--soft);--m-main:var(--site);--m-on-main:var(--onSite);--m-link:var(--link);--m-bad:var(--bad);--m-r:var(--r);--m-r2:var(--r2)}
.m-before{padding:16px;border-radius:var(--r);background:var(--card);color:var(--ink)}`;
const nothing = { values: {}, question: '' };

export function BeforeDrawn({ form, look }: { form: BeforeForm; look: SiteLook }) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = JSON.stringify([form, look]);
  useLayoutEffect(() => {
    if (place.current === null) return;
    const host = createHost(place.current, 'flow', look, messageCss + windowCss);
    host.root.append(drawBefore(form, { id: 'preview', typed: nothing }, words, null));
    return () => host.remove();
    // Drawn anew for what it says, not for each object that says the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [drawn]);
  return <div ref={place} />;
}
