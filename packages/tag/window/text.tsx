// The text of a message as elements: lines kept, web addresses as links. Never HTML; an address is a
// link only where it is http(s), and opens apart without telling where it was followed.
import type { ComponentChildren } from 'preact';

const address = /(https?:\/\/[^\s<>"'`]+)/;
const trailing = /[.,;:!?)\]}]+$/;

function link(url: string): ComponentChildren[] {
  const end = trailing.exec(url)?.[0] ?? '';
  const href = url.slice(0, url.length - end.length);
  return [
    <a key={href} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {href}
    </a>,
    end,
  ];
}

export function Text({ text }: { readonly text: string }) {
  return <>{text.split(address).flatMap((part, at) => (at % 2 ? link(part) : [part]))}</>;
}
