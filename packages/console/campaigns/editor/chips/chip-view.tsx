// One chip of a condition, with the form that changes it.
import type { Chip } from '@opportune/protocol/campaign/sentence.ts';
import type { ChipProps } from './chip.ts';
import { NameChip } from './name-chip.tsx';
import { OperatorChip } from './operator-chip.tsx';
import { upperFirst, wordsOf } from './speak.ts';
import { ValueChip } from './value-chip.tsx';
import { WordChip } from './word-chip.tsx';

export interface ChipViewProps extends Omit<ChipProps, 'chip' | 'words'> {
  readonly chip: Chip;
  /** The chip begins its sentence, so that its words get a capital. */
  readonly first: boolean;
}

export function ChipView({ chip, first, ...rest }: ChipViewProps) {
  const words = first ? upperFirst(wordsOf(chip)) : wordsOf(chip);
  switch (chip.kind) {
    case 'word':
      return <WordChip {...rest} chip={chip} words={words} />;
    case 'name':
      return <NameChip {...rest} chip={chip} words={words} />;
    case 'operator':
      return <OperatorChip {...rest} chip={chip} words={words} />;
    case 'value':
      return <ValueChip {...rest} chip={chip} words={words} />;
    default:
      return chip satisfies never;
  }
}
