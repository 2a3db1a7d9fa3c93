// How the chat window and its button look and what they are called on a site.
import { useState } from 'react';
import { BeforeButton } from '../before/before-dialog.tsx';
import { w } from '../inbox/waiting-words.ts';
import { Switch } from '../ui/index.ts';
import { inkOn } from './ink.ts';
import { SavedText } from './saved-text.tsx';
import type { PartProps } from './site-change.ts';
import { s } from './words.ts';

export function Look({ site, save }: PartProps) {
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
              onBlur={() => colour !== look.colour && void save({ look: { ...look, colour } })}
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
              void save({ look: { ...look, radiusPx } });
          }}
        />
        <SavedText
          key={`name ${look.name}`}
          label={s('look.name')}
          value={look.name}
          maxLength={60}
          onSave={(name) => void save({ look: { ...look, name } })}
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

export function ContactButton({ site, save, fixed }: PartProps) {
  const { contactButton } = site;
  return (
    <section>
      <h3>{s('button.title')}</h3>
      <p>{s('button.text')}</p>
      <Switch
        label={s('button.shown')}
        checked={contactButton.shown}
        disabled={fixed}
        onChange={(shown) => void save({ contactButton: { ...contactButton, shown } })}
      />
      <SavedText
        key={contactButton.label}
        label={s('button.label')}
        value={contactButton.label}
        maxLength={40}
        onSave={(label) => void save({ contactButton: { ...contactButton, label } })}
      />
      <div className="row">
        <span className="small">{w('before.button')}</span>
        <BeforeButton
          form={contactButton.before ?? null}
          look={site.look}
          onSave={(before) => save({ contactButton: { ...contactButton, before } })}
          disabled={fixed}
        />
      </div>
    </section>
  );
}
