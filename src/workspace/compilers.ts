import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FoundFunction } from './functions-in-tree';

/** The program that builds the functions of a runtime. */
interface Compiler {
  readonly name: string;
  readonly program: string;
  /** Names another program in its place. */
  readonly variable: string;
  readonly install: string;
}

/** By runtime, of those that there is a builder for. */
const COMPILERS: ReadonlyMap<string, Compiler> = new Map([
  [
    'go',
    {
      name: 'Go compiler',
      program: 'go',
      variable: 'FUNC_GO',
      install: 'install Go 1.25 or later (https://go.dev/dl), or name the program in FUNC_GO',
    },
  ],
]);

/** The runtimes whose functions containerize can build. */
export const builtRuntimes: readonly string[] = [...COMPILERS.keys()];

/** What to say of a runtime that containerize has no builder for yet. */
export function notBuilt(runtime: string): string[] {
  if (builtRuntimes.includes(runtime)) return [];
  return [
    `containerize cannot build ${runtime} functions yet, only ${builtRuntimes.join(', ')}; until it can: func build --builder=pack`,
  ];
}

/** How many functions a line names. */
const SHOWN = 3;

/**
 * The compilers that are needed and not there, a line each: for the functions of a workspace, or, if it
 * has none yet, for those that it can have. Starts no program.
 */
export function missingCompilers(
  functions: readonly Pick<FoundFunction, 'name' | 'runtime'>[],
  environment: NodeJS.ProcessEnv,
): string[] {
  return [...COMPILERS].flatMap(([runtime, compiler]) => {
    const names = functions.filter((it) => it.runtime === runtime).map(({ name }) => name);
    if (names.length === 0 && functions.length > 0) return [];
    const missing = whatIsMissing(compiler, environment);
    if (missing === undefined) return [];
    const needed = names.length === 0 ? '' : ` (for ${shortened(names)})`;
    return [`the ${compiler.name} is missing${needed}: ${missing}`];
  });
}

/** Like execvp, which will start the program: a name with a slash is a path, others are in PATH. */
function whatIsMissing(
  { program, variable, install }: Compiler,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const own = environment[variable] ?? '';
  const name = own === '' ? program : own;
  const folders = name.includes('/') ? [''] : (environment['PATH'] ?? '').split(delimiter);
  if (folders.some((folder) => isProgram(join(folder, name)))) return undefined;
  if (own !== '') return `${variable} names no program: set it to one, or unset it`;
  return `${program} is not in PATH: ${install}`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function shortened(names: readonly string[]): string {
  const more = names.length - SHOWN;
  const shown = names.slice(0, SHOWN).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
