// The settings of one site, each saved when it is changed. Snippet and keys stand between them.
import { useState, type ReactNode } from 'react';
import { Site } from '@opportune/protocol/rest/site.ts';
import { inkOn } from './ink.ts';
import { api } from '../api/client.ts';
import {
  Button,
  Chip,
  CopyButton,
  explainError,
  say,
  Segmented,
  Switch,
  TextField,
  useApiMutation,
} from '../ui/index.ts';
import { CustomerTokensPart } from './customer-tokens.tsx';
import { useAdministrator } from './use-administrator.ts';
import { s } from './words.ts';

type Change = Partial<
  Pick<Site, 'name' | 'origins' | 'consent' | 'honourPrivacySignals' | 'contactButton' | 'look'>
>;

/** Stores a change and says so: with `undo`, in its words and with the way back. */
type Save = (change: Change, undo?: { readonly words: string; readonly act: () => void }) => void;

export function SiteForm({ site, keys }: { site: Site; keys: ReactNode }) {
  const administrator = useAdministrator();
  const change = useApiMutation((part: Change) => api.patch(`/sites/${site.id}`, part, Site), {
    invalidates: ['/sites'],
    onDone: () => undefined,
  });
  const save: Save = (part, undo) =>
    change.mutate(part, {
      onSuccess: () => (undo === undefined ? say(s('saved')) : say(undo.words, undo.act)),
    });
  const failed = change.error === null ? null : explainError(change.error).text;
  return (
    <>
      {!administrator && <p className="small t3">{s('readonly')}</p>}
      <Snippet site={site} />
      <Origins
        site={site}
        fixed={!administrator}
        save={save}
        error={change.variables?.origins === undefined ? null : failed}
      />
      {keys}
      <CustomerTokensPart key={`tokens ${site.id}`} site={site} fixed={!administrator} />
      <fieldset disabled={!administrator} className="settings-group">
        <Consent site={site} save={save} fixed={!administrator} />
        <Look site={site} save={save} />
        <ContactButton site={site} save={save} fixed={!administrator} />
        <SavedText
          key={site.name}
          label={s('site.name')}
          value={site.name}
          maxLength={80}
          onSave={(name) => name !== '' && save({ name })}
        />
      </fieldset>
      {failed !== null && change.variables?.origins === undefined && (
        <p className="field-error" role="alert">
          {failed}
        </p>
      )}
    </>
  );
}

interface PartProps {
  readonly site: Site;
  readonly save: Save;
}

function Snippet({ site }: { site: Site }) {
  return (
    <section>
      <h3>{s('tag.title')}</h3>
      <p>{s('tag.text')}</p>
      <div className="snippet">
        <code className="code">{coloured(site.snippet)}</code>
        <CopyButton text={site.snippet} label={s('tag.copy')} />
      </div>
      <p className="small t3 under">{s('tag.csp', { host: hostOf(site.snippet) })}</p>
    </section>
  );
}

/** Names and texts of the element in their colours. */
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

function Origins({
  site,
  save,
  fixed,
  error,
}: PartProps & { fixed: boolean; error: string | null }) {
  const [adding, setAdding] = useState<string | null>(null);
  const remove = (origin: string): void => {
    save(
      { origins: site.origins.filter((each) => each !== origin) },
      { words: s('removed', { name: origin }), act: () => save({ origins: site.origins }) },
    );
  };
  const add = (): void => {
    if (adding === null || adding.trim() === '') return setAdding(null);
    save({ origins: [...site.origins, adding.trim()] });
    setAdding(null);
  };
  return (
    <section>
      <h3>{s('origins.title')}</h3>
      <p>{s('origins.text')}</p>
      <div className="row origins">
        {site.origins.length === 0 && <span className="warn">{s('origins.none')}</span>}
        {site.origins.map((origin) => (
          <Chip
            key={origin}
            {...(fixed
              ? {}
              : { onRemove: () => remove(origin), removeLabel: s('origins.remove', { origin }) })}
          >
            {origin}
          </Chip>
        ))}
        {!fixed && adding === null && (
          <Button variant="quiet" icon="plus" className="accent-act" onClick={() => setAdding('')}>
            {s('origins.add')}
          </Button>
        )}
        {adding !== null && (
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              add();
            }}
          >
            <input
              className="input small origin-input"
              aria-label={s('origins.label')}
              placeholder="https://"
              autoFocus
              value={adding}
              onChange={(event) => setAdding(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setAdding(null)}
            />
            <Button type="submit">{s('add')}</Button>
          </form>
        )}
      </div>
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </section>
  );
}

