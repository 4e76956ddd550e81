/**
 * Completion for bash, zsh, fish and PowerShell: commands, their commands, options, and files or folders where the
 * help's word for an argument says so. Plain text without a process behind it, so that Tab never waits for a Node.
 */
import { everyCommand, type CommandOf, type Offers } from './tree.ts';

/** What may follow some words of a line. */
type State = {
  /** the words after `koosync`, '' for none */
  readonly words: string;
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly {
    readonly flags: readonly string[];
    readonly value: boolean;
    readonly offers: Offers;
    readonly about: string;
  }[];
  /** what its arguments are: the widest of them */
  readonly offers: Offers;
};

const firstSentence = (about: string): string => (about.split('\n')[0] ?? '').trim();

const stateOf = (words: string, command: CommandOf): State => ({
  words,
  commands: command.commands.flatMap((one) =>
    one.names.map((name) => ({ name, about: firstSentence(one.about) })),
  ),
  options: command.options.map(({ flags, value, offers, about }) => ({
    flags,
    value: value !== undefined,
    offers,
    about: firstSentence(about),
  })),
  offers: command.arguments.some(({ offers }) => offers === 'file')
    ? 'file'
    : command.arguments.some(({ offers }) => offers === 'folder')
      ? 'folder'
      : 'nothing',
});

/** The program itself and every command, each alias a state of its own. */
const statesOf = (program: CommandOf): readonly State[] => [
  stateOf('', program),
  ...everyCommand(program).flatMap(({ words, command }) =>
    command.names.map((name) => stateOf([...words.slice(0, -1), name].join(' '), command)),
  ),
];

const single = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const flagsWith = (state: State, offers?: Offers): string[] =>
  state.options
    .filter((option) => option.value && (offers === undefined || option.offers === offers))
    .flatMap(({ flags }) => flags);

const head = (comment: string): string[] => [
  `${comment} Completion of koosync. Made from the program by scripts/package/command-line; changes here are lost.`,
];

/** For bash, without the package bash-completion. */
export const bashCompletion = (program: CommandOf): string => {
  const states = statesOf(program);
  const cases = states.map((state) => {
    const words = [...state.commands.map(({ name }) => name), ...state.options.flatMap(({ flags }) => flags)];
    return [
      `    ${single(state.words)})`,
      `      words=${single(words.join(' '))}`,
      `      folders=${single(flagsWith(state, 'folder').join(' '))} files=${single(flagsWith(state, 'file').join(' '))}`,
      `      others=${single(flagsWith(state, 'nothing').join(' '))} offers=${state.offers}`,
      '      ;;',
    ].join('\n');
  });
  const paths = states.filter(({ words }) => words !== '').map(({ words }) => single(words));
  return [
    ...head('#'),
    '_koosync() {',
    "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path='' try at",
    '  local words folders files others offers',
    '  COMPREPLY=()',
    '  for ((at = 1; at < COMP_CWORD; at++)); do',
    '    case ${COMP_WORDS[at]} in -*) continue ;; esac',
    '    try="${path:+$path }${COMP_WORDS[at]}"',
    '    case $try in',
    `      ${paths.join(' | ')}) path=$try ;;`,
    '    esac',
    '  done',
    '  case $path in',
    ...cases,
    '  esac',
    '  case " $others " in *" $previous "*) return ;; esac',
    '  case " $folders " in *" $previous "*) offers=folder words= ;; esac',
    '  case " $files " in *" $previous "*) offers=file words= ;; esac',
    '  local found',
    '  while IFS= read -r found; do',
    '    COMPREPLY+=("$found")',
    '  done < <(compgen -W "$words" -- "$current")',
    '  case $current in -*) return ;; esac',
    '  if [ "$offers" != nothing ]; then',
    '    compopt -o filenames 2>/dev/null',
    '    while IFS= read -r found; do',
    '      COMPREPLY+=("$found")',
    '    done < <(if [ "$offers" = folder ]; then compgen -d -- "$current"; else compgen -f -- "$current"; fi)',
    '  fi',
    '}',
    'complete -F _koosync koosync',
    '',
  ].join('\n');
};

