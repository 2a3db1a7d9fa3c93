// Chooses what a condition is about: behaviour first, then the catalogue of facts by group. The
// search finds any part of a name. Arrow keys move through the results.
import { useState, type KeyboardEvent } from 'react';
import {
  customFactPrefix,
  factCatalogue,
  type FactDefinition,
  type FactType,
} from '@opportune/protocol/behaviour/facts.ts';
import { AttributeList } from '@opportune/protocol/rest/site.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { SearchField, useApiQuery, t } from '../../../ui/index.ts';
import { behaviourKinds, type BehaviourKind } from './new-node.ts';
import { conditionWord, upperFirst } from '../chips/speak.ts';

interface FactPickerProps {
  readonly onFact: (fact: string, type?: FactType) => void;
  readonly onBehaviour?: (kind: BehaviourKind) => void;
}

export function FactPicker({ onFact, onBehaviour }: FactPickerProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const fits = (...names: string[]): boolean =>
    wanted === '' || names.some((name) => name.toLocaleLowerCase().includes(wanted));
  const kinds =
    onBehaviour === undefined
      ? []
      : behaviourKinds.filter((kind) => fits(t(`campaigns.kind.${kind}`)));
  const facts = factCatalogue.filter(({ fact, group }) =>
    fits(conditionWord(`fact.${fact}`), t(`campaigns.factGroup.${group}`), fact),
  );
  const declared = useApiQuery('/attributes', AttributeList).data?.items ?? [];
  const attributes = declared.filter(({ name }) => fits(name, t('campaigns.factGroup.custom')));
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const ofSkills = facts
    .filter(({ group }) => group === 'agents')
    .flatMap(({ fact }) =>
      skills.map(({ id, name }) => ({ fact: `${fact}.${id}`, of: fact, name })),
    );
  const groups = [...new Set(facts.map(({ group }) => group))];
  const trait = /^[\w.]{1,60}$/.test(search.trim()) ? search.trim() : 'plan';
  return (
    <div className="picker" onKeyDown={moveFocus}>
      <SearchField label={t('campaigns.kind.search')} value={search} onChange={setSearch} />
      <div className="picker-list">
        {kinds.length > 0 && <p className="pop-label label">{t('campaigns.kind.behaviour')}</p>}
        {kinds.map((kind) => (
          <button key={kind} type="button" className="it" onClick={() => onBehaviour?.(kind)}>
            {t(`campaigns.kind.${kind}`)}
          </button>
        ))}
        {groups.map((group) => (
          <Group
            key={group}
            group={group}
            facts={facts.filter((each) => each.group === group)}
            onFact={onFact}
          />
        ))}
        {ofSkills.map(({ fact, of, name }) => (
          <button key={fact} type="button" className="it" onClick={() => onFact(fact)}>
            {upperFirst(
              t('campaigns.kind.ofSkill', { fact: conditionWord(`fact.${of}`), skill: name }),
            )}
          </button>
        ))}
        {attributes.length > 0 && (
          <p className="pop-label label">{t('campaigns.factGroup.custom')}</p>
        )}
        {attributes.map(({ name, type }) => (
          <button
            key={name}
            type="button"
            className="it"
            onClick={() => onFact(`${customFactPrefix}${name}`, type)}
          >
            {name}
          </button>
        ))}
        {facts.length + kinds.length + attributes.length === 0 && (
          <p className="small t3 picker-none">{t('campaigns.kind.none')}</p>
        )}
        <p className="pop-label label">{t('campaigns.factGroup.customer')}</p>
        <button type="button" className="it" onClick={() => onFact(`customer.${trait}`)}>
          <span className="grow">{t('campaigns.kind.trait')}</span>
          <span className="code t3">customer.{trait}</span>
        </button>
      </div>
    </div>
  );
}

interface GroupProps {
  readonly group: FactDefinition['group'];
  readonly facts: readonly FactDefinition[];
  readonly onFact: (fact: string) => void;
}

function Group({ group, facts, onFact }: GroupProps) {
  return (
    <>
      <p className="pop-label label">{t(`campaigns.factGroup.${group}`)}</p>
      {facts.map(({ fact }) => (
        <button key={fact} type="button" className="it" onClick={() => onFact(fact)}>
          {upperFirst(conditionWord(`fact.${fact}`))}
        </button>
      ))}
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button.it')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
