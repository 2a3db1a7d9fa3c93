// [LG4] Texts for people that are in no catalogue are found. Names, units and keys are not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsIn, holdsWords } from './check-words.ts';

const console_ = 'packages/console/some-page.tsx';
const found = (file: string, text: string): readonly string[] =>
  findingsIn(file, text).map(({ message }) => message);

test('texts and spoken attributes of elements are found, in every branch of them', () => {
  assert.equal(found(console_, '<p>Hello there</p>').length, 1);
  assert.equal(found(console_, 'const X = () => <p>{on ? "Turned on" : t("off")}</p>').length, 1);
  assert.equal(found(console_, '<input placeholder="Your name" />').length, 1);
  assert.equal(found(console_, '<Button label={`Remove ${name}`} />').length, 1);
  assert.equal(found(console_, 'document.title = "The page";').length, 1);
  assert.equal(found(console_, 'box.setAttribute("aria-label", "A box");').length, 1);
});

test('keys, names, units, classes and marks are no words', () => {
  const text =
    'const X = () => <p className="small">{t("some.key")} · 5 <b>Opportune</b> {n} px</p>';
  assert.deepEqual(found(console_, text), []);
});

test('a text that is looked up while its module loads is found', () => {
  assert.equal(found(console_, 'const columns = [{ head: t("console.people.name") }];').length, 1);
  assert.deepEqual(
    found(console_, 'const columns = () => [{ head: t("console.people.name") }];'),
    [],
  );
});

test('words of managers’ pages are found at the desk', () => {
  const text = 'const X = () => <p>{t(on ? "results.head" : "inbox.accept")}</p>';
  assert.equal(found('packages/console/inbox/list/row.tsx', text).length, 1);
  assert.deepEqual(found('packages/console/results/page.tsx', text), []);
});

test('a letter and a refusal without a catalogue are found', () => {
  const server = 'packages/server/some.ts';
  assert.equal(found(server, 'send({ to, subject: `${name} wrote to you` });').length, 1);
  assert.equal(
    found(server, 'throw refuse("request.invalid", { detail: "Never said before." });').length,
    1,
  );
  assert.deepEqual(
    found(server, 'throw refuse("x", { detail: `There is no variable ${named}.` });'),
    [],
  );
});

test('tests and builds are not read', () => {
  assert.ok(holdsWords('packages/tag/window/view/window.tsx'));
  assert.ok(!holdsWords('packages/tag/window/state.test.ts'));
  assert.ok(!holdsWords('packages/console/dist/index.ts'));
});
