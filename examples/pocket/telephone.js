// The call of the telephone: it calls the business, rings when the business calls, and has keys.
import { hush, openSound, say } from './sound.js';

const find = (id) => document.getElementById(id);
const [panel, state, timer, sentences, keys, note] = [
  ...['call', 'call-state', 'call-time', 'call-said', 'call-keys', 'call-note'],
].map(find);
const buttons = Object.fromEntries(
  ['begin', 'answer', 'decline', 'mute', 'end'].map((name) => [name, find(`call-${name}`)]),
);
const whys = {
  over: 'Call ended',
  busy: 'Busy',
  failed: 'Opportune did not answer the call.',
  lost: 'The line was cut.',
};
const refusals = {
  NotAllowedError:
    'The microphone is not allowed. Allow it in the address bar of your browser, and call again.',
  NotFoundError: 'No microphone was found. Connect one, and call again.',
};

let shown = { connected: false, rings: false, number: '', own: '' };
let line = null;
let isMuted = false;
/** When both could speak. */
let since = 0;

/** Draws what the server knows of the telephone. */
export function drawTelephone(next) {
  shown = next;
  draw();
}

function draw() {
  const isInCall = line !== null;
  const { rings, connected } = shown;
  panel.dataset.state = isInCall ? 'call' : rings ? 'rings' : 'idle';
  buttons.begin.hidden = isInCall || rings;
  buttons.begin.disabled = !connected;
  for (const each of [buttons.answer, buttons.decline]) each.hidden = isInCall || !rings;
  for (const each of [buttons.mute, buttons.end, keys]) each.hidden = !isInCall;
  buttons.mute.setAttribute('aria-pressed', String(isMuted));
  note.textContent = `Your number is ${spaced(shown.own)}. Calls to any number ring here.`;
  note.hidden = isInCall;
  if (rings && !isInCall) {
    tell('Aldermoor calls');
    sentences.replaceChildren();
  } else if (state.textContent === 'Aldermoor calls') tell('');
  document.title = rings && !isInCall ? 'Ringing · The pocket' : 'The pocket · Aldermoor';
}

/** A number of North America as people write it. */
export function spaced(number) {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');
}

function tell(text) {
  state.textContent = text;
}

/** Opens the line: `call` or `answer`. The microphone comes first, so that nobody is called without. */
async function open(type) {
  if (line !== null) return;
  const call = { socket: null, sound: null };
  line = call;
  sentences.replaceChildren();
  tell('Opening the microphone …');
  draw();
  try {
    call.sound = await openSound((bytes) => {
      if (call.socket?.readyState === WebSocket.OPEN) call.socket.send(bytes);
    });
  } catch (error) {
    return over(call, refusals[error.name] ?? 'The microphone cannot be used.');
  }
  if (line !== call) return call.sound.close();
  tell(type === 'call' ? 'Calling …' : 'Connecting …');
  const address = Object.assign(new URL('/pocket/line', location.href), { protocol: wsOf() });
  const socket = new WebSocket(address);
  call.socket = socket;
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => socket.send(JSON.stringify({ type })));
  socket.addEventListener('close', () => over(call, whys.lost));
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) call.sound.play(new Uint8Array(data));
    else took(call, JSON.parse(data));
  });
}

function wsOf() {
  return location.protocol === 'https:' ? 'wss:' : 'ws:';
}

function took(call, message) {
  switch (message.type) {
    case 'say':
      return void speak(call, message);
    case 'hush':
      return hush();
    case 'speaking':
      since ||= Date.now();
      return tell('On the line');
    case 'over':
      return over(call, whys[message.why]);
  }
}

async function speak(call, { text, language }) {
  const sentence = document.createElement('p');
  sentence.textContent = text;
  if (language) sentence.lang = language;
  sentences.append(sentence);
  sentences.scrollTop = sentences.scrollHeight;
  await say(text, language);
  if (call.socket.readyState === WebSocket.OPEN) call.socket.send('{"type":"said"}');
}

function over(call, why) {
  if (line !== call) return;
  line = null;
  since = 0;
  isMuted = false;
  hush();
  call.sound?.close();
  call.socket?.close();
  tell(why);
  drawTime();
  draw();
  buttons.begin.focus();
}

function press(key) {
  if (line?.socket?.readyState !== WebSocket.OPEN) return;
  line.socket.send(JSON.stringify({ type: 'press', key }));
  const button = keys.querySelector(`[data-key="${key}"]`);
  button.classList.add('pressed');
  setTimeout(() => button.classList.remove('pressed'), 150);
}

function decline() {
  const address = Object.assign(new URL('/pocket/line', location.href), { protocol: wsOf() });
  const socket = new WebSocket(address);
  socket.addEventListener('open', () => socket.send('{"type":"decline"}'));
}

function drawTime() {
  const seconds = Math.floor((Date.now() - since) / 1000);
  const two = (count) => String(count).padStart(2, '0');
  timer.textContent = since === 0 ? '' : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

for (const key of '123456789*0#') {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', textContent: key });
  button.dataset.key = key;
  button.addEventListener('click', () => press(key));
  keys.append(button);
}
buttons.begin.addEventListener('click', () => void open('call'));
buttons.answer.addEventListener('click', () => void open('answer'));
buttons.decline.addEventListener('click', decline);
buttons.end.addEventListener('click', () => line && over(line, whys.over));
buttons.mute.addEventListener('click', () => {
  isMuted = !isMuted;
  line?.sound?.mute(isMuted);
  draw();
});
document.addEventListener('keydown', ({ target, key, ctrlKey, metaKey, altKey }) => {
  // What somebody writes meanwhile, in a messenger, is no key of the call.
  if (panel.hidden || target.closest('input, textarea') !== null) return;
  if (!ctrlKey && !metaKey && !altKey && /^[0-9*#]$/.test(key)) press(key);
});
setInterval(drawTime, 500);
