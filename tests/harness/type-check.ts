/** The compiler over our own sources, with the text of some files replaced: what would it say of such a change? */
import { join, relative } from 'node:path';
import ts from 'typescript';

export type TypeCheck = {
  /** What is wrong with the files that `asked` is true of, one line each. Paths are relative to the root. */
  (replaced: ReadonlyMap<string, string>, asked: (file: string) => boolean): string[];
};

const {
  fileExists,
  readFile,
  readDirectory,
  directoryExists,
  getDirectories,
  realpath = (path) => path,
} = ts.sys;
const files = { fileExists, readFile, readDirectory, directoryExists, getDirectories, realpath };

/** Everything that `include` names, and what that imports, as one program. Paths are relative to `root`. */
export function typeCheck(root: string, include: readonly string[]): TypeCheck {
  const { options, fileNames } = configOf(root, include);
  let texts = new Map<string, string>();
  let version = 0;
  const service = ts.createLanguageService({
    ...files,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => fileNames,
    getScriptVersion: (file) => (texts.has(file) ? String(version) : '0'),
    getScriptSnapshot: (file) => {
      const text = texts.get(file) ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
  });

  return (replaced, asked) => {
    version += 1;
    texts = new Map([...replaced].map(([file, text]) => [join(root, file), text]));
    const found = (service.getProgram()?.getSourceFiles() ?? [])
      .map(({ fileName }) => fileName)
      .filter((file) => !file.includes('/node_modules/') && asked(relative(root, file)));
    if (found.length === 0) throw new Error('no file was asked about');
    return found.flatMap((file) =>
      [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(
        ({ messageText }) => `${relative(root, file)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      ),
    );
  };
}

/** The strictness of the whole project; all surroundings at once, since the walls between them are tsc -b's to hold. */
function configOf(root: string, include: readonly string[]): ts.ParsedCommandLine {
  const config = {
    extends: './tsconfig.json',
    compilerOptions: {
      composite: false,
      emitDeclarationOnly: false,
      noEmit: true,
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: ['node', 'vite/client'],
      jsx: 'react-jsx',
    },
    include,
    references: [],
  };
  return ts.parseJsonConfigFileContent(config, ts.sys, root);
}
