// The telephone: one conversation for each messenger, drawn from what the server of the demonstration
// knows, and kept up to date by its events.
import { beginLetter, drawLetter, openForm } from './letters.js';
import { drawTelephone, spaced } from './telephone.js';

const names = {
  telephone: 'Telephone',
  whatsapp: 'WhatsApp',
  sms: 'SMS',
  email: 'E-mail',
  messenger: 'Messenger',
  instagram: 'Instagram',
  telegram: 'Telegram',
  line: 'LINE',
  vonage: 'Texts (Vonage)',
};
const ways = { sms: 'by SMS', vonage: 'by SMS', email: 'by e-mail' };
const abouts = {
  sms: '+1 206 555 0177',
  vonage: '+1 206 555 0188',
  email: 'help@aldermoor.example',
};
const typingMs = 5000;

const find = (id) => document.getElementById(id);
const [apps, list, form, text, picture] = ['apps', 'lines', 'say', 'text', 'picture'].map(find);
const letterForm = find('write');
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

let talks = [];
/** How somebody came by a link of a page, until it took effect. */
let entered = new URLSearchParams(location.search);
let open = entered.get('app') ?? (location.hash.slice(1) || 'whatsapp');
let typing = null;
const unread = new Map();

async function load() {
  const answer = await fetch('/pocket/state');
  talks = await answer.json();
  if (!talks.some(({ kind }) => kind === open)) open = talks[0]?.kind ?? '';
  const telephone = talks.find(({ kind }) => kind === 'telephone');
  if (telephone.rings) open = 'telephone';
  abouts.telephone = spaced(telephone.number);
  drawTelephone(telephone);
  drawApps();
  drawLines();
  enter();
}

/** As each messenger does with its links: some put the words there, some tell the business. */
function enter() {
  const isConnected = talks.some(({ kind, connected }) => kind === open && connected);
  if (!entered.has('app') || !isConnected) return;
  const [words, token] = ['text', 'token'].map((name) => entered.get(name) ?? '');
  entered = new URLSearchParams();
  history.replaceState(null, '', `${location.pathname}#${open}`);
  const isReferred = open === 'messenger' || open === 'instagram';
  if (isReferred && token !== '') void act({ type: 'refer', parameter: token });
  if (open === 'email') return beginLetter(words);
  if (open === 'telegram') text.value = `/start ${token}`.trim();
  else text.value = isReferred ? words.replace(/ \[.*\]$/, '') : words;
  text.focus();
}

function drawApps() {
  const shown = talks.filter(({ connected }) => connected);
  apps.replaceChildren(
    ...shown.map(({ kind }) => {
      const button = document.createElement('button');
      const count = unread.get(kind) ?? 0;
      button.type = 'button';
      button.dataset.kind = kind;
      button.setAttribute('aria-current', String(kind === open));
      button.append(names[kind] ?? kind);
      if (count > 0) {
        const mark = document.createElement('span');
        mark.className = 'count';
        mark.textContent = String(count);
        mark.setAttribute('aria-label', `${count} unread`);
        button.append(mark);
      }
      button.addEventListener('click', () => choose(kind));
      return button;
    }),
  );
  const isConnected = shown.some(({ kind }) => kind === open);
  for (const each of [...form.elements, ...letterForm.elements]) each.disabled = !isConnected;
  find('about').textContent = isConnected ? (abouts[open] ?? 'business account') : 'not connected';
  form.hidden = open === 'email' || open === 'telephone';
  find('call').hidden = open !== 'telephone';
  letterForm.hidden = open !== 'email';
}

function choose(kind) {
  open = kind;
  typing = null;
  location.hash = kind;
  drawApps();
  drawLines();
  const fields = { email: 'words', telephone: 'call-begin' };
  find(fields[kind] ?? 'text').focus();
}