/** For zsh: a function that is found by its name in $fpath. */
export const zshCompletion = (program: CommandOf): string => {
  const described = (name: string, about: string) =>
    single(`${name.replaceAll(':', String.raw`\:`)}:${about.replaceAll(':', String.raw`\:`)}`);
  const cases = statesOf(program).map((state) =>
    [
      `    ${single(state.words)})`,
      `      commands=(${state.commands.map(({ name, about }) => described(name, about)).join(' ')})`,
      `      options=(${state.options.flatMap(({ flags, about }) => flags.map((flag) => described(flag, about))).join(' ')})`,
      `      folders=(${flagsWith(state, 'folder').join(' ')}) files=(${flagsWith(state, 'file').join(' ')})`,
      `      others=(${flagsWith(state, 'nothing').join(' ')}) offers=${state.offers}`,
      '      ;;',
    ].join('\n'),
  );
  const paths = statesOf(program)
    .filter(({ words }) => words !== '')
    .map(({ words }) => single(words));
  return [
    '#compdef koosync',
    ...head('#'),
    '_koosync() {',
    "  local way='' try word offers",
    '  local -a commands options folders files others',
    '  for word in "${(@)words[2,CURRENT-1]}"; do',
    '    [[ $word == -* ]] && continue',
    '    try="${way:+$way }$word"',
    '    case $try in',
    `      (${paths.join('|')}) way=$try ;;`,
    '    esac',
    '  done',
    '  case $way in',
    ...cases,
    '  esac',
    '  local previous=${words[CURRENT-1]}',
    '  (( ${others[(Ie)$previous]} )) && return 1',
    '  if (( ${folders[(Ie)$previous]} )); then _files -/; return; fi',
    '  if (( ${files[(Ie)$previous]} )); then _files; return; fi',
    '  (( $#commands )) && _describe -t commands command commands',
    '  [[ $words[CURRENT] == -* ]] && _describe -t options option options',
    '  [[ $offers == folder ]] && _files -/',
    '  [[ $offers == file ]] && _files',
    '  return 0',
    '}',
    '_koosync "$@"',
    '',
  ].join('\n');
};

/** For fish. */
export const fishCompletion = (program: CommandOf): string => {
  const states = statesOf(program);
  const paths = states.filter(({ words }) => words !== '').map(({ words }) => single(words));
  const lines = states.flatMap((state) => {
    const when = `-n "__koosync_at ${single(state.words)}"`;
    const files =
      state.offers === 'nothing'
        ? ''
        : state.offers === 'folder'
          ? ' -a "(__fish_complete_directories)"'
          : ' -F';
    return [
      ...state.commands.map(
        ({ name, about }) => `complete -c koosync ${when} -a ${single(name)} -d ${fishText(about)}`,
      ),
      ...state.options.map(({ flags, value, offers, about }) => {
        const named = flags.map((flag) =>
          flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
        );
        const takes = !value
          ? ''
          : offers === 'folder'
            ? ' -x -a "(__fish_complete_directories)"'
            : offers === 'file'
              ? ' -r -F'
              : ' -x';
        return `complete -c koosync ${when} ${named.join(' ')}${takes} -d ${fishText(about)}`;
      }),
      ...(files === '' ? [] : [`complete -c koosync ${when}${files}`]),
    ];
  });
  return [
    ...head('#'),
    '# Is the line, without its options, at this command?',
    'function __koosync_at',
    '  set -l way',
    '  for word in (commandline -opc)[2..]',
    "    string match -q -- '-*' $word; and continue",
    '    set -l try (string join " " $way $word)',
    `    contains -- $try ${paths.join(' ')}; and set way $try`,
    '  end',
    '  test "$way" = "$argv[1]"',
    'end',
    'complete -c koosync -f',
    ...lines,
    '',
  ].join('\n');
};

const fishText = (text: string): string =>
  `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;

/** For PowerShell: to be read by the profile. Files it completes by itself where nothing of ours fits. */
export const powershellCompletion = (program: CommandOf): string => {
  const text = (words: string) => `'${words.replaceAll("'", "''")}'`;
  const states = statesOf(program).map((state) => {
    const words = [
      ...state.commands.map(({ name, about }) => `@(${text(name)}, ${text(about)})`),
      ...state.options.flatMap(({ flags, about }) => flags.map((flag) => `@(${text(flag)}, ${text(about)})`)),
    ];
    return `  ${text(state.words)} = @(${words.map((word) => `\n    ,${word}`).join('')}\n  )`;
  });
  return [
    ...head('#'),
    '$koosyncStates = @{',
    ...states,
    '}',
    'Register-ArgumentCompleter -Native -CommandName koosync -ScriptBlock {',
    '  param($wordToComplete, $commandAst, $cursorPosition)',
    "  $way = ''",
    '  $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Skip 1)',
    '  foreach ($element in $elements) {',
    '    $word = $element.ToString()',
    "    if ($word.StartsWith('-')) { continue }",
    '    $try = ("$way $word").Trim()',
    '    if ($koosyncStates.ContainsKey($try)) { $way = $try }',
    '  }',
    '  foreach ($entry in $koosyncStates[$way]) {',
    '    if ($entry[0].StartsWith($wordToComplete)) {',
    "      [System.Management.Automation.CompletionResult]::new($entry[0], $entry[0], 'ParameterValue', $entry[1])",
    '    }',
    '  }',
    '}.GetNewClosure()',
    '',
  ].join('\n');
};
