/**
 * What commander found wrong with a command line, in the user's language. Commander gives a code and an English sentence;
 * the names in that sentence are all that is taken from it. program.test.ts holds the sentences of the pinned version.
 */
import type { CommanderError } from 'commander';
import type { Translate } from '../../shared/strings/index.ts';

/** A clause without a full stop: the first half of cliError.usage. */
export const mistakeOf = ({ code, message }: CommanderError, translate: Translate): string => {
  const name = /'([^']*)'/.exec(message)?.[1] ?? '';
  switch (code) {
    case 'commander.unknownCommand':
      return withSuggestion(translate('usage.unknownCommand', { name }), message, translate);
    case 'commander.unknownOption':
      return withSuggestion(translate('usage.unknownOption', { name }), message, translate);
    case 'commander.missingArgument':
      return translate('usage.argumentMissing', { name });
    case 'commander.optionMissingArgument':
      return translate('usage.valueMissing', { name });
    case 'commander.excessArguments':
      return translate('usage.tooMany', { given: /\d+: (.*)\.$/s.exec(message)?.[1] ?? '' });
    default:
      return translate('usage.other');
  }
};

const withSuggestion = (mistake: string, message: string, translate: Translate): string => {
  const suggestion = /\(Did you mean (?:one of )?(.*)\?\)$/.exec(message)?.[1];
  return suggestion === undefined ? mistake : translate('usage.didYouMean', { mistake, suggestion });
};