function drawLines() {
  const talk = talks.find(({ kind }) => kind === open);
  document.body.dataset.app = open;
  list.replaceChildren(...(talk?.lines ?? []).map(rowOf));
  if (open === 'telephone') return;
  if (talk?.lines.length === 0) {
    const hint = document.createElement('div');
    hint.className = 'row hint';
    hint.textContent = `Write to Aldermoor ${ways[open] ?? `on ${names[open] ?? open}`}, and answer in the inbox of the console.`;
    list.append(hint);
  }
  drawTyping();
  tellSeen();
}

function rowOf(line) {
  const row = document.createElement('div');
  row.className = line.mine ? 'row mine' : 'row theirs';
  row.dataset.id = line.id;
  const bubble = document.createElement('div');
  bubble.className = 'bubble';
  if (line.picture) {
    const image = document.createElement('img');
    image.src = line.picture;
    image.alt = 'Picture';
    image.addEventListener('load', toEnd);
    bubble.append(image);
  }
  if (line.text) {
    const words = document.createElement('p');
    words.textContent = line.text;
    bubble.append(words);
  }
  const foot = document.createElement('small');
  const states = { sending: 'sending …', failed: 'not sent', sent: '' };
  foot.textContent = [states[line.state], line.note, clock.format(line.at)]
    .filter(Boolean)
    .join(' · ');
  bubble.append(foot);
  if (line.letter) drawLetter(bubble, line);
  row.append(bubble, ...line.buttons.map((button) => buttonOf(button, line)));
  return row;
}

function buttonOf({ title, data, url }, { id }) {
  const button = document.createElement(url ? 'a' : 'button');
  button.className = 'choice';
  button.textContent = title;
  if (!url) button.addEventListener('click', () => act({ type: 'tap', of: id, data, title }));
  else if (/^https?:/.test(url))
    Object.assign(button, { href: url, target: '_blank', rel: 'noopener' });
  return button;
}

function drawTyping() {
  list.querySelector('.typing')?.remove();
  if (typing === null) return toEnd();
  const row = document.createElement('div');
  row.className = 'row typing theirs';
  row.textContent = 'typing …';
  list.append(row);
  toEnd();
}

function toEnd() {
  list.scrollTop = list.scrollHeight;
}

function tellSeen() {
  if (document.hidden || !talks.some(({ kind, connected }) => kind === open && connected)) return;
  unread.delete(open);
  void act({ type: 'seen' });
}

function act(what) {
  return fetch(`/pocket/act/${open}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(what),
  });
}

function took({ kind, line, typing: types, changed }) {
  if (changed) return void load();
  const talk = talks.find((each) => each.kind === kind);
  if (talk === undefined) return;
  if (types) {
    if (kind !== open) return;
    clearTimeout(typing);
    typing = setTimeout(() => {
      typing = null;
      drawTyping();
    }, typingMs);
    return drawTyping();
  }
  const at = talk.lines.findIndex(({ id }) => id === line.id);
  if (at === -1) talk.lines.push(line);
  else talk.lines[at] = line;
  if (kind === open) {
    if (!line.mine) typing = null;
    drawLines();
  } else if (!line.mine) unread.set(kind, (unread.get(kind) ?? 0) + 1);
  drawApps();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const said = text.value.trim();
  if (said === '') return;
  text.value = '';
  void act({ type: 'say', text: said }).then(({ ok }) => {
    // Sent too much at once: the words come back.
    if (!ok && text.value === '') text.value = said;
  });
});

openForm((letter) => act(letter).then(({ ok }) => ok));

/** Pictures are sent as a telephone sends them: as a JPEG of moderate size. */
picture.addEventListener('change', async () => {
  const [file] = picture.files;
  picture.value = '';
  if (!file) return;
  const image = await createImageBitmap(file);
  const scale = Math.min(1, 1280 / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const [, jpeg] = canvas.toDataURL('image/jpeg', 0.85).split(',');
  void act({ type: 'picture', jpeg });
});

document.addEventListener('visibilitychange', tellSeen);
const tick = () => (find('clock').textContent = clock.format(Date.now()));
tick();
setInterval(tick, 10_000);

const news = new EventSource('/pocket/news');
news.addEventListener('message', ({ data }) => took(JSON.parse(data)));
news.addEventListener('open', () => void load());