function Consent({ site, save, fixed }: PartProps & { fixed: boolean }) {
  return (
    <section>
      <h3>{s('consent.title')}</h3>
      <p>{s('consent.text')}</p>
      <Segmented
        label={s('consent.label')}
        value={site.consent}
        onChange={(consent) => save({ consent })}
        choices={(['not-asked', 'wait'] as const).map((value) => ({
          value,
          label: s(`consent.${value}`),
        }))}
      />
      <Switch
        label={s('consent.signals')}
        checked={site.honourPrivacySignals}
        disabled={fixed}
        onChange={(honourPrivacySignals) => save({ honourPrivacySignals })}
      />
    </section>
  );
}

function Look({ site, save }: PartProps) {
  const { look } = site;
  const [colour, setColour] = useState(look.colour);
  return (
    <section>
      <h3>{s('look.title')}</h3>
      <p>{s('look.text')}</p>
      <div className="look-row">
        <div className="field-frame">
          <label htmlFor="look-colour">{s('look.colour')}</label>
          <div className="row">
            <input
              id="look-colour"
              type="color"
              className="swatch"
              value={colour}
              onChange={(event) => setColour(event.currentTarget.value)}
              onBlur={() => colour !== look.colour && save({ look: { ...look, colour } })}
            />
            <span className="code">{colour}</span>
          </div>
        </div>
        <SavedText
          key={`radius ${look.radiusPx}`}
          label={s('look.radius')}
          value={String(look.radiusPx)}
          type="number"
          min={0}
          max={24}
          onSave={(text) => {
            const radiusPx = Number(text);
            if (Number.isInteger(radiusPx) && radiusPx >= 0 && radiusPx <= 24)
              save({ look: { ...look, radiusPx } });
          }}
        />
        <SavedText
          key={`name ${look.name}`}
          label={s('look.name')}
          value={look.name}
          maxLength={60}
          onSave={(name) => save({ look: { ...look, name } })}
        />
        <span
          className="look-sample"
          role="img"
          aria-label={s('look.preview')}
          style={{
            background: colour,
            color: inkOn(colour),
            borderRadius: Math.round(look.radiusPx * 0.7),
          }}
        >
          {site.contactButton.label || s('look.sample')}
        </span>
      </div>
    </section>
  );
}

function ContactButton({ site, save, fixed }: PartProps & { fixed: boolean }) {
  const { contactButton } = site;
  return (
    <section>
      <h3>{s('button.title')}</h3>
      <p>{s('button.text')}</p>
      <Switch
        label={s('button.shown')}
        checked={contactButton.shown}
        disabled={fixed}
        onChange={(shown) => save({ contactButton: { ...contactButton, shown } })}
      />
      <SavedText
        key={contactButton.label}
        label={s('button.label')}
        value={contactButton.label}
        maxLength={40}
        onSave={(label) => save({ contactButton: { ...contactButton, label } })}
      />
    </section>
  );
}

/** A text that is saved when it is left or confirmed, and only when it changed. */
function SavedText(props: {
  label: string;
  value: string;
  onSave: (value: string) => void;
  type?: string;
  min?: number;
  max?: number;
  maxLength?: number;
}) {
  const { label, value, onSave, ...rest } = props;
  const [text, setText] = useState(value);
  const save = (): void => {
    if (text.trim() !== value) onSave(text.trim());
  };
  return (
    <TextField
      label={label}
      className="small"
      value={text}
      {...rest}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
      }}
    />
  );
}
