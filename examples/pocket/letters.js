// The mail app of the telephone: letters with their subject, what they quote and their files, and the
// form that writes one.
const find = (id) => document.getElementById(id);
const form = find('write');
const [subject, words, file, attached, answers] = [
  'subject',
  'words',
  'file',
  'attached',
  'answers',
].map(find);
const mostBytes = 1_400_000;

/** The letter that is answered. */
let answered = null;

function element(name, text, className = '') {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

/** What a letter has beside its words, above and below them. */
export function drawLetter(bubble, line) {
  const { subject: about, quoted, files } = line.letter;
  bubble.classList.add('letter');
  bubble.prepend(
    element('small', line.mine ? 'You to help@aldermoor.example' : 'Aldermoor to you', 'from'),
    element('h3', about || 'No subject'),
  );
  const below = [];
  if (quoted) {
    const details = document.createElement('details');
    details.append(element('summary', 'Quoted text'), element('p', quoted));
    below.push(details);
  }
  for (const { name, href } of files) {
    const link = element(href ? 'a' : 'span', name, 'enclosed');
    if (href) Object.assign(link, { href, download: name });
    below.push(link);
  }
  if (!line.mine) {
    const reply = element('button', 'Reply', 'reply');
    reply.type = 'button';
    reply.addEventListener('click', () => answer(line));
    below.push(reply);
  }
  bubble.append(...below);
}

function answer(line) {
  answered = line;
  const about = line.letter.subject;
  subject.value = /^re:/i.test(about) ? about : `Re: ${about}`;
  showAnswered();
  words.focus();
}

function showAnswered() {
  answers.hidden = answered === null;
  answers.firstElementChild.textContent =
    answered === null ? '' : `Answers “${answered.letter.subject}” and quotes it`;
}

function forget() {
  answered = null;
  form.reset();
  attached.textContent = '';
  attached.classList.remove('wrong');
  showAnswered();
}

/** Begins a letter with these words. */
export function beginLetter(text) {
  forget();
  subject.value = text;
  words.focus();
}

/** `send` says whether the letter was taken. */
export function openForm(send) {
  answers.querySelector('button').addEventListener('click', forget);
  file.addEventListener('change', () => {
    const [chosen] = file.files;
    const isLarge = (chosen?.size ?? 0) > mostBytes;
    if (isLarge) file.value = '';
    attached.textContent = isLarge ? 'A file has at most 1.4 MB here.' : (chosen?.name ?? '');
    attached.classList.toggle('wrong', isLarge);
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const [chosen] = file.files;
    const letter = {
      ...{ type: 'write', of: answered?.id ?? null },
      ...{ subject: subject.value.trim(), text: words.value.trim() },
      file: chosen ? await readFile(chosen) : null,
    };
    if (letter.text !== '' && (await send(letter))) forget();
  });
}

function readFile(chosen) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const [, base64] = reader.result.split(',');
      done({ name: chosen.name, type: chosen.type || 'application/octet-stream', base64 });
    });
    reader.readAsDataURL(chosen);
  });
}
