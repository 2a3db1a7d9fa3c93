// Icons of the home of the chat window: 16 grid, stroke 1.5, hidden from screen readers.
const paths = {
  close: 'm4 4 8 8M12 4l-8 8',
  send: 'M13.5 2.6 2.5 6.9l4.6 2 2 4.6zm-6.4 6.3 3-3',
  chat: 'M2.5 4.2a1.4 1.4 0 0 1 1.4-1.4h8.2a1.4 1.4 0 0 1 1.4 1.4v5.4a1.4 1.4 0 0 1-1.4 1.4H7.3L4.4 13.4V11h-.5a1.4 1.4 0 0 1-1.4-1.4z',
  call: 'M5.6 2.8 3.4 3.6c-.6 4.8 4.2 9.6 9 9l.8-2.2-2.6-1.6-1.4 1.2c-1.2-.5-2.7-2-3.2-3.2l1.2-1.4z',
  find: 'M11.2 7a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0zM10 10l3.4 3.4',
  down: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  out: 'M6.5 3.5h-3v9h9v-3M9.5 3h3.5v3.5M13 3 7.5 8.5',
} as const;

const svg = 'http://www.w3.org/2000/svg';

export function homeIcon(name: keyof typeof paths, sizePx: number): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  const attributes = {
    width: `${sizePx}`,
    height: `${sizePx}`,
    viewBox: '0 0 16 16',
    class: `i-${name}`,
    'aria-hidden': 'true',
  };
  for (const [key, value] of Object.entries(attributes)) picture.setAttribute(key, value);
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', paths[name]);
  picture.append(path);
  return picture;
}
