// The audience and the moment: one builder for two places of the document.
import { useCallback, useState, type ReactNode } from 'react';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { IconButton, t } from '../../../ui/index.ts';
import { ConditionBuilder } from './condition-builder.tsx';
import { problemsAt, useEdit } from '../edit-context.tsx';
import { JsonEditor } from '../json/json-editor.tsx';
import { readConditionJson } from '../json/json-problems.ts';
import { Part } from '../part.tsx';

interface Place {
  readonly path: string;
  readonly read: (document: CampaignDocument) => Condition;
  readonly write: (document: CampaignDocument, condition: Condition) => CampaignDocument;
}

const places: Readonly<Record<'audience' | 'moment', Place>> = {
  audience: {
    path: 'audience',
    read: ({ audience }) => audience,
    write: (document, audience) => ({ ...document, audience }),
  },
  moment: {
    path: 'engagement.moment',
    read: ({ engagement }) => engagement.moment,
    write: (document, moment) => ({ ...document, engagement: { ...document.engagement, moment } }),
  },
};

interface ConditionPartProps {
  readonly name: 'audience' | 'moment';
  readonly children?: ReactNode;
}

export function ConditionPart({ name, children }: ConditionPartProps) {
  const edit = useEdit();
  const [json, setJson] = useState(false);
  const { path, read, write } = places[name];
  const condition = read(edit.document);
  const onChange = (next: Condition): void => edit.change?.((document) => write(document, next));
  const problems = problemsAt(edit, path);
  const { attributes } = edit;
  const readText = useCallback((text: string) => readConditionJson(text, attributes), [attributes]);
  const within = problems.map((each) => ({ ...each, path: each.path.slice(path.length + 1) }));
  return (
    <Part
      name={name}
      icon={name === 'audience' ? 'visitors' : 'bolt'}
      problems={json ? [] : problems}
      act={
        <IconButton
          icon="code"
          label={t(json ? 'campaigns.build.sentence' : 'campaigns.build.json')}
          aria-pressed={json}
          className={json ? 'on' : ''}
          onClick={() => setJson(!json)}
        />
      }
    >
      {json ? (
        <JsonEditor
          value={condition}
          read={readText}
          part={t(`campaigns.part.${name}`)}
          onChange={onChange}
        />
      ) : (
        <ConditionBuilder
          condition={condition}
          live={edit.live === null ? null : read(edit.live)}
          lead={t(`campaigns.${name}.lead`)}
          always={t(
            name === 'audience' ? 'campaigns.audience.everybody' : 'campaigns.moment.always',
          )}
          problems={within}
          onChange={onChange}
        />
      )}
      {children}
    </Part>
  );
}
